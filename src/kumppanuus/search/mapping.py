"""What was found on a map: the same hits as points over the municipalities, and the list that says the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from kumppanuus.places.canvas import Ring, Spot
from kumppanuus.places.points import Thing, ground_of, point_map
from kumppanuus.search.asking import Asked
from kumppanuus.search.finding import Result
from kumppanuus.search.listing import Row

MOST_ON_MAP = 200  # hits, the best first


def mapped(asked: Asked, found: Result, rows: Sequence[Row]) -> dict[str, Any]:
    """Return the best MOST_ON_MAP of what was found as a map and its list. One query, two where words name a place."""
    things = [Thing(str(row.title), row.url, _spots(row), row) for row in rows]
    near = Ring(asked.near.lon, asked.near.lat, asked.km) if asked.near else None
    areas = ground_of(found.place.slug if found.place else "", [spot for one in things for spot in one.spots])
    made = point_map(_("What was found: %(words)s") % {"words": asked.words or asked.near}, things, areas, near)
    seen: set[tuple[str, int]] = set()
    places = [
        (one, [replace(_once(row, seen), place=label) for row, label in zip(one.rows, one.labels, strict=True)])
        for one in made.points
    ]
    return {
        "map": made,
        "places": places,
        "outside": [_once(one.row, seen) for one in made.outside],
        "nowhere": [_once(one.row, seen) for one in made.nowhere],
        "left_out": max(found.total - len(rows), 0),
    }


def _spots(row: Row) -> list[Spot]:
    return [Spot(area, lon, lat, label) for area, lon, lat, label in row.hit.facts.get("at") or ()]


def _once(row: Row, seen: set[tuple[str, int]]) -> Row:
    """Return the row; what stands at several places has its buttons at the first only."""
    key = (row.hit.kind, row.hit.object_id)
    again = key in seen
    seen.add(key)
    return replace(row, beside="") if again else row
