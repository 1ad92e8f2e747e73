"""Finnish by Voikko: base forms, every run of the parts of a compound, and what a word is derived from."""

from __future__ import annotations

import re
import threading
from functools import lru_cache
from typing import Any

from kumppanuus.search.analysis.spoken import written

SHORTEST_PART = 3
MOST_READINGS = 6
PIECE = re.compile(r"\+([^+()=]{3,})\(([^+()=]{3,})\)")
ROOT = re.compile(r"\(([^+()=]{3,})\)")
_one_at_a_time = threading.Lock()


class _Handle:
    """The process's Voikko. It is not safe for threads by itself; a word takes it some microseconds."""

    def __init__(self) -> None:
        from libvoikko import Voikko

        self._voikko = Voikko("fi")

    def analyze(self, word: str) -> list[dict[str, Any]]:
        with _one_at_a_time:
            found: list[dict[str, Any]] = self._voikko.analyze(word)
        return found


@lru_cache(maxsize=1)
def voikko() -> Any:
    """Return Voikko, or None where it is not installed."""
    try:
        return _Handle()
    except Exception:  # noqa: BLE001 - missing library, dictionary or package: search does without
        return None


def analyse(word: str, *, spoken: bool = False) -> tuple[list[str], list[str], list[str]] | None:
    """Return base forms, parts and roots of a word in small letters; None where Voikko does not know it.

    `spoken`: also as it may be meant in spoken language.
    """
    handle = voikko()
    if handle is None or "\x00" in word:
        return None
    readings = handle.analyze(word)[:MOST_READINGS]
    if not readings and not word.isalpha():
        return _hyphenated(word)
    if not readings and spoken:
        for other in written(word):
            if readings := handle.analyze(other)[:MOST_READINGS]:
                word = other
                break
    if not readings:
        return None
    bases: dict[str, None] = {}
    parts: dict[str, None] = {}
    roots: dict[str, None] = {}
    for reading in readings:
        base = str(reading.get("BASEFORM", word)).lower()
        bases[base] = None
        cuts = _cuts(str(reading.get("STRUCTURE", "")), len(word))
        built = str(reading.get("WORDBASES", "")).lower()
        if cuts:
            parts |= dict.fromkeys(_runs(word, base, cuts))
            # "asumis" is no word by itself: it comes of "asua"
            parts |= {root: None for piece, root in PIECE.findall(built) if piece in parts}
        else:
            roots |= dict.fromkeys(ROOT.findall(built))
    return (
        list(bases),
        [one for one in parts if one not in bases],
        [one for one in roots if one not in bases and one not in parts],
    )


def _hyphenated(word: str) -> tuple[list[str], list[str], list[str]] | None:
    """Analyse the pieces of a word with hyphens that Voikko does not know as a whole."""
    pieces = [piece for piece in re.split("[-':]", word) if piece]
    if len(pieces) < 2:
        return None
    parts = [form for piece in pieces if len(piece) >= SHORTEST_PART for form in base_forms(piece)]
    return [word], parts, []


def base_forms(word: str) -> list[str]:
    """Return the base forms alone; the word itself where Voikko does not know it."""
    handle = voikko()
    found = handle.analyze(word)[:MOST_READINGS] if handle is not None and word else []
    return list(dict.fromkeys(str(reading.get("BASEFORM", word)).lower() for reading in found)) or [word]


def _cuts(structure: str, length: int) -> list[int]:
    """Return where the parts of a compound begin, but for the first."""
    at, cuts = 0, []
    for letter in structure:
        if letter == "=":
            if 0 < at < length:
                cuts.append(at)
        else:
            at += 1
    return cuts


def _runs(word: str, base: str, cuts: list[int]) -> list[str]:
    """Return every run of parts but the whole, each with its own base form."""
    edges = [0, *cuts, len(word)]
    found: dict[str, None] = {}
    for first, begin in enumerate(edges[:-1]):
        for last in range(first + 1, len(edges)):
            end = edges[last]
            if begin == 0 and end == len(word):
                continue
            run = word[begin:end].strip("-")
            if len(run) < SHORTEST_PART:
                continue
            if end == len(word) and base[:begin] == word[:begin]:
                found[base[begin:].strip("-")] = None
            else:
                found |= dict.fromkeys(base_forms(run))
    return list(found)


NAMES = frozenset({"etunimi", "sukunimi", "nimi", "paikannimi"})


def is_plain_word(word: str) -> bool:
    """Say whether Voikko knows the word as it is, and not only as a name."""
    handle = voikko()
    if handle is None or "\x00" in word:
        return False
    return any(reading.get("CLASS") not in NAMES for reading in handle.analyze(word)[:MOST_READINGS])
