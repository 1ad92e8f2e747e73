"""How a batch gets into the index, and one segment in the place of others: steps of the action `search.index`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace as changed
from typing import Any

import numpy as np
from django.utils import timezone

from kumppanuus.search import lexicon, snapshot, storing
from kumppanuus.search.documents import Source
from kumppanuus.search.generations import CHUNK, locked, moved
from kumppanuus.search.models import Document, Segment, State, Waiting
from kumppanuus.search.segments import Built, Part

SHOWN = (*("title", "summary", "address", "facts", "edited_on", "confirmed_on", "due_on", "lon", "lat", "version"),)
Thing = tuple[str, int]


def put(batch: Any, generation: int) -> int:
    """Write a batch into a generation of the index; return how many of it were written.

    Where somebody else has indexed some of it since it was read, all keeps waiting; also if the generation has gone.
    """
    state = locked()
    living = generation == state.generation
    if not living and generation != state.building:
        return 0
    lexicon.remember(batch.words)
    left = _put(batch, generation, state)
    rows = Waiting.objects.filter(pk__in=[] if left else batch.rows)
    if living and state.building is not None:
        rows.update(done=True)
    else:
        rows.delete()
    moved(state)
    return len(batch.sources) + len(batch.gone) - len(left)


def put_off(rows: Sequence[int]) -> int:
    """Leave to the rebuild under way what waits while there is no index yet; drop it if none is under way."""
    state = locked()
    own = Waiting.objects.filter(pk__in=rows)
    return own.update(done=True) if state.building is not None else own.delete()[0]


def spread(row: int, things: Sequence[tuple[str, int]]) -> int:
    """Let each of many things behind one event wait for itself, after what is urgent."""
    Waiting.objects.filter(pk=row).delete()
    made = [Waiting(model=f"={kind}", object_id=pk, urgent=False) for kind, pk in things]
    return len(Waiting.objects.bulk_create(made, batch_size=CHUNK))


def wait(things: Sequence[tuple[str, int]]) -> int:
    """Let things be indexed again when the worker has time; return how many."""
    made = [Waiting(model=f"={kind}", object_id=pk, urgent=False) for kind, pk in dict.fromkeys(things)]
    return len(Waiting.objects.bulk_create(made, batch_size=CHUNK))


def put_behind(row: int) -> int:
    """Leave an event with much behind it to the worker."""
    return Waiting.objects.filter(pk=row).update(urgent=False)


def replace(old: Sequence[Any], segment: int) -> bool:
    """Put one segment in the place of several: what died in them meanwhile is dead in it. False if they are gone."""
    state = locked()
    done = _replace(old, segment, (state.generation, state.building))
    if done:
        moved(state)
    return done


def document(source: Source, generation: int, version: int) -> Document:
    """Return the row of what is shown of a source."""
    name, arguments = source.address
    lon, lat = source.point or (None, None)
    return Document(
        generation=generation,
        kind=source.kind,
        object_id=source.object_id,
        title=source.title,
        summary=source.summary,
        address=[name, list(arguments)],
        facts=dict(source.facts),
        edited_on=source.edited_on,
        confirmed_on=source.confirmed_on,
        due_on=source.due_on,
        lon=lon,
        lat=lat,
        version=version,
    )


def _put(batch: Any, generation: int, state: State) -> list[Thing]:
    """Write sources anew and take out what is gone; return what somebody else has indexed since the batch was read."""
    wanted: dict[str, list[int]] = {}
    for kind, pk in [*((one.kind, one.object_id) for one in batch.sources), *batch.gone]:
        wanted.setdefault(kind, []).append(pk)
    have: dict[Thing, tuple[int, int]] = {}
    for kind, ids in wanted.items():
        rows = Document.objects.filter(generation=generation, kind=kind, object_id__in=ids)
        have |= {
            (kind, object_id): (pk, version)
            for pk, object_id, version in rows.values_list("pk", "object_id", "version")
        }
    left = {thing for thing, (_pk, version) in have.items() if version > batch.began_at}
    version = state.version + 1
    new, old, pks = [], [], []
    for source in batch.sources:
        thing = (source.kind, source.object_id)
        row = document(source, generation, max(version, batch.began_at + 1))
        if thing in have:
            row.pk = have[thing][0]
            if thing not in left:
                old.append(row)
        else:
            new.append(row)
        pks.append(row)
    Document.objects.bulk_create(new)
    if old:
        Document.objects.bulk_update(old, SHOWN)
    gone = [have[thing][0] for thing in batch.gone if thing in have and thing not in left]
    bury([row.pk for row in old] + gone, generation)
    Document.objects.filter(pk__in=gone).delete()
    if batch.built is not None:
        segment = storing.store(with_numbers(batch.built, [row.pk for row in pks]), generation)
        unread = [at for at, one in enumerate(batch.sources) if (one.kind, one.object_id) in left]
        if unread:
            _kill(segment.pk, batch.built.size, np.array(unread))
    return list(left)


def with_numbers(built: Built, pks: Sequence[int]) -> Built:
    """Return what was built with the numbers of its documents, which stand first in the columns."""
    head = np.array(pks, "<i8").tobytes()
    return changed(built, columns=head + built.columns[len(head) :])


def bury(pks: Sequence[int], generation: int) -> None:
    """Mark documents dead wherever they are."""
    if not pks:
        return
    wanted = np.array(sorted(pks), np.int64)
    for part in snapshot.read_for_writing(generation):
        found = np.isin(part.columns["pks"], wanted) & part.alive
        if found.any():
            _write_dead(part.pk, ~part.alive | found)


def _kill(segment: int, size: int, numbers: Any) -> None:
    dead = np.zeros(size, bool)
    dead[numbers] = True
    _write_dead(segment, dead)


def _write_dead(segment: int, dead: Any) -> None:
    body = np.packbits(dead).tobytes()
    Segment.objects.filter(pk=segment).update(dead=body, dead_count=int(dead.sum()))


def _replace(old: Sequence[Part], segment: int, generations: Sequence[int | None]) -> bool:
    """Let a segment (of generation 0 till now) live in place of others; see `replace`."""
    generation = old[0].generation
    now = {part.pk: part for part in snapshot.read_for_writing(generation)}
    if generation not in generations or any(part.pk not in now for part in old):
        Segment.objects.filter(pk=segment).update(retired_at=timezone.now())
        return False
    dead = np.concatenate([~now[part.pk].alive[part.alive] for part in old])
    Segment.objects.filter(pk__in=[part.pk for part in old]).update(retired_at=timezone.now())
    Segment.objects.filter(pk=segment).update(generation=generation)
    if dead.any():
        _write_dead(segment, dead)
    return True
