"""Common words that things are found by, for words that nobody knows: which of these was meant.

Only words that a dictionary knows, and not as names, of what everybody may read: the list tells nothing of people.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from itertools import pairwise
from threading import Lock
from typing import Any

import numpy as np
from django.db import connection

from kumppanuus.core import asking
from kumppanuus.search.analysis import folded, forms, tokens
from kumppanuus.search.analysis.finnish import is_plain_word
from kumppanuus.search.documents import PUBLIC, Source
from kumppanuus.search.models import Lexeme

SHORTEST, LONGEST = 4, 30
TWO_SLIPS_FROM = 9  # letters; shorter words allow one
BITS_A_SLIP = 6  # of a signature, that one wrong letter can change at most
MOST_LIKE = 2
KEPT_SECONDS = 60.0
CHUNK = 900
Array = Any


def signature(word: str) -> int:
    """Return 63 bits, one for each pair of letters: words that are alike share most of them."""
    marked = f"_{folded(word)}_"
    bits = 0
    for one, other in pairwise(marked):
        bits |= 1 << ((ord(one) * 31 + ord(other) * 7) % 63)
    return bits


def words_of(sources: Iterable[Source]) -> set[str]:
    """Return the words of public sources that belong into the list."""
    seen: set[tuple[str, str]] = set()
    for source in sources:
        if source.tokens >= PUBLIC:
            for _field, language, text in source.fields():
                seen |= {(language, word) for word in tokens(text)}
    return {word for language, word in seen if SHORTEST <= len(word) <= LONGEST and _is_known(word, language)}


def new_words_of(sources: Iterable[Source]) -> set[str]:
    """Return those of the words that are not in the list yet."""
    found = words_of(sources)
    told = sorted(found)
    for begin in range(0, len(told), CHUNK):
        some = Lexeme.objects.filter(word__in=told[begin : begin + CHUNK])
        found -= set(some.values_list("word", flat=True))
    return found


def _is_known(word: str, language: str) -> bool:
    if not word.isalpha():
        return False
    return is_plain_word(word) if language == "fi" else forms(word, language).known


def remember(words: Iterable[str]) -> None:
    """Write words into the list, inside a step of the index; those that are there already stay."""
    rows = [Lexeme(word=word, signature=signature(word)) for word in sorted(words)]
    Lexeme.objects.bulk_create(rows, batch_size=CHUNK, ignore_conflicts=True)


class _Kept:
    """What a process keeps of the list: all words as one text, and where each begins."""

    def __init__(self) -> None:
        self.until = 0.0
        self.last = 0
        self.words: list[str] = []
        self.signatures: Array = np.empty(0, np.int64)
        self.lengths: Array = np.empty(0, np.int16)

    def refresh(self) -> None:
        if time.monotonic() < self.until:
            return
        sql = "SELECT id, word, signature FROM search_lexeme WHERE id > %s ORDER BY id"
        if rows := asking.rows(sql, self.last):
            words = [row[1] for row in rows]
            self.last = rows[-1][0]
            self.signatures = np.append(self.signatures, np.array([row[2] for row in rows], np.int64))
            self.lengths = np.append(self.lengths, np.array([len(word) for word in words], np.int16))
            self.words += words
        self.until = time.monotonic() + KEPT_SECONDS


_kept: dict[str, _Kept] = {}
_lock = Lock()


def forget() -> None:
    """Drop what is kept of the list."""
    _kept.clear()


def like(word: str) -> list[str]:
    """Return the words that were most likely meant by one that nobody knows, nearest first; none where none is near."""
    from kumppanuus.search.reasons import slips

    if len(word) < SHORTEST or len(word) > LONGEST or not word.isalpha():
        return []
    with _lock:
        kept = _kept.setdefault(str(connection.settings_dict["NAME"]), _Kept())
        kept.refresh()
    if not kept.words:
        return []
    most = 2 if len(word) >= TWO_SLIPS_FROM else 1
    near = np.abs(kept.lengths - len(word)) <= most
    near &= np.bitwise_count(kept.signatures ^ signature(word)) <= BITS_A_SLIP * most
    plain = folded(word)
    found = []
    for at in np.flatnonzero(near).tolist():
        number = slips(plain, folded(kept.words[at]), most)
        if number <= most:
            found.append((number, word[0] != kept.words[at][0], at, kept.words[at]))
    found.sort()
    best = [one for one in found if one[0] == found[0][0]] if found else []
    return [one[-1] for one in best[:MOST_LIKE]]


def all_like(words: Sequence[str]) -> dict[str, list[str]]:
    """Return {word: what may have been meant} for words that have something near."""
    return {word: near for word in words if (near := like(word))}
