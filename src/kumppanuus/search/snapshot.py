"""The index as it is now: the living segments, kept by the process until the version moves."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock
from typing import Any

from django.db import connection

from kumppanuus.core import asking
from kumppanuus.search import storing
from kumppanuus.search.models import Segment
from kumppanuus.search.segments import Part


@dataclass(frozen=True)
class Snapshot:
    """What one search looks at. `generation` 0: there is no index yet. `words`: the version of the everyday words."""

    generation: int
    version: int
    words: int
    parts: tuple[Part, ...]

    @property
    def size(self) -> int:
        return sum(part.size for part in self.parts)


_NONE = Snapshot(0, 0, 0, ())
_lock = Lock()
_now: dict[str, Snapshot] = {}


def current() -> Snapshot:
    """Return the index as it is now. One query; two or three after a change."""
    found = asking.rows("SELECT generation, version, words FROM search_state")
    if not found or not found[0][0]:
        return _NONE
    generation, version, words = found[0]
    name = str(connection.settings_dict["NAME"])
    kept = _now.get(name, _NONE)
    if (kept.generation, kept.version, kept.words) == (generation, version, words):
        return kept
    if kept.generation > generation or kept.version > version:  # another database than before has this name
        forget()
        kept = _NONE
    fresh = Snapshot(generation, version, words, _parts(generation, kept))
    with _lock:
        _now[name] = fresh
    return fresh


def read(generation: int) -> tuple[Part, ...]:
    """Return the living segments of a generation, read anew."""
    return _parts(generation, _NONE)


def _parts(generation: int, kept: Snapshot) -> tuple[Part, ...]:
    have = {part.pk: part for part in kept.parts} if kept.generation == generation else {}
    living = Segment.objects.filter(generation=generation, retired_at=None).order_by("pk")
    dead = {pk: bytes(body) for pk, body in living.values_list("pk", "dead")}
    new = Segment.objects.filter(pk__in=dead.keys() - have.keys())
    columns = ("pk", "size", "columns", "facet_names", "facets", "packed")
    for pk, size, body, names, facets, packed in new.values_list(*columns):
        postings = None if packed is None else bytes(packed)
        have[pk] = Part((generation, pk), size, bytes(body), names, bytes(facets), postings)
    return tuple(have[pk].bury(body) for pk, body in dead.items() if pk in have)


def forget(**_signal: Any) -> None:
    """Drop what the process keeps of the index, of words and of places."""
    from kumppanuus.search import gazetteer, lexicon, vocabulary
    from kumppanuus.search.semantic import vectors

    with _lock:
        _now.clear()
    storing.forget()
    vocabulary.forget()
    gazetteer.forget()
    lexicon.forget()
    vectors.forget()
