"""Indexing what waits, in short batches, the urgent first. What reads is here and holds no lock; what writes is in
actions.py. Two may do this at once: what one has indexed since the other began is left to the next round.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kumppanuus.core import asking
from kumppanuus.search.documents import Source, behind, providers
from kumppanuus.search.models import Document, State, Waiting

if TYPE_CHECKING:
    from kumppanuus.search.segments import Built

log = logging.getLogger(__name__)
BATCH = 200
MANY = 50  # more than this behind one event are spread: each waits for itself, and is not urgent
Thing = tuple[str, int]


@dataclass
class Batch:
    """Some things as they are now, ready to be written: those without a source are found no more."""

    sources: list[Source]
    built: Built | None
    gone: list[Thing]
    began_at: int  # the version when they were read
    rows: list[int]  # of Waiting
    words: set[str]  # for spelling


def read(things: Sequence[Thing]) -> tuple[list[Source], list[Thing]]:
    """Return the sources of things, and the things that have none any more."""
    by_kind: dict[str, list[int]] = {}
    for kind, pk in dict.fromkeys(things):
        by_kind.setdefault(kind, []).append(pk)
    sources: list[Source] = []
    for kind, ids in by_kind.items():
        if kind in providers:
            sources += providers[kind].sources(ids)
    have = {(one.kind, one.object_id) for one in sources}
    return sources, [thing for thing in dict.fromkeys(things) if thing not in have]


def batch_of(things: Sequence[Thing], rows: Sequence[int], state: State) -> Batch:
    """Read and analyse things."""
    from kumppanuus.search import lexicon
    from kumppanuus.search.segments import build

    sources, gone = read(things)
    built = build([(0, one) for one in sources], state.averages) if sources else None
    return Batch(sources, built, gone, state.version, list(rows), lexicon.words_of(sources))


def work(*, most: int = BATCH, urgent_only: bool = False) -> int:
    """Index what waits, at most so many things; return how many were. Safe to be run by many at once."""
    from kumppanuus.search import writing
    from kumppanuus.search.actions import do

    state = State.objects.first()
    if state is None:
        return 0
    waiting = Waiting.objects.filter(done=False).order_by("-urgent", "pk")
    rows = list((waiting.filter(urgent=True) if urgent_only else waiting)[:most])
    if not rows:
        return 0
    if not state.generation:
        return int(do(writing.put_off, rows=[row.pk for row in rows]))
    things: list[Thing] = []
    taken: list[int] = []
    for row in rows:
        own = behind(row.model, row.object_id)
        if len(own) > MANY or (taken and len(things) + len(own) > most + MANY):
            if len(own) > MANY and not urgent_only:
                do(writing.spread, row=row.pk, things=own)
            elif len(own) > MANY:
                do(writing.put_behind, row=row.pk)
            continue
        things += own
        taken.append(row.pk)
    if taken:
        do(writing.put, batch=batch_of(things, taken, state), generation=state.generation)
    return len(rows)


def astray(kind: str) -> list[int]:
    """Return ids of what is indexed and not there any more, or there and not indexed."""
    rows = asking.rows("SELECT generation FROM search_state")
    generation = rows[0][0] if rows else 0
    have = set(Document.objects.filter(generation=generation, kind=kind).values_list("object_id", flat=True))
    return sorted(have ^ set(providers[kind].ids()))


def everything(chunk: int = 250) -> Iterator[list[Source]]:
    """Give the sources of all that can be found, some at a time."""
    for provider in providers.values():
        ids: list[int] = []
        for pk in provider.ids():
            ids.append(pk)
            if len(ids) == chunk:
                yield list(provider.sources(ids))
                ids = []
        if ids:
            yield list(provider.sources(ids))


def average_lengths(sources: Sequence[Source]) -> Mapping[str, float]:
    """Return how many words each field has on average."""
    from kumppanuus.search import weighing

    found: dict[str, list[int]] = {}
    for source in sources:
        for name, numbers in weighing.lengths(source).items():
            found.setdefault(name, []).extend(numbers)
    return {name: round(sum(numbers) / len(numbers), 2) for name, numbers in found.items() if sum(numbers)}


def work_until_done(**given: Any) -> int:
    """Index all that waits; return how many rounds it took."""
    rounds = 0
    while work(**given):
        rounds += 1
    return rounds
