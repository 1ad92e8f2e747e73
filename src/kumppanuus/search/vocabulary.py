"""What words mean here: everyday words that editors keep, a dictionary fi-sv-en, and classes as bridges.

An entry has sayings in some languages, each a set of base forms that must all be in the query, and meanings.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, product
from pathlib import Path
from sys import intern
from threading import Lock

from kumppanuus.core import asking
from kumppanuus.search import levers
from kumppanuus.search.analysis import forms, tokens
from kumppanuus.search.analysis.stopwords import BY_LANGUAGE
from kumppanuus.search.models import Saying
from kumppanuus.taxonomy.models import Term

DATA = Path(__file__).parent / "data"
SCHEMES = ("service_class", "target_group", "life_event", "theme")
LANGUAGES = ("fi", "sv", "en")
EVERYDAY, TRANSLATION, CLASS = "words", "glossary", "classes"
SHORTEST_PIECE = 3
READINGS = 4  # of a saying whose words can be read in two ways
NEARLY, MOST_NEARLY = 0.6, 4  # how much of a saying must stand in the query, and of how many such sayings one thinks
Key = tuple[str, ...]  # base forms in order, each once: a set of one weighs four times as much, and there are thousands


@dataclass(frozen=True, slots=True)
class Entry:
    """What several wordings mean: (language, wording) pairs; `kind` is the lever that it belongs to."""

    kind: str
    saying: str
    meanings: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Expansion:
    """An entry that stands in a query: by which of its words, and how sure that is (a part of a compound is less)."""

    entry: Entry
    covers: frozenset[int]
    sureness: float = 1.0


class Vocabulary:
    """All entries, found by the base forms of their sayings."""

    def __init__(self, entries: Iterable[tuple[Entry, Iterable[tuple[str, str]]]]) -> None:
        by_word: dict[str, list[tuple[Key, str, Entry]]] = {}
        self.by_any: dict[tuple[str, str], list[int]] = {}
        self.sayings: list[tuple[Key, Entry]] = []
        for entry, sayings in entries:
            for language, saying in sayings:
                key, *others = keys_of(saying, language) if entry.kind == EVERYDAY else [key_of(saying, language)]
                for one in (key, *others):
                    if one:
                        by_word.setdefault(max(one, key=len), []).append((one, language, entry))
                if len(key) > 1 and entry.kind == EVERYDAY:
                    for form in key:
                        self.by_any.setdefault((language, form), []).append(len(self.sayings))
                    self.sayings.append((key, entry))
        self.by_word = {word: tuple(own) for word, own in by_word.items()}

    def matches(self, words: Sequence[set[str]], language: str) -> Iterator[tuple[Key, Entry, frozenset[int]]]:
        """Give what stands in the query, whose words are given by all their forms."""
        every = {form: number for number, forms_of in enumerate(words) for form in forms_of}
        found = [
            (key, code, entry, frozenset(every[one] for one in key))
            for form in every
            for key, code, entry in self.by_word.get(form, ())
            if all(one in every for one in key)
        ]
        own = {at for _key, code, _entry, covers in found if code == language for at in covers}
        for key, code, entry, covers in found:
            if code == language or not covers <= own:
                yield key, entry, covers

    def nearly(self, words: Sequence[set[str]], language: str) -> list[Expansion]:
        """Return everyday words of which most stands in the query, weighed by how rare each word is in sayings."""
        every = {form: number for number, forms_of in enumerate(words) for form in forms_of}
        met: dict[int, float] = {}
        for form in every:
            for place in self.by_any.get((language, form), ()):
                met[place] = met.get(place, 0.0) + self.rarity(language, form)
        found = []
        for place, weight in met.items():
            key, entry = self.sayings[place]
            share = weight / sum(self.rarity(language, one) for one in key)
            if NEARLY <= share < 1:
                found.append(
                    (share, place, Expansion(entry, frozenset(every[o] for o in key if o in every), share**2 / 2))
                )
        found.sort(key=lambda one: (-one[0], one[1]))
        return [one[-1] for one in found[:MOST_NEARLY]]

    def rarity(self, language: str, form: str) -> float:
        """Return how rare a word is in sayings of a language."""
        return math.log(1 + len(self.sayings) / (1 + len(self.by_any.get((language, form), ()))))


@lru_cache(maxsize=256)
def _stop(language: str) -> frozenset[str]:
    return BY_LANGUAGE.get(language, frozenset())


def key_of(saying: str, language: str) -> Key:
    """Return the base forms of a saying's words without function words; one form of each."""
    words = tokens(saying)
    content = [word for word in words if word not in _stop(language)] or words
    return tuple(sorted({intern(forms(word, language).bases[0]) for word in content}))


def keys_of(saying: str, language: str) -> list[Key]:
    """Return the keys of a saying by each reading of its words (*puhelin* is *puhelin*, and a form of *puhella*), the
    likeliest first; at most READINGS.
    """
    words = tokens(saying)
    content = [word for word in words if word not in _stop(language)] or words
    readings = [forms(word, language).bases[:2] for word in content]
    found = (tuple(sorted({intern(one) for one in key})) for key in islice(product(*readings), READINGS))
    return list(dict.fromkeys(found)) or [()]


_lock = Lock()
_kept: dict[str, tuple[int, Vocabulary]] = {}


def current(version: int | None = None) -> Vocabulary:
    """Return the vocabulary of the database, kept by the process until the version of the words moves."""
    from django.db import connection

    if version is None:
        rows = asking.rows("SELECT words FROM search_state")
        version = rows[0][0] if rows else 0
    name = str(connection.settings_dict["NAME"])
    kept = _kept.get(name)
    if kept is None or kept[0] != version:
        with _lock:
            kept = _kept[name] = (version, Vocabulary(_entries()))
    return kept[1]


def forget() -> None:
    """Drop what is kept of the vocabulary."""
    _kept.clear()


def _entries() -> Iterator[tuple[Entry, list[tuple[str, str]]]]:
    for language, saying, meaning in Saying.objects.values_list("language", "saying", "meaning"):
        meanings = tuple(("fi", one.strip()) for one in meaning.split("|") if one.strip())
        yield Entry(EVERYDAY, saying, meanings), [(language, saying)]
    for row in glossary():
        wordings = tuple((code, word) for code in LANGUAGES for word in row[code])
        yield Entry(TRANSLATION, "", wordings), list(wordings)
    for name in Term.objects.filter(scheme__in=SCHEMES).values_list("name", flat=True):
        wordings = tuple((code, text) for code, text in name.items() if code in LANGUAGES)
        yield Entry(CLASS, "", wordings), list(wordings)


def glossary() -> Iterator[dict[str, list[str]]]:
    """Give the rows of the shipped dictionary: {"fi": [...], "sv": [...], "en": [...]}."""
    path = DATA / "glossary.csv"
    if not path.exists():
        return
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield {code: [one.strip() for one in (row.get(code) or "").split("|") if one.strip()] for code in LANGUAGES}


def expansions(words: Sequence[set[str]], language: str, version: int | None = None) -> list[Expansion]:
    """Return what stands in a query, given by all forms of its words: of two sayings, one inside the other, the longer.

    A word that no entry has is taken apart into two that they have (Swedish writes them as one).
    """
    known = current(version)
    found = [one for one in known.matches(words, language) if levers.on(one[1].kind)]
    keys = {frozenset(key) for key, _entry, _covers in found}
    result = [
        Expansion(entry, covers) for key, entry, covers in found if not any(frozenset(key) < other for other in keys)
    ]
    if levers.on("sayings"):
        result += known.nearly(words, language)
    covered = {at for one in result for at in one.covers}
    for at, forms_of in enumerate(words):
        if at not in covered:
            for form in sorted(forms_of, key=len, reverse=True):
                if pieces := _pieces(form, known):
                    result += [Expansion(entry, frozenset({at}), 0.5) for entry in pieces]
                    break
    return list(dict.fromkeys(result))


def _pieces(word: str, known: Vocabulary) -> list[Entry]:
    """Take a Swedish compound apart: the longest head that an entry has, and what stands before it."""
    for cut in range(SHORTEST_PIECE, len(word) - SHORTEST_PIECE + 1):
        if (tail := _of(word[cut:], known)) and (
            head := _of(word[:cut], known) or _of(word[:cut].removesuffix("s"), known)
        ):
            return head + tail
    return []


def _of(piece: str, known: Vocabulary) -> list[Entry]:
    if len(piece) < SHORTEST_PIECE:
        return []
    lemma = forms(piece, "sv").bases[0]
    own = known.by_word.get(lemma, ())
    return [entry for key, code, entry in own if len(key) == 1 and code == "sv" and levers.on(entry.kind)]
