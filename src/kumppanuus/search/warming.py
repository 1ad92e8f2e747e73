"""What searches read once and then keep, read before the web server forks its workers, so that they share it."""

from __future__ import annotations

from django.utils import timezone

from kumppanuus.core.actors import Actor
from kumppanuus.search import gazetteer, lexicon, snapshot, vocabulary
from kumppanuus.search.analysis import forms, wordforms
from kumppanuus.search.finding import visible
from kumppanuus.search.ranking import meet, signals
from kumppanuus.search.segments import day
from kumppanuus.search.understanding import understand

# A word of each way of looking: known, of two parts, misspelt, in a place, Swedish, English.
TRIED = (("ryhmä vertaistuky salossa", "fi"), ("kamratstöd", "sv"), ("debt advice", "en"))


def warm() -> None:
    """Read the index, the everyday words, the dictionaries, places and common words.

    Raises whatever the database raises; what was read until then is kept. Nothing is written.
    """
    for language in wordforms.LEMMATISED:
        wordforms.base("warm", language)
    forms("lämmin", "fi")
    now = snapshot.current()
    vocabulary.current(now.words)
    gazetteer.names()
    lexicon.like("lämmin")
    today = day(timezone.localdate(), 0)
    masks = visible(Actor(), now.parts, today)
    # Not `find`: it would ask the model of the optional extra, which no process may share (semantic/embedding.py).
    for words, language in TRIED:
        ranked = meet(understand(words, language, now.words), now.parts, masks)
        for part in now.parts:
            signals(part, ranked.scores(part, ranked.clauses), today, None)
            part.mask_of("area")
    forms.cache_clear()
