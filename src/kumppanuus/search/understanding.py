"""What somebody typed, as search understands it: words with their forms, what they mean here, and places."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import pairwise

from kumppanuus.search import levers
from kumppanuus.search.analysis import SPOKEN, Forms, forms, term_id, tokens
from kumppanuus.search.analysis.finnish import base_forms
from kumppanuus.search.analysis.stopwords import BY_LANGUAGE, guess
from kumppanuus.search.gazetteer import Place, place_at
from kumppanuus.search.lexicon import like
from kumppanuus.search.vocabulary import Expansion, expansions

MOST_LETTERS, MOST_WORDS = 400, 24
SHORTEST = 2
BRACKETS = re.compile(r"\([^()]*\)")


@dataclass(frozen=True)
class Word:
    """A word of the query with its forms: first those of the likely language, then of the others."""

    text: str
    bases: tuple[str, ...]
    parts: tuple[str, ...]
    roots: tuple[str, ...]
    known: bool = True
    place: Place | None = None
    meant: tuple[str, ...] = ()  # what it may be a misspelling of
    aside: bool = False  # it stands in brackets: it explains

    @property
    def bases_terms(self) -> list[int]:
        """The terms of its base forms."""
        return [term_id(base) for base in self.bases]


@dataclass(frozen=True)
class Understood:
    """A query in words that count.

    words       without function words; `dropped` are those
    language    in which it seems to be
    expansions  everyday words, translations and classes that stand in it
    joined      compounds written apart: {number of the first word: forms of both together}
    place       a place that it names, with the number of its first word
    """

    typed: str
    language: str
    words: tuple[Word, ...] = ()
    dropped: tuple[str, ...] = ()
    expansions: tuple[Expansion, ...] = ()
    joined: dict[int, Forms] = field(default_factory=dict)
    place: Place | None = None

    @property
    def is_empty(self) -> bool:
        return not self.words


def understand(typed: str, reader: str, version: int | None = None) -> Understood:
    """Read a query. Whatever was typed, this gives something; nothing is left where only function words were typed.

    `version`: of the everyday words, where the caller knows it.
    """
    all_words = list(dict.fromkeys(tokens(typed[:MOST_LETTERS])))[:MOST_WORDS]
    known = sum(forms(word, "fi").known for word in all_words)
    language = guess(all_words, reader if reader in BY_LANGUAGE else "fi", known)
    stop = BY_LANGUAGE[language] if levers.on("stop") else frozenset()
    kept = [
        word
        for word in all_words
        if not _says_nothing(word, stop, language) and (len(word) >= SHORTEST or len(all_words) == 1)
    ]
    if not kept and len(all_words) <= 2:
        kept = all_words
    words = tuple(_word(word, language) for word in kept)
    places = [place_at(all_words, word.text) for word in words] if levers.on("places") else [None] * len(words)
    inside, outside = BRACKETS.findall(typed[:MOST_LETTERS]), BRACKETS.sub(" ", typed[:MOST_LETTERS])
    aside = set(tokens(" ".join(inside))) - set(tokens(outside)) if inside else set()
    words = tuple(_with(word, place, word.text in aside) for word, place in zip(words, places, strict=True))
    return Understood(
        typed=typed,
        language=language,
        words=words,
        dropped=tuple(word for word in all_words if word not in kept),
        expansions=tuple(expansions([_said(word) for word in words], language, version)),
        joined=_joined(kept) if levers.on("joining") else {},
        place=next((place for place in places if place is not None), None),
    )


def _with(word: Word, place: Place | None, aside: bool) -> Word:
    """Add the place that a word names, or what it may be a misspelling of where nobody knows it."""
    if place is not None or aside:
        return replace(word, place=place, aside=aside)
    if word.known or not levers.on("spelling"):
        return word
    return replace(word, meant=tuple(like(word.text)))


def _said(word: Word) -> set[str]:
    """Return all forms under which a word may stand in a saying."""
    meant = {form for one in word.meant for code in ("fi", "sv", "en") for form in forms(one, code).bases}
    return {*word.bases, word.text, *meant}


def _says_nothing(word: str, stop: frozenset[str], language: str) -> bool:
    """Say whether a word, or every base form that it may have, is a function word."""
    return word in stop or (language == "fi" and bool(stop) and all(one in stop for one in forms(word, "fi").bases))


def _word(word: str, language: str) -> Word:
    """Gather the forms of a word: in its likely language, in Finnish, and in the others if neither knows it."""
    first = forms(word, language)
    found = [first]
    if not first.known:
        found.append(forms(word, SPOKEN) if language == "fi" else forms(word, "fi"))
    elif language != "fi":
        found.append(forms(word, "fi"))
    if not any(one.known for one in found):
        found += [forms(word, other) for other in ("sv", "en") if other != language]
    elif language == "fi":
        found += [one for other in ("sv", "en") if (one := forms(word, other)).known and not first.known]

    def all_of(name: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(form for one in found for form in getattr(one, name)))

    bases = all_of("bases")
    parts = tuple(one for one in all_of("parts") if one not in bases)
    roots = tuple(one for one in all_of("roots") if one not in bases and one not in parts)
    return Word(word, bases, parts, roots, any(one.known for one in found))


def _joined(words: list[str]) -> dict[int, Forms]:
    """Find compounds written apart: two words that Voikko knows as one with a border just there."""
    found: dict[int, Forms] = {}
    for at, (one, other) in enumerate(pairwise(words)):
        whole = forms(one + other, "fi")
        if whole.known and whole.parts and (one in whole.parts or set(base_forms(one)) & set(whole.parts)):
            found[at] = whole
    return found
