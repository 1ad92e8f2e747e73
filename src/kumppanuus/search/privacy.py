"""What of the words that found nothing may be kept for the editors: nothing that looks like somebody's."""

from __future__ import annotations

import re
from itertools import pairwise

from kumppanuus.search.analysis.finnish import voikko

ADDRESS = re.compile(r"@|://|\bwww\.", re.IGNORECASE)
MOST_DIGITS = 4  # a year may stand in a question, a telephone number or a personal identity code may not
WORD = re.compile(r"[^\W\d_][\w'’-]*")
NAMES = {"etunimi", "sukunimi"}


def looks_personal(words: str) -> bool:
    """Say whether words hold an address, a long number or what looks like a person's name. Rather too often yes."""
    if ADDRESS.search(words) or sum(one.isdigit() for one in words) > MOST_DIGITS:
        return True
    typed = WORD.findall(words.replace("\x00", " "))[:20]
    kinds = [_kinds(word) for word in typed]
    if any(kind and kind <= NAMES for kind in kinds):
        return True
    pairs = list(zip(typed, kinds, strict=True))
    return any(_like_a_name(one) and _like_a_name(other) for one, other in pairwise(pairs))


def _kinds(word: str) -> set[str]:
    """Return what kinds of word it may be in Finnish; nothing for one that is not known."""
    handle = voikko()
    return {str(one["CLASS"]) for one in handle.analyze(word)} if handle else set()


def _like_a_name(pair: tuple[str, set[str]]) -> bool:
    """Say whether a word may be a name: one that Finnish has, or one that it does not know, with a capital."""
    word, kinds = pair
    return bool(kinds & NAMES) or (word[:1].isupper() and not kinds)
