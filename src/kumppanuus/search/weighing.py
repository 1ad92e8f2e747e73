"""A source into weighted terms: how often each term stands in which field, against how long the field is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from kumppanuus.search import levers
from kumppanuus.search.analysis import Forms, forms, gram_ids, prefix_ids, term_id, tokens
from kumppanuus.search.documents import LENIENCE, TYPICAL, WEIGHTS, Source

K1 = 0.8
PART = ROOT = 0.3
TOP = 255.0  # impacts are one byte
START = ""  # in place of a language: the beginnings of a word, for results while typing
Array = Any


class Words:
    """The terms of words, kept one after another while documents are indexed together: each word once."""

    def __init__(self) -> None:
        self.numbers: dict[tuple[str, str], int] = {}
        self.begins = [0]
        self.terms: list[int] = []
        self.weights: list[float] = []
        self._grams: dict[str, int] = {}

    def number(self, word: str, language: str) -> int:
        """Return the number of a word in a language; that of START is its beginnings."""
        key = (word, language)
        found = self.numbers.get(key)
        if found is None:
            found = self.numbers[key] = len(self.begins) - 1
            own = (
                dict.fromkeys(prefix_ids(word), 1.0) if language == START else self._terms(word, forms(word, language))
            )
            self.terms.extend(own)
            self.weights.extend(own.values())
            self.begins.append(len(self.terms))
        return found

    def _terms(self, word: str, known: Forms) -> dict[int, float]:
        weights: dict[int, float] = {}
        for names, weight in ((known.bases, 1.0), (known.parts, PART), (known.roots, ROOT)):
            for name in names:
                weights.setdefault(term_id(name), weight)
        if levers.on("grams"):
            for term in gram_ids(word, self._grams):
                weights.setdefault(term, 1.0)
        return weights


def lengths(source: Source) -> dict[str, list[int]]:
    """Return the number of words of each field in each language."""
    found: dict[str, list[int]] = {}
    for name, _language, text in source.fields():
        found.setdefault(name, []).append(len(tokens(text)))
    return found


def weigh(sources: Sequence[Source], averages: Mapping[str, float]) -> tuple[Array, Array, Array]:
    """Return the postings of sources: terms, in order, the number of the source, and the weighted number of times.

    All together, since numpy's work on the few words of each would cost ten times as much.
    """
    words = Words()
    numbers: list[int] = []
    scales: list[float] = []
    docs: list[int] = []
    flat = not levers.on("fields")
    for source in sources:
        fields: dict[tuple[str, str], Counter[str]] = {}
        for name, language, text in source.fields():
            fields.setdefault((name, language), Counter()).update(tokens(text))
        before = len(numbers)
        for (name, language), counted in fields.items():
            b, average = LENIENCE[name], averages.get(name) or TYPICAL[name]
            scale = (1.0 if flat else WEIGHTS[name]) / (1 - b + b * counted.total() / average)
            for word, times in counted.items():
                numbers.append(words.number(word, language))
                scales.append(scale * times)
            if name == "title":
                numbers += [words.number(word, START) for word in counted]
                scales += [scale] * len(counted)
        docs.append(len(numbers) - before)
    return _together(words, np.array(numbers, np.int64), np.array(scales, np.float32), np.array(docs, np.int64))


def _together(words: Words, numbers: Array, scales: Array, counts: Array) -> tuple[Array, Array, Array]:
    """Put the terms of each word in its place, in order of terms, and add up what a source has of one."""
    begins = np.array(words.begins, np.int64)
    lengths_of = np.diff(begins)[numbers]
    ends = np.cumsum(lengths_of)
    places = np.arange(ends[-1] if len(ends) else 0) + np.repeat(begins[numbers] - ends + lengths_of, lengths_of)
    terms = np.array(words.terms, np.int64)[places]
    weights = np.array(words.weights, np.float32)[places] * np.repeat(scales, lengths_of)
    docs = np.repeat(np.repeat(np.arange(len(counts), dtype=np.uint16), counts), lengths_of)
    del places
    order = np.argsort(terms, kind="stable")
    terms, docs, weights = terms[order], docs[order], weights[order]
    if not len(terms):
        return terms, docs, weights
    firsts = np.flatnonzero(np.concatenate(([True], (terms[1:] != terms[:-1]) | (docs[1:] != docs[:-1]))))
    return terms[firsts], docs[firsts], np.add.reduceat(weights, firsts)


def impacts(weights: Array) -> Array:
    """Return how much each weighted number says, saturated as BM25 does, in one byte."""
    return np.maximum(1, np.rint(TOP * weights / (K1 + weights))).astype(np.uint8)
