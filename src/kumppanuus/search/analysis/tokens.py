"""Texts into words."""

from __future__ import annotations

import re
import unicodedata

MOST_LETTERS = 40  # of one word; longer ones are cut: nobody types them, and they must not cost
MOST_TEXT = 60_000
WORD = re.compile(r"[^\W_]+(?:[-'’:][^\W_]+)*")
_HYPHENS = re.compile("[‐‑‒–—−]")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")


def tokens(text: str) -> list[str]:
    """Return the words of a text in small letters, in order: hyphens inside a word stay, all else divides."""
    plain = unicodedata.normalize("NFKC", text[:MOST_TEXT])
    if not plain.isascii():
        plain = _HYPHENS.sub("-", _INVISIBLE.sub("", plain))
    return [word[:MOST_LETTERS].replace("’", "'") for word in WORD.findall(plain.lower())]


def folded(word: str) -> str:
    """Return a word without marks on its letters (ä → a): who types on another keyboard means the same."""
    if word.isascii():
        return word
    letters = unicodedata.normalize("NFKD", word)
    return "".join(one for one in letters if not unicodedata.combining(one))
