"""Segments: documents indexed together, as blobs of numbers, and what a process keeps of them while it lives.

A segment never changes, so what was read of it stays right; only which of its documents are dead is read again.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Any

import numpy as np

from kumppanuus.search.analysis.terms import is_gram
from kumppanuus.search.documents import Source, digest_of
from kumppanuus.search.weighing import impacts, weigh

MOST = 65_536  # documents in a segment: their numbers are two bytes
PACKED_MOST = 512  # documents up to which all postings are one blob
TOO_COMMON, FEW = 1 / 16, 2000  # grams in more of a large segment than this say nothing and are not kept
FIRST_DAY = dt.date(2000, 1, 1)
NEVER = 65_535
FURTHER = "further"  # the dimension of a document's places beyond its first, which is nobody's filter
DENSE = 16  # a facet is common when more than this part of a segment has it
KEPT = 9  # arrays a process keeps of each segment: who sees what, how fresh, further places
COLUMNS = (
    *(("pks", "<i8"), ("edited", "<u2"), ("due", "<u2"), ("until", "<u2"), ("lon", "<f4"), ("lat", "<f4")),
    ("digest", "<i8"),  # of what a model reads of it, see semantic
)
Array = Any


def day(date: dt.date | None, missing: int) -> int:
    """Return a date as a number of days in two bytes."""
    return missing if date is None else min(max((date - FIRST_DAY).days, 0), NEVER - 1)


@dataclass
class Built:
    """Postings in the order of terms, and columns, ready to be stored."""

    size: int
    terms: Array  # int64, each once, ascending
    bounds: Array  # int64, one more than terms
    docs: Array  # uint16
    impacts: Array  # uint8
    columns: bytes
    facet_names: list[str]
    facets: bytes

    def bodies(self) -> Iterable[tuple[int, bytes]]:
        """Give (term, body of its posting)."""
        for at, term in enumerate(self.terms.tolist()):
            begin, end = self.bounds[at], self.bounds[at + 1]
            yield term, self.docs[begin:end].tobytes() + self.impacts[begin:end].tobytes()

    def packed(self) -> bytes:
        """Return all postings in one piece."""
        head = np.array([len(self.terms), len(self.docs)], "<i8")
        parts = (head, self.terms, self.bounds.astype("<u4"), self.docs, self.impacts)
        return b"".join(part.tobytes() for part in parts)


def build(sources: Sequence[tuple[int, Source]], averages: Mapping[str, float]) -> Built:
    """Index sources with the numbers of their documents. At most MOST of them."""
    terms, docs, weights = weigh([source for _pk, source in sources], averages)
    columns = {
        "pks": [pk for pk, _s in sources],
        "edited": [day(s.confirmed_on or s.edited_on, 0) for _pk, s in sources],
        "due": [day(s.due_on, 0) for _pk, s in sources],
        "until": [day(s.until, NEVER) for _pk, s in sources],
        "lon": [s.point[0] if s.point else np.nan for _pk, s in sources],
        "lat": [s.point[1] if s.point else np.nan for _pk, s in sources],
        "digest": [digest_of(s) for _pk, s in sources],
    }
    packed = b"".join(np.array(columns[name], kind).tobytes() for name, kind in COLUMNS)
    names, facets = pack_facets([facets_of(source) for _pk, source in sources])
    return Built(len(sources), *divided(terms, docs, impacts(weights), len(sources)), packed, names, facets)


def facets_of(source: Source) -> set[str]:
    """Return what a document is filtered by, who may see it, and its further places."""
    places = {f"{FURTHER}:{lon:.4f},{lat:.4f}" for lon, lat in source.further}
    return {*source.facets, f"kind:{source.kind}", *(f"@{token}" for token in source.tokens)} | places


def in_order(terms: Array, docs: Array, values: Array, size: int) -> tuple[Array, Array, Array, Array]:
    """Sort postings by term (documents ascend already) and leave out what is too common to tell anything."""
    order = np.argsort(terms, kind="stable")
    return divided(terms[order], docs[order], values[order], size)


def divided(terms: Array, docs: Array, values: Array, size: int) -> tuple[Array, Array, Array, Array]:
    """Say where each term of sorted postings begins, and leave out what is too common to tell anything."""
    own, begins = np.unique(terms, return_index=True)
    bounds = np.append(begins, len(terms)).astype(np.int64)
    if size > FEW:
        numbers = np.diff(bounds)
        fine = (numbers <= size * TOO_COMMON) | ~is_gram(own)
        if not fine.all():
            keep = np.repeat(fine, numbers)
            docs, values, own = docs[keep], values[keep], own[fine]
            bounds = np.append(0, np.cumsum(numbers[fine])).astype(np.int64)
    return own, bounds, docs.astype("<u2"), values


def pack_facets(sets: Sequence[set[str]]) -> tuple[list[str], bytes]:
    """Return the names of facets, in order, and the documents of each."""
    by: dict[str, list[int]] = {}
    for number, names in enumerate(sets):
        for name in names:
            by.setdefault(name, []).append(number)
    ordered = sorted(by)
    return ordered, pack_facet_docs([np.array(by[name]) for name in ordered])


def pack_facet_docs(docs: Sequence[Array]) -> bytes:
    """Return the documents of each facet as one blob: where each begins, then all numbers."""
    bounds = np.append(0, np.cumsum([len(own) for own in docs])).astype("<u4")
    numbers = np.concatenate(docs) if docs else np.empty(0)
    return bytes(bounds.tobytes() + numbers.astype("<u2").tobytes())


class Names:
    """Names in order as one piece of bytes: tens of thousands of strings and a dictionary would take ten times more."""

    def __init__(self, names: Sequence[str]) -> None:
        encoded = [name.encode() for name in names]
        self._ends = np.cumsum([0, *map(len, encoded)]).astype("<u4")
        self._all = b"".join(encoded)

    def __len__(self) -> int:
        return len(self._ends) - 1

    def __getitem__(self, at: int) -> str:
        return self._bytes(at).decode()

    def __iter__(self) -> Iterator[str]:
        return (self[at] for at in range(len(self)))

    def _bytes(self, at: int) -> bytes:
        return self._all[self._ends[at] : self._ends[at + 1]]

    def place(self, name: str) -> int | None:
        """Return the number of a name, None for one that is not there."""
        wanted = name.encode()
        at = bisect_left(range(len(self)), wanted, key=self._bytes)
        return at if at < len(self) and self._bytes(at) == wanted else None

    def within(self, dimension: str) -> tuple[int, int]:
        """Return the first number of the names of a dimension ("area:…"), and the one after the last."""
        begin, end = (bisect_left(range(len(self)), f"{dimension}{sign}".encode(), key=self._bytes) for sign in ":;")
        return begin, end

    @cached_property
    def dimensions(self) -> list[str]:
        """Return the dimensions that there are, without those that say who may see something."""
        found: list[str] = []
        at = bisect_left(range(len(self)), b"A", key=self._bytes)  # after every "@"
        while at < len(self):
            found.append(self[at].partition(":")[0])
            at = max(at + 1, self.within(found[-1])[1])
        return found


class Part:
    """A segment as a process keeps it: columns and facets, which documents are dead, and postings if they are few."""

    def __init__(  # noqa: PLR0917 - one row of the database
        self, key: tuple[int, int], size: int, columns: bytes, names: list[str], facets: bytes, packed: bytes | None
    ) -> None:
        self.generation, self.pk = key
        self.size = size
        at = 0
        self.columns: dict[str, Array] = {}
        for name, kind in COLUMNS:
            self.columns[name] = np.frombuffer(columns, kind, size, at)
            at += size * np.dtype(kind).itemsize
        self.facet_names = Names(names)
        self.facet_bounds = np.frombuffer(facets, "<u4", len(names) + 1)
        self.facet_docs = np.frombuffer(facets, "<u2", -1, (len(names) + 1) * 4)
        self._kept: OrderedDict[str, Array] = OrderedDict()
        self._dense: dict[int, Array] = {}  # few: so many of a document's facets can be common
        self.alive = np.ones(size, bool)
        self.dead = b""
        self._packed = packed
        self.is_packed = packed is not None

    def bury(self, dead: bytes) -> Part:
        """Return the part with these documents dead; the part itself, which others may be reading, stays as it is."""
        if dead == self.dead:
            return self
        other = object.__new__(Part)
        other.__dict__.update(self.__dict__)
        other.dead = dead
        other._kept = OrderedDict()
        other.alive = ~dead_of(dead, self.size)
        return other

    def with_facet(self, name: str) -> Array:
        """Return the documents that have a facet."""
        at = self.facet_names.place(name)
        if at is None:
            return self.facet_docs[:0]
        return self.facet_docs[self.facet_bounds[at] : self.facet_bounds[at + 1]]

    def mask(self, names: Iterable[str]) -> Array:
        """Say of each document whether it has one of the facets."""
        found = np.zeros(self.size, bool)
        for name in names:
            found[self.with_facet(name)] = True
        return found

    def further(self) -> tuple[Array, Array, Array]:
        """Return the places of documents beyond their first: (documents, longitudes, latitudes), in radians."""

        def make() -> Array:
            begin, end = self.facet_names.within(FURTHER)
            points = [self.facet_names[at].partition(":")[2].split(",") for at in range(begin, end)]
            docs = self.facet_docs[self.facet_bounds[begin] : self.facet_bounds[end]]
            each: Array = np.diff(self.facet_bounds[begin : end + 1].astype(np.int64))
            where = np.radians(np.array(points, np.float32).reshape(-1, 2)).repeat(each, axis=0)
            return docs, where[:, 0], where[:, 1]

        found: tuple[Array, Array, Array] = self.kept(FURTHER, make)
        return found

    def mask_of(self, dimension: str) -> Array:
        """Say of each document whether it has any facet of the dimension."""
        begin, end = self.facet_names.within(dimension)

        def make() -> Array:
            found = np.zeros(self.size, bool)
            found[self.facet_docs[self.facet_bounds[begin] : self.facet_bounds[end]]] = True
            return found

        return self.kept(f"any {dimension}", make)

    def kept(self, name: str, make: Callable[[], Array]) -> Array:
        """Return an array that was made before for as long as a few others have not been; nobody may change it."""
        found = self._kept.get(name)
        if found is None:
            found = self._kept[name] = make()
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return found

    def count(self, which: Array, dimension: str) -> dict[str, int]:
        """Return how many of some documents have each value of a dimension."""
        begin, end = self.facet_names.within(dimension)
        bounds = self.facet_bounds[begin : end + 1].astype(np.int64)
        if begin == end:
            return {}
        common = (np.diff(bounds) * DENSE > self.size).tolist()
        packed = _packed(which) if any(common) else None
        numbers = np.zeros(end - begin, np.int64)
        at = 0
        for is_common, own in groupby(common):
            first, at = at, at + sum(1 for _one in own)
            if is_common:
                numbers[first:at] = [np.bitwise_count(self._bits(begin + n) & packed).sum() for n in range(first, at)]
            else:
                met = which.take(self.facet_docs[bounds[first] : bounds[at]])
                numbers[first:at] = np.add.reduceat(met, bounds[first:at] - bounds[first], dtype=np.int32)
        skip = len(dimension) + 1
        return {self.facet_names[begin + at][skip:]: int(numbers[at]) for at in np.flatnonzero(numbers).tolist()}

    def _bits(self, at: int) -> Array:
        """Return the documents that have a facet which many have, a bit for each."""
        found = self._dense.get(at)
        if found is None:
            mask = np.zeros(self.size, bool)
            mask[self.facet_docs[self.facet_bounds[at] : self.facet_bounds[at + 1]]] = True
            found = self._dense[at] = _packed(mask)
        return found

    @cached_property
    def _opened(self) -> tuple[Array, Array, Array, Array]:
        body = self._packed or bytes(16)
        terms, postings = np.frombuffer(body, "<i8", 2).tolist()
        at = 16
        own = np.frombuffer(body, "<i8", terms, at)
        at += terms * 8
        bounds = np.frombuffer(body, "<u4", terms + 1, at) if terms else np.zeros(1, "<u4")
        at += (terms + 1) * 4
        docs = np.frombuffer(body, "<u2", postings, at) if postings else np.empty(0, "<u2")
        return own, bounds, docs, np.frombuffer(body, np.uint8, postings, at + postings * 2)

    def packed_postings(self, terms: Sequence[int]) -> dict[int, tuple[Array, Array]]:
        """Return {term: (documents, impacts)} of a small segment."""
        own, bounds, docs, values = self._opened
        if not len(own) or not terms:
            return {}
        wanted = np.array(terms, np.int64)
        places = np.minimum(np.searchsorted(own, wanted), len(own) - 1)
        found = {}
        for term, at in zip(terms, places.tolist(), strict=True):
            if own[at] == term:
                begin, end = bounds[at], bounds[at + 1]
                found[term] = (docs[begin:end], values[begin:end])
        return found

    def all_postings(self) -> tuple[Array, Array, Array]:
        """Return (term of each posting, documents, impacts) of a small segment."""
        own, bounds, docs, values = self._opened
        return np.repeat(own, np.diff(bounds.astype(np.int64))), docs, values


def _packed(mask: Array) -> Array:
    """Return a bit for each document, in words of 64."""
    bits = np.packbits(mask)
    return np.pad(bits, (0, -len(bits) % 8)).view(np.uint64)


def dead_of(body: bytes, size: int) -> Array:
    """Say of each document of a segment whether it is dead; no body: none is."""
    if not body:
        return np.zeros(size, bool)
    return np.unpackbits(np.frombuffer(body, np.uint8), count=size).astype(bool)


def unpack(body: bytes) -> tuple[Array, Array]:
    """Return documents and impacts of a posting."""
    number = len(body) // 3
    return np.frombuffer(body, "<u2", number), np.frombuffer(body, np.uint8, number, number * 2)
