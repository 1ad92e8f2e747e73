"""Merging small segments into larger ones, so that a search looks into few; replaced ones are swept away later."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import numpy as np
from django.utils import timezone

from kumppanuus.search import snapshot, storing
from kumppanuus.search.segments import COLUMNS, MOST, PACKED_MOST, Built, Part, in_order, pack_facet_docs, unpack

MOST_AT_ONCE = 64  # merges in one go
POSTINGS = 4000  # rows in one short transaction
TOGETHER = 8  # segments of one tier that are merged
TIERS = (64, PACKED_MOST, 4096, 32_768)
SPAN = 1 << 63
READERS_DONE = dt.timedelta(seconds=60)  # after which nobody reads a replaced segment any more
Array = Any


def tier(size: int) -> int:
    """Return the tier of a segment by how many live documents it has."""
    return sum(size >= bound for bound in TIERS)


def to_merge(parts: Sequence[Part], *, all_of: bool = False) -> list[Part]:
    """Choose segments to merge now: enough of one tier, or one of which half is dead; `all_of`: as few as can be."""
    lives = {part.pk: int(part.alive.sum()) for part in parts}
    groups: dict[int, list[Part]] = {}
    for part in parts:
        groups.setdefault(0 if all_of else tier(lives[part.pk]), []).append(part)
    for own in groups.values():
        own.sort(key=lambda part: lives[part.pk])
        chosen: list[Part] = []
        total = 0
        for part in own:
            if total + lives[part.pk] <= MOST:
                chosen.append(part)
                total += lives[part.pk]
        if len(chosen) >= (2 if all_of else TOGETHER):
            return chosen
    return [part for part in parts if part.size - lives[part.pk] > max(32, lives[part.pk])][:1]


def merge(parts: Sequence[Part]) -> bool:
    """Write one segment with what lives in several, then let it take their place. Reads outside any transaction."""
    from kumppanuus.search import generations, writing
    from kumppanuus.search.actions import do_in_turn as do

    numbers = _new_numbers(parts)
    size = int(sum(part.alive.sum() for part in parts))
    names, facets = _facets(parts, numbers)
    columns = b"".join(
        np.concatenate([part.columns[name][part.alive] for part in parts]).tobytes() for name, _kind in COLUMNS
    )
    empty = Built(
        size, *(np.empty(0, np.int64), np.zeros(1, np.int64), np.empty(0, "<u2"), np.empty(0, np.uint8)),
        columns=columns, facet_names=names, facets=facets,
    )  # fmt: skip
    if size <= PACKED_MOST:
        whole = _between(parts, numbers, 0, SPAN, size)
        empty.terms, empty.bounds, empty.docs, empty.impacts = whole
        segment = do(generations.add_segment, generation=0, built=empty, with_postings=True)
    else:
        segment = do(generations.add_segment, generation=0, built=empty, with_postings=False)
        steps = max(1, size // 1024)
        for step in range(steps):
            low, high = SPAN // steps * step, SPAN if step == steps - 1 else SPAN // steps * (step + 1)
            empty.terms, empty.bounds, empty.docs, empty.impacts = _between(parts, numbers, low, high, size)
            bodies = list(empty.bodies())
            for begin in range(0, len(bodies), POSTINGS):
                do(generations.add_postings, segment=segment, bodies=bodies[begin : begin + POSTINGS])
    return bool(do(writing.replace, old=list(parts), segment=segment))


def _new_numbers(parts: Sequence[Part]) -> dict[int, Array]:
    """Return {segment: the new number of each document, or -1 for a dead one}."""
    found, begin = {}, 0
    for part in parts:
        numbers = np.where(part.alive, np.cumsum(part.alive) - 1 + begin, -1)
        found[part.pk] = numbers
        begin += int(part.alive.sum())
    return found


def _facets(parts: Sequence[Part], numbers: dict[int, Array]) -> tuple[list[str], bytes]:
    names = sorted({name for part in parts for name in part.facet_names})
    docs = []
    for name in names:
        own = np.concatenate([numbers[part.pk][part.with_facet(name)] for part in parts])
        docs.append(own[own >= 0])
    keep = [at for at, own in enumerate(docs) if len(own)]
    return [names[at] for at in keep], pack_facet_docs([docs[at] for at in keep])


def _between(
    parts: Sequence[Part], numbers: dict[int, Array], low: int, high: int, size: int
) -> tuple[Array, Array, Array, Array]:
    """Return the merged postings with terms from `low` up to `high`."""
    terms, docs, values = [np.empty(0, np.int64)], [np.empty(0, np.int64)], [np.empty(0, np.uint8)]
    large = [part.pk for part in parts if not part.is_packed]
    rows: dict[int, list[tuple[int, bytes]]] = {}
    for term, segment, body in storing.read_between(large, low, high) if large else ():
        rows.setdefault(segment, []).append((term, bytes(body)))
    for part in parts:
        if part.is_packed:
            own, numbers_in, impacts = part.all_postings()
            chosen = (own >= low) & (own < high) if high < SPAN else own >= low
            own, numbers_in, impacts = own[chosen], numbers_in[chosen], impacts[chosen]
        else:
            found = [(term, *unpack(body)) for term, body in rows.get(part.pk, ())]
            if not found:
                continue
            lengths = [len(one[1]) for one in found]
            own = np.repeat(np.array([one[0] for one in found], np.int64), lengths)
            numbers_in = np.concatenate([one[1] for one in found])
            impacts = np.concatenate([one[2] for one in found])
        new = numbers[part.pk][numbers_in]
        alive = new >= 0
        terms.append(own[alive])
        docs.append(new[alive])
        values.append(impacts[alive])
    return in_order(np.concatenate(terms), np.concatenate(docs), np.concatenate(values), size)


def tidy(*, all_of: bool = False, generation: int | None = None) -> int:
    """Merge while it is worth it, in the living index or a generation in the making; return how often."""
    for done in range(MOST_AT_ONCE):
        parts = to_merge(snapshot.read(generation) if generation else snapshot.current().parts, all_of=all_of)
        if not parts or not merge(parts):
            return done
    return MOST_AT_ONCE


def sweep(*, at_once: bool = False) -> int:
    """Remove what nobody reads, some rows at a time; return how many. `at_once`: also what was just replaced."""
    from kumppanuus.search import generations
    from kumppanuus.search.actions import do_in_turn as do

    swept = 0
    before = timezone.now() + READERS_DONE if at_once else timezone.now() - READERS_DONE
    while segment := generations.to_sweep(before):
        swept += do(generations.sweep_segment, segment=segment.pk)
    while swept and (number := do(generations.sweep_documents)):
        swept += number
    return swept
