"""Generations and segments of the index as rows: beginning, adding to, swapping and sweeping away.

Steps of the action `search.index`; each is one transaction.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from kumppanuus.core.actions import Refused
from kumppanuus.search.documents import Source
from kumppanuus.search.models import Document, Posting, Segment, State, Waiting

STALLED = dt.timedelta(minutes=2)
LEFT = dt.timedelta(hours=6)  # a segment in the making that is as old has no maker any more
CHUNK = 2000


def locked() -> State:
    """Return the state, held until the end of the transaction: one writes at a time."""
    State.objects.get_or_create(pk=1)
    return State.objects.select_for_update().get(pk=1)


def moved(state: State) -> None:
    state.version = max(state.version + 1, time.time_ns() // 1000)
    state.save()


def begin_rebuild() -> int:
    """Begin a generation beside the living one; return its number. Refused while another rebuild goes on."""
    state = locked()
    now = timezone.now()
    if state.building is not None and state.alive_at is not None and now - state.alive_at < STALLED:
        raise Refused(_("The index is being rebuilt already. Nothing was changed; try again in some minutes."))
    if state.building is not None:
        Segment.objects.filter(generation=state.building).update(retired_at=now)
    state.building = max(time.time_ns() // 1_000_000, state.generation + 1, (state.building or 0) + 1)
    state.alive_at = now
    Waiting.objects.filter(done=True).delete()
    state.save()
    return state.building


def add_documents(generation: int, sources: Sequence[Source], words: Iterable[str]) -> list[int]:
    """Write documents of a generation in the making; return their numbers. Refused when another has taken its place."""
    from kumppanuus.search import lexicon
    from kumppanuus.search.writing import document

    lexicon.remember(words)
    state = _still(generation)
    rows = [document(one, generation, state.version) for one in sources]
    return [row.pk for row in Document.objects.bulk_create(rows, batch_size=CHUNK)]


def add_segment(generation: int, built: Any, with_postings: bool) -> int:
    """Write a segment of a generation in the making, or one (generation 0) that will replace others."""
    from kumppanuus.search import storing

    if generation:
        _still(generation)
    return storing.store(built, generation, with_postings=with_postings).pk


def add_postings(segment: int, bodies: Iterable[tuple[int, bytes]]) -> None:
    """Write some postings of a segment that nobody reads yet."""
    from kumppanuus.search import storing

    storing.write_postings(segment, bodies)


def finish_rebuild(generation: int, averages: Mapping[str, float], seen: Sequence[int]) -> bool:
    """Let the new generation live, in one transaction. False, with nothing done, when more changed meanwhile.

    `seen`: rows of what changed during the rebuild that have been replayed.
    """
    state = _still(generation)
    if Waiting.objects.filter(done=True).exclude(pk__in=seen).exists():
        return False
    Segment.objects.filter(generation=state.generation).update(retired_at=timezone.now())
    Waiting.objects.filter(done=True).delete()
    state.generation, state.building, state.averages = generation, None, dict(averages)
    moved(state)
    return True


def _still(generation: int) -> State:
    state = locked()
    if state.building != generation:
        raise Refused(_("Another rebuild of the index was begun meanwhile. This one stopped; nothing was changed."))
    State.objects.filter(pk=1).update(alive_at=timezone.now())
    state.alive_at = timezone.now()
    return state


def to_sweep(before: dt.datetime) -> Segment | None:
    """Return a segment that nobody reads any more: replaced before the moment, or left by a merge that died."""
    living = [one for row in State.objects.values_list("generation", "building") for one in row if one]
    rows = Segment.objects.defer("packed", "columns", "facets", "facet_names")
    replaced = rows.filter(retired_at__lt=before).first()
    return replaced or rows.exclude(generation__in=living).filter(made_at__lt=before - LEFT).first()


def sweep_segment(segment: int) -> int:
    """Remove some postings of a segment, at last the segment; return how many rows."""
    rows = Posting.objects.filter(segment_id=segment).order_by("term")
    terms = list(rows.values_list("term", flat=True)[: 2 * CHUNK])
    if terms:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM search_posting WHERE segment_id = %s AND term <= %s", [segment, terms[-1]])
        return len(terms)
    return Segment.objects.filter(pk=segment).delete()[0]


def sweep_documents() -> int:
    """Remove some documents of generations that are gone; return how many."""
    state = locked()
    living = [one for one in (state.generation, state.building) if one]
    kept = Segment.objects.filter(generation__gt=0).values("generation")
    old = Document.objects.exclude(generation__in=living).exclude(generation__in=kept)
    some = list(old.order_by().values_list("pk", flat=True)[:CHUNK])
    return Document.objects.filter(pk__in=some).delete()[0] if some else 0
