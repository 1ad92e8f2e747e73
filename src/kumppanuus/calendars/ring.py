"""The picture of the year: twelve months around, each date a mark of its kind, today's hand. Numbers for a template.

The list beside it is the truth. Where a year has more dates than there is room for, the picture shows how many each
month has.
"""

from __future__ import annotations

import datetime as dt
import math
from calendar import isleap
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.dates import MONTHS, MONTHS_3

from kumppanuus.calendars.dates import Dated, Kind

RIM, NAMES, OUTER, STEP, TRACKS, INNER = 178, 164, 142, 15, 6, 40
MARK = 13.5  # how much of a track a mark takes
BAR = 88  # the longest bar of a month

# Each kind by a shape of its own, around (0, 0): told apart without colour too.
SHAPES: dict[str, str] = {
    Kind.MEETING: "M-5-5H5V5H-5Z",
    Kind.CALL: "M0-6.5L6 5H-6Z",
    Kind.ROUND: "M0-6A6 6 0 1 1 0 6A6 6 0 1 1 0-6ZM0-2.6A2.6 2.6 0 1 0 0 2.6A2.6 2.6 0 1 0 0-2.6Z",
    Kind.MEASURE: "M0-6.6L6.6 0L0 6.6L-6.6 0Z",
    Kind.TERM: "M-5.5-5.5H-1.6V5.5H-5.5ZM1.6-5.5H5.5V5.5H1.6Z",
    Kind.FUNDING: "M0 6.5L-6-5H6Z",
    Kind.APPLICATION: "M-2-6H2V-2H6V2H2V6H-2V2H-6V-2H-2Z",
    Kind.REPORT: "M-4.6-6H1.6L4.8-2.6V6H-4.6Z",
    Kind.NEGOTIATION: "M-6.5 0A3.2 3.2 0 1 1 0 0A3.2 3.2 0 1 1 6.5 0A3.2 3.2 0 1 1 0 0A3.2 3.2 0 1 1-6.5 0Z",
    Kind.EVENT: "M0-7L1.9-2.3L6.7-2.2L2.9.9L4.2 5.7L0 3L-4.2 5.7L-2.9.9L-6.7-2.2L-1.9-2.3Z",
    Kind.OTHER: "M0-5A5 5 0 1 1 0 5A5 5 0 1 1 0-5Z",
}


@dataclass(frozen=True)
class Sector:
    """A month: its piece of the rim, where its name stands; in a crowded year its bar and how many dates it has."""

    month: int
    name: str
    long_name: str
    address: str
    rim: str
    x: str
    y: str
    bar: str = ""
    number: int = 0
    number_x: str = ""
    number_y: str = ""


@dataclass(frozen=True)
class Mark:
    """A date: where its shape stands, and the arc of one that takes several days."""

    dated: Dated
    shape: str
    place: str
    arc: str = ""


@dataclass(frozen=True)
class Ring:
    """The picture; `hand` is today's, empty in other years."""

    sectors: list[Sector]
    marks: list[Mark]
    hand: str
    tracks: list[int]

    @property
    def is_crowded(self) -> bool:
        return any(sector.bar for sector in self.sectors)


def drawn(
    year: int,
    rows: Iterable[Dated] | None,
    there: Mapping[int, int],
    today: dt.date,
    address: Callable[[int], str],
) -> Ring:
    """Return the ring of a year: with its dates where they have room, else with the number of each month.

    `address` gives where the list of a month is.
    """
    marks = _marks(year, rows) if rows is not None else None
    hand = _line(_turn(today, year), INNER - 10, OUTER + 8) if today.year == year else ""
    top = max(there.values(), default=0)
    shown = there if marks is None else {}
    sectors = [_sector(year, month, shown.get(month, 0), top, address(month)) for month in range(1, 13)]
    tracks = [OUTER - STEP * n for n in range(TRACKS)] if marks is not None else [INNER]
    return Ring(sectors, marks or [], hand, tracks)


def _marks(year: int, rows: Iterable[Dated]) -> list[Mark] | None:
    """Return the marks, each on the outermost track that is free there; None where one finds no room."""
    taken: list[list[tuple[float, float]]] = [[] for _n in range(TRACKS)]
    found = []
    last_day = dt.date(year, 12, 31)
    for row in rows:
        begin, end = _turn(row.first, year), _turn(min(row.last, last_day), year)
        for track, used in enumerate(taken):
            radius = OUTER - STEP * track
            room = MARK / radius / (2 * math.pi)
            if _is_free(begin - room, end + room, used):
                used.append((begin, end))
                x, y = _point(begin, radius)
                arc = _arc(begin, end, radius) if end > begin else ""
                found.append(Mark(row, SHAPES[row.kind], f"translate({x} {y})", arc))
                break
        else:
            return None
    return found


def _is_free(begin: float, end: float, used: list[tuple[float, float]]) -> bool:
    """Say whether nothing lies between two turns of a track; the last days of the year are beside the first."""
    return all(end + full <= low or begin + full >= high for low, high in used for full in (-1, 0, 1))


def _sector(year: int, month: int, number: int, top: int, address: str) -> Sector:
    begin = _turn(dt.date(year, month, 1), year)
    end = _turn(dt.date(year, month + 1, 1), year) if month < 12 else 1.0
    middle, gap = (begin + end) / 2, 0.0022
    x, y = _point(middle, NAMES)
    more: dict[str, Any] = {}
    if number:
        length = INNER + 6 + BAR * number / top
        more = {"bar": _piece(begin + 4 * gap, end - 4 * gap, INNER, length), "number": number}
        more["number_x"], more["number_y"] = _point(middle, length + 10)
    rim = _piece(begin + gap, end - gap, NAMES - 13, RIM)
    return Sector(month, str(MONTHS_3[month]).strip("."), str(MONTHS[month]), address, rim, x, y, **more)


def _turn(day: dt.date, year: int) -> float:
    """Return how much of the year has gone when the day begins."""
    return (day - dt.date(year, 1, 1)).days / (366 if isleap(year) else 365)


def _point(turn: float, radius: float) -> tuple[str, str]:
    angle = 2 * math.pi * turn
    return _short(radius * math.sin(angle)), _short(-radius * math.cos(angle))


def _short(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0").replace("-0.0", "0") or "0"


def _line(turn: float, inner: float, outer: float) -> str:
    return "M{} {}L{} {}".format(*_point(turn, inner), *_point(turn, outer))


def _arc(begin: float, end: float, radius: float) -> str:
    wide = int(end - begin > 0.5)
    return "M{} {}A{r} {r} 0 {w} 1 {} {}".format(*_point(begin, radius), *_point(end, radius), r=radius, w=wide)


def _piece(begin: float, end: float, inner: float, outer: float) -> str:
    """Return a piece of a ring between two turns and two radii."""
    back = "L{} {}A{r} {r} 0 0 0 {} {}Z".format(*_point(end, inner), *_point(begin, inner), r=_short(inner))
    return "M{} {}A{r} {r} 0 0 1 {} {}".format(*_point(begin, outer), *_point(end, outer), r=_short(outer)) + back
