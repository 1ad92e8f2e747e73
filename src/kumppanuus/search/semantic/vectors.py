"""Vectors of what can be found: as rows, one for each text that was read, and as a process keeps them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from threading import Lock
from typing import Any

import numpy as np
from django.db import connection

from kumppanuus.core import asking
from kumppanuus.search.segments import Part
from kumppanuus.search.semantic.embedding import SIZE

AT_ONCE = 8192  # rows that are turned into floats together
STEPS = 127.0
Array = Any


def pack(vector: Array) -> bytes:
    """Return a vector as a scale (four bytes) and 384 signed bytes."""
    scale = float(np.abs(vector).max()) / STEPS or 1.0
    return bytes(np.float32(scale).tobytes() + np.rint(vector / scale).astype(np.int8).tobytes())


class _Kept:
    """All vectors of a database: 388 bytes each. Those of texts that are gone stay until the process ends."""

    def __init__(self) -> None:
        self.last = 0
        self.count = 0
        self.digests: Array = np.empty(0, np.int64)
        self.scales: Array = np.empty(0, np.float32)
        self.numbers: Array = np.empty((0, SIZE), np.int8)
        self.order: Array = np.empty(0, np.int64)

    def refresh(self) -> None:
        rows = asking.rows("SELECT id, digest, body FROM search_vector WHERE id > %s ORDER BY id", self.last)
        if not rows:
            return
        self.last = rows[-1][0]
        bodies = [bytes(row[2]) for row in rows]
        scales = np.array([np.frombuffer(body, np.float32, 1)[0] for body in bodies], np.float32)
        numbers = np.array([np.frombuffer(body, np.int8, SIZE, 4) for body in bodies])
        self.digests = np.append(self.digests, np.array([row[1] for row in rows], np.int64))
        self.scales = np.append(self.scales, scales)
        self.numbers = np.concatenate((self.numbers, numbers))
        self.order = np.argsort(self.digests)
        self.count = len(self.digests)

    def rows_of(self, digests: Array) -> Array:
        """Return the row of each digest, or -1."""
        if not self.count:
            return np.full(len(digests), -1)
        ordered = self.digests[self.order]
        places = np.minimum(np.searchsorted(ordered, digests), self.count - 1)
        return np.where(ordered[places] == digests, self.order[places], -1)

    def likeness(self, vector: Array) -> Array:
        """Return the cosine of each row with a vector."""
        found = np.empty(self.count, np.float32)
        for begin in range(0, self.count, AT_ONCE):
            some = self.numbers[begin : begin + AT_ONCE].astype(np.float32)
            found[begin : begin + AT_ONCE] = some @ vector
        return found * self.scales


_kept: dict[str, _Kept] = {}
_lock = Lock()


def forget() -> None:
    """Drop what the process keeps."""
    _kept.clear()


def current() -> _Kept:
    """Return the vectors as they are now. One small query."""
    with _lock:
        kept = _kept.setdefault(str(connection.settings_dict["NAME"]), _Kept())
        kept.refresh()
    return kept


def cosines(vector: Array, parts: Sequence[Part]) -> Mapping[int, Array]:
    """Return {segment: the cosine of each document with a vector}; NaN for what has not been read yet."""
    kept = current()
    like = np.append(kept.likeness(vector), np.float32(np.nan))
    found = {}
    for part in parts:
        rows = part.kept(f"vectors {kept.last}", partial(kept.rows_of, part.columns["digest"]))
        found[part.pk] = like[rows]
    return found
