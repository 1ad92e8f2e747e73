"""How a batch gets into the index, and one segment in the place of others: steps of the action `search.index`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace as changed
from typing import Any

import numpy as np
from django.utils import timezone

from kumppanuus.search import lexicon, storing
from kumppanuus.search.documents import Source
from kumppanuus.search.generations import locked, moved
from kumppanuus.search.models import Document, Segment, State, Waiting
from kumppanuus.search.segments import Built, Part

KEY = ("generation", "kind", "object_id")
SHOWN = ("title", "summary", "address", "facts", "edited_on", "confirmed_on", "due_on", "lon", "lat", "version")
Thing = tuple[str, int]


def put(batch: Any, generation: int) -> int:
    """Write a batch into a generation of the index; return how many of it were written.

    What somebody else has indexed since it was read keeps waiting; all of it if the generation has gone.
    """
    state = locked()
    living = generation == state.generation
    if not living and generation != state.building:
        return 0
    lexicon.remember(batch.words)
    left = set(_put(batch, generation, state))
    rows = Waiting.objects.filter(pk__in=[row for row, things in batch.rows.items() if not left & {*things}])
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


def wait(things: Sequence[tuple[str, int]], instead_of: int | None = None) -> int:
    """Let some things be indexed again when the worker has time, after what is urgent; return how many.

    `instead_of`: the waiting row of the event behind which they are, and the last of them.
    """
    if instead_of is not None:
        Waiting.objects.filter(pk=instead_of).delete()
    made = [Waiting(model=f"={kind}", object_id=pk, urgent=False) for kind, pk in dict.fromkeys(things)]
    return len(Waiting.objects.bulk_create(made))


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
    version = max(state.version, batch.began_at) + 1
    written = {
        (one.kind, one.object_id): document(one, generation, version)
        for one in batch.sources
        if (one.kind, one.object_id) not in left
    }
    Document.objects.bulk_create(written.values(), update_conflicts=True, unique_fields=KEY, update_fields=SHOWN)
    gone = [have[thing][0] for thing in batch.gone if thing in have and thing not in left]
    bury([have[thing][0] for thing in written if thing in have] + gone, generation)
    Document.objects.filter(pk__in=gone).delete()
    if batch.built is not None:
        things = [(one.kind, one.object_id) for one in batch.sources]
        numbers = [written[thing].pk if thing in written else have[thing][0] for thing in things]
        segment = storing.store(with_numbers(batch.built, numbers), generation)
        unread = [at for at, one in enumerate(batch.sources) if (one.kind, one.object_id) in left]
        if unread:
            _kill(segment.pk, batch.built.size, np.array(unread))
    return list(left)


def with_numbers(built: Built, pks: Sequence[int]) -> Built:
    """Return what was built with the numbers of its documents, which stand first in the columns."""
    head = np.array(pks, "<i8").tobytes()
    return changed(built, columns=head + built.columns[len(head) :])


def bury(pks: Sequence[int], generation: int) -> None:
    """Mark documents dead wherever they are. Of each living segment only the documents' numbers are read."""
    if not pks:
        return
    wanted = np.array(sorted(pks), np.int64)
    for segment, numbers, dead in storing.numbers(generation):
        found = np.isin(numbers, wanted) & ~dead
        if found.any():
            _write_dead(segment, dead | found)


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
    living = Segment.objects.filter(pk__in=[part.pk for part in old], generation=generation, retired_at=None)
    now = dict(living.values_list("pk", "dead"))
    if generation not in generations or any(part.pk not in now for part in old):
        Segment.objects.filter(pk=segment).update(retired_at=timezone.now())
        return False
    dead = np.concatenate([~part.bury(bytes(now[part.pk])).alive[part.alive] for part in old])
    Segment.objects.filter(pk__in=[part.pk for part in old]).update(retired_at=timezone.now())
    Segment.objects.filter(pk=segment).update(generation=generation)
    if dead.any():
        _write_dead(segment, dead)
    return True
