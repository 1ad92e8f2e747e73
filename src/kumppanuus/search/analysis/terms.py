"""Terms of the index are numbers: 63 bits of a hash of the word; those of grams are odd."""

from __future__ import annotations

from functools import lru_cache
from hashlib import blake2b
from typing import Any

from kumppanuus.search.analysis.tokens import folded

GRAM = 4
SHORTEST_START, LONGEST_START = 1, 10
_MASK = (1 << 63) - 2


def _number(text: str) -> int:
    return int.from_bytes(blake2b(text.encode("utf-8", "replace"), digest_size=8).digest(), "little") & _MASK


def is_gram(term: Any) -> Any:
    """Say of a term, or of each in an array, whether it is a gram: these are odd numbers."""
    return (term & 1) == 1


@lru_cache(maxsize=4096)
def term_id(word: str) -> int:
    """Return the term of a base form, a part or a root."""
    return _number(word)


def grams(word: str) -> list[str]:
    """Return each run of four letters of a word, its ends marked; marks on letters do not count."""
    marked = f"_{folded(word)}_"
    if len(marked) <= GRAM:
        return [marked]
    return list(dict.fromkeys(marked[at : at + GRAM] for at in range(len(marked) - GRAM + 1)))


def gram_ids(word: str, known: dict[str, int] | None = None) -> list[int]:
    """Return the terms of a word's grams; `known` keeps those of grams, of which there are fewer than words."""
    if known is None:
        return [_number("\x01" + gram) | 1 for gram in grams(word)]
    found = []
    for gram in grams(word):
        number = known.get(gram)
        if number is None:
            number = known[gram] = _number("\x01" + gram) | 1
        found.append(number)
    return found


def prefix_ids(word: str) -> list[int]:
    """Return the terms of the beginnings of a word, for results while typing."""
    plain = folded(word)
    return [_number("\x02" + plain[:end]) for end in range(SHORTEST_START, min(len(plain), LONGEST_START) + 1)]


def start_id(word: str) -> int:
    """Return the term of words that begin so."""
    return _number("\x02" + folded(word)[:LONGEST_START])
