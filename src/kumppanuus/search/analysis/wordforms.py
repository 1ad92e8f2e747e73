"""Forms of a word in a language, kept for a while because texts repeat themselves."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

from kumppanuus.search import levers
from kumppanuus.search.analysis import finnish

KEPT = 2048  # words; each takes about half a kilobyte
LEMMATISED = ("sv", "en")
SPOKEN = "fi-spoken"  # of queries: nobody writes so in what is found


class Forms(NamedTuple):
    """What a word may be: base forms, runs of the parts of a compound, what it is derived from; and is it known."""

    bases: tuple[str, ...]
    parts: tuple[str, ...] = ()
    roots: tuple[str, ...] = ()
    known: bool = True


def active() -> str:
    """Say by what Finnish is analysed: "voikko", or "grams" where Voikko is not installed."""
    return "voikko" if levers.on("voikko") and finnish.voikko() is not None else "grams"


@lru_cache(maxsize=KEPT)
def forms(word: str, language: str) -> Forms:
    """Return the forms of a word in small letters; a language that nobody taught us leaves it as it is."""
    if language in {"fi", SPOKEN}:
        return _finnish(word, spoken=language == SPOKEN and levers.on("spoken"))
    if language in LEMMATISED:
        lemma = base(word, language)
        return Forms((lemma,), known=lemma != word)
    return Forms((word,), known=False)


def _finnish(word: str, *, spoken: bool) -> Forms:
    found = finnish.analyse(word, spoken=spoken) if levers.on("voikko") else None
    if found is None:
        return Forms((word,), known=False)
    bases, parts, roots = found
    return Forms(tuple(bases), tuple(parts) if levers.on("parts") else (), tuple(roots) if levers.on("roots") else ())


def base(word: str, language: str) -> str:
    """Return the base form of a Swedish or English word; the word itself where the dictionary does not have it."""
    if not word.isalpha():
        return word
    try:
        return str(_lemmatiser().lemmatize(word, language)).lower()
    except Exception:  # noqa: BLE001 - a dictionary that cannot be read must not stop the search
        return word


def bases_of(word: str, language: str) -> tuple[str, ...]:
    """Return the base forms of a word in a language."""
    return forms(word, language).bases


@lru_cache(maxsize=1)
def _lemmatiser() -> Any:
    """Load what reads the dictionaries from their packed form: 14 MB for both languages instead of 200."""
    from simplemma import Lemmatizer
    from simplemma.strategies import DefaultStrategy

    return Lemmatizer(cache_max_size=1, lemmatization_strategy=DefaultStrategy(low_memory=True))


def forget() -> None:
    """Drop what is kept, after a lever was switched."""
    from kumppanuus.search import planning, vocabulary

    forms.cache_clear()
    planning.forget()
    vocabulary.forget()
