"""What searches read once and then keep, read before the web server forks its workers, so that they share it."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from kumppanuus.core.actors import Actor
from kumppanuus.search import gazetteer, lexicon, snapshot, vocabulary
from kumppanuus.search.analysis import forms, wordforms
from kumppanuus.search.finding import find, visible
from kumppanuus.search.ranking import freshness
from kumppanuus.search.segments import day

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
    today: dt.date = timezone.localdate()
    visible(Actor(), now.parts, day(today, 0))
    for part in now.parts:
        freshness(part, day(today, 0))
        part.mask_of("area")
    for words, language in TRIED:
        for hit in find(Actor(), words, language=language, counts=("kind",)).hits:
            assert hit.reasons is not None  # noqa: S101 - worked out when asked for
    forms.cache_clear()
