"""The directory's list as a map: the same filter, the same entries, and the list that says the same beside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kumppanuus.core.pieces import kept
from kumppanuus.core.requests import Request, addresses
from kumppanuus.places.canvas import Ring, Spot
from kumppanuus.places.models import Area, AreaKind
from kumppanuus.places.points import (
    Thing,
    count_map,
    ground_of,
    point_map,
    show_closer,
)
from kumppanuus.services.filters import DirectoryFilter, Found
from kumppanuus.services.models import Service
from kumppanuus.services.placing import counts_of, spots_of

MOST_ON_MAP = 200  # entries that stand one by one; of more, each municipality's number


def on_map(
    request: Request, wanted: DirectoryFilter, found: Found, columns: Sequence[str], title: str
) -> dict[str, Any]:
    """Return what the page shows of a filtered list on a map. Four queries, five with an area.

    All of the result is on it: entries as points, or how many there are in each municipality where they are more than
    MOST_ON_MAP; within one municipality the first so many.
    """
    alone = wanted.area is not None and wanted.area.kind == AreaKind.MUNICIPALITY
    if len(found.ids) > MOST_ON_MAP and not alone:
        return _counted(wanted, found, title)
    shown = found.ids[:MOST_ON_MAP]
    rows = Service.objects.visible_to(request.actor).filter(pk__in=shown).order_by()
    by_id = {row.pk: row for row in rows.values_list(*columns, named=True)}
    spots, address = spots_of(list(by_id)), addresses("services:service")
    things = [
        Thing(str(by_id[pk].name), address(by_id[pk].slug), spots.get(pk, ()), by_id[pk]) for pk in shown if pk in by_id
    ]
    near = Ring(wanted.near.lon, wanted.near.lat, wanted.km) if wanted.near else None
    areas = ground_of(wanted.area.slug if wanted.area else "", [one for own in spots.values() for one in own])
    made = point_map(title, things, areas, near)
    show_closer(made, lambda area: _closer(wanted, area))
    return {
        "map": made,
        "outside": [one.row for one in made.outside],
        "nowhere": [one.row for one in made.nowhere],
        "left_out": len(found.ids) - len(shown),
        "written": set(),
    }


def _closer(wanted: DirectoryFilter, area: Area) -> str:
    return f"?{wanted.query(area=area.slug, view='map')}"


def _counted(wanted: DirectoryFilter, found: Found, title: str) -> dict[str, Any]:
    def count() -> tuple[dict[int, int], int]:
        return counts_of(found.ids)

    own_point = wanted.near is not None and wanted.near.exact
    counts, nowhere = count() if own_point else kept(f"on_map:{wanted.query()}", count)
    areas = ground_of("", [Spot(pk) for pk in counts])
    made = count_map(title, counts, areas, {area.pk: _closer(wanted, area) for area in areas})
    return {"counts": made, "left_out": nowhere}
