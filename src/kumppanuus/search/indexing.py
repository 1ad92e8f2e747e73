"""Indexing what waits, in short batches, the urgent first. What reads is here and holds no lock; what writes is in
actions.py. Two may do this at once: what one has indexed since the other began is left to the next round.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils import timezone

from kumppanuus.core import asking
from kumppanuus.search.documents import Source, behind, providers
from kumppanuus.search.models import Document, State, Waiting

if TYPE_CHECKING:
    from kumppanuus.search.segments import Built

log = logging.getLogger(__name__)
BATCH = 100
SPREAD = 500  # rows written in one step
MANY = 50  # more than this behind one event are spread: each waits for itself, and is not urgent
Thing = tuple[str, int]


@dataclass
class Batch:
    """Some things as they are now, ready to be written: those without a source are found no more."""

    sources: list[Source]
    built: Built | None
    gone: list[Thing]
    began_at: int  # the version when they were read
    rows: Mapping[int, Sequence[Thing]]  # of Waiting, and what is behind each
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


def batch_of(things: Sequence[Thing], rows: Mapping[int, Sequence[Thing]], state: State) -> Batch:
    """Read and analyse things."""
    from kumppanuus.search import lexicon
    from kumppanuus.search.segments import build

    sources, gone = read(things)
    built = build([(0, one) for one in sources], state.averages) if sources else None
    return Batch(sources, built, gone, state.version, rows, lexicon.new_words_of(sources))


def work(*, most: int = BATCH, only: Sequence[int] = (), spare: float = 0.0) -> int:
    """Index what waits, at most so many things; return how many were. Safe to be run by many at once.

    only   these rows, which are one's own: what has much behind it is left to the worker
    spare  the seconds for which what is urgent is left to who changed it, so that not both do it
    """
    from kumppanuus.search import writing
    from kumppanuus.search.actions import do, do_in_turn

    state = State.objects.first()
    if state is None:
        return 0
    rows = _turn(most, only, spare)
    if not rows:
        return 0
    if not state.generation:
        return int(do(writing.put_off, rows=[row.pk for row in rows]))
    things: list[Thing] = []
    taken: dict[int, list[Thing]] = {}
    for row in rows:
        own = behind(row.model, row.object_id)
        if len(own) > MANY or (taken and len(things) + len(own) > most + MANY):
            if len(own) > MANY and not only:
                for some in chunks(own, SPREAD):  # each waits for itself
                    do_in_turn(writing.wait, things=some)
                do(writing.wait, things=(), instead_of=row.pk)
            elif len(own) > MANY:
                do(writing.put_behind, row=row.pk)
            continue
        things += own
        taken[row.pk] = own
    if taken:
        do(writing.put, batch=batch_of(things, taken, state), generation=state.generation)
    return len(rows)


def _turn(most: int, only: Sequence[int], spare: float) -> list[Waiting]:
    """Return what is indexed next; what is urgent is never kept waiting by a batch that is not."""
    waiting = Waiting.objects.filter(done=False).order_by("-urgent", "pk")
    if only:
        return list(waiting.filter(pk__in=only, urgent=True))
    young = Q(urgent=True, at__gt=timezone.now() - dt.timedelta(seconds=spare)) if spare else Q(pk=None)
    rows = list(waiting.exclude(young)[:most])
    return [row for row in rows if row.urgent == rows[0].urgent]


def astray(kind: str) -> list[int]:
    """Return ids of what is indexed and not there any more, or there and not indexed."""
    rows = asking.rows("SELECT generation FROM search_state")
    generation = rows[0][0] if rows else 0
    have = set(Document.objects.filter(generation=generation, kind=kind).values_list("object_id", flat=True))
    return sorted(have ^ set(providers[kind].ids()))


def chunks(things: Sequence[Thing], size: int) -> Iterator[Sequence[Thing]]:
    """Cut into some at a time."""
    for begin in range(0, len(things), size):
        yield things[begin : begin + size]


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
