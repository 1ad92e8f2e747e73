"""A source into weighted terms: how often each term stands in which field, against how long the field is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

import numpy as np

from kumppanuus.search import levers
from kumppanuus.search.analysis import Forms, forms, gram_ids, prefix_ids, term_id, tokens
from kumppanuus.search.documents import LENIENCE, TYPICAL, WEIGHTS, Source

K1 = 0.8
PART = ROOT = 0.3
TOP = 255.0  # impacts are one byte
KEPT = 3000  # words whose terms are kept; about half a kilobyte each
Array = Any

_kept: dict[tuple[str, str], tuple[Array, Array]] = {}


def forget() -> None:
    """Drop what is kept of words, after a lever was switched or a rebuild ended."""
    _kept.clear()


def terms_of(word: str, language: str, *, most: int = KEPT) -> tuple[Array, Array]:
    """Return the terms under which a word of a document is found, and how much each counts."""
    key = (word, language)
    found = _kept.get(key)
    if found is None:
        if len(_kept) >= most:
            _kept.clear()
        found = _kept[key] = _terms(word, forms(word, language))
    return found


def _terms(word: str, known: Forms) -> tuple[Array, Array]:
    weights: dict[int, float] = {}
    for names, weight in ((known.bases, 1.0), (known.parts, PART), (known.roots, ROOT)):
        for name in names:
            weights.setdefault(term_id(name), weight)
    if levers.on("grams"):
        for term in gram_ids(word):
            weights.setdefault(term, 1.0)
    return np.fromiter(weights, np.int64, len(weights)), np.fromiter(weights.values(), np.float32, len(weights))


def lengths(source: Source) -> dict[str, list[int]]:
    """Return the number of words of each field in each language."""
    found: dict[str, list[int]] = {}
    for name, _language, text in source.fields():
        found.setdefault(name, []).append(len(tokens(text)))
    return found


def weigh(source: Source, averages: Mapping[str, float], *, most: int = KEPT) -> tuple[Array, Array]:
    """Return the terms of a source, in order, and their weighted numbers."""
    terms: list[Array] = []
    weights: list[Array] = []
    fields: dict[tuple[str, str], Counter[str]] = {}
    for name, language, text in source.fields():
        fields.setdefault((name, language), Counter()).update(tokens(text))
    flat = not levers.on("fields")
    for (name, language), words in fields.items():
        b, average = LENIENCE[name], averages.get(name) or TYPICAL[name]
        scale = (1.0 if flat else WEIGHTS[name]) / (1 - b + b * words.total() / average)
        for word, times in words.items():
            found, counts = terms_of(word, language, most=most)
            terms.append(found)
            weights.append(counts * (scale * times))
        if name == "title":
            starts = [term for word in words for term in prefix_ids(word)]
            terms.append(np.array(starts, np.int64))
            weights.append(np.full(len(starts), scale, np.float32))
    if not terms:
        return np.empty(0, np.int64), np.empty(0, np.float32)
    own, inverse = np.unique(np.concatenate(terms), return_inverse=True)
    return own, np.bincount(inverse, np.concatenate(weights)).astype(np.float32)


def impacts(weights: Array) -> Array:
    """Return how much each weighted number says, saturated as BM25 does, in one byte."""
    return np.maximum(1, np.rint(TOP * weights / (K1 + weights))).astype(np.uint8)
