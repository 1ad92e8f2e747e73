"""Maps of things at places: a list of points and their drawing, which say the same. Data in, SVG out."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kumppanuus.places.canvas import XY, Canvas, Ring, Spot, Tiles, canvas
from kumppanuus.places.models import Area

RADIUS, APART = 12.0, 27.0  # points nearer to each other are one
BESIDE = ((0, 0), (0, -APART), (APART, 0), (0, APART), (-APART, 0), (APART, -APART), (-APART, APART))


@dataclass(frozen=True)
class Thing:
    """Something with a page of its own, and where it is.

    row  whatever the list beside the map shows of it
    """

    name: str
    url: str
    spots: Sequence[Spot]
    row: Any = None


@dataclass
class Point:
    """A point of the map and an item of the list: what is there, or so near that the map cannot part them.

    rough  only the municipality is known of all that is there
    """

    number: int
    area: Area
    rough: bool
    x: float
    y: float
    entries: list[tuple[Thing, Spot]] = field(default_factory=list)
    tile: str = ""  # what the tile is called, where the whole municipality is one point
    closer: str = ""  # where the municipality is shown by itself

    @property
    def anchor(self) -> str:
        return f"place-{self.number}"

    @property
    def sign(self) -> str:
        """What marks it both on the map and in the list."""
        return self.tile or str(self.number)

    @property
    def rows(self) -> list[Any]:
        return [thing.row for thing, _spot in self.entries]

    @property
    def labels(self) -> list[str]:
        """Where each of the rows is, if the heading does not say it for all."""
        several = {spot.label for _thing, spot in self.entries}
        return [spot.label if len(several) > 1 else "" for _thing, spot in self.entries]

    @property
    def heading(self) -> str:
        """What the place is called."""
        if self.tile:
            return str(self.area.name)
        if self.rough:
            return _("%(area)s: no exact place is told") % {"area": self.area.name}
        labels = {spot.label for _thing, spot in self.entries if spot.label}
        if len(labels) == 1:
            return labels.pop()
        return _("Close together in %(area)s") % {"area": self.area.name} if labels else str(self.area.name)

    @property
    def name(self) -> str:
        """What is read out of the point: the only entry with its place, or how many are where."""
        if len(self.entries) == 1:
            return f"{self.entries[0][0].name}, {self.heading}"
        n = len(self.entries)
        return ngettext("%(n)d entry, %(place)s", "%(n)d entries, %(place)s", n) % {"n": n, "place": self.heading}

    @property
    def url(self) -> str:
        """Where the point leads: to the only entry's page, or to where the list tells them."""
        return self.entries[0][0].url if len(self.entries) == 1 else f"#{self.anchor}"


@dataclass
class PointMap:
    """A map of points and the list that says the same.

    points   in the order of their numbers
    outside  things that are somewhere, but not on this map
    nowhere  things of which no place is known
    """

    title: str
    points: list[Point]
    outside: list[Thing]
    nowhere: list[Thing]
    ground: Canvas
    near: Ring | None = None

    @property
    def off_map(self) -> int:
        """How many stand in the list only."""
        return len(self.outside) + len(self.nowhere)

    @property
    def several(self) -> bool:
        return any(len(point.entries) > 1 for point in self.points)

    @property
    def some_rough(self) -> bool:
        return any(point.rough for point in self.points) and not self.ground.by_tile

    @property
    def svg(self) -> SafeString:
        """The drawing: the ground hidden from those who listen, then the points as links in the order of the list."""
        box = self.ground
        ring = box.reach(self.near.lon, self.near.lat, self.near.km) if self.near else ""
        drawn = "".join(
            _tile(one.url, one.name, one.x, one.y, str(len(one.entries))) if box.by_tile else _dot(one)
            for one in self.points
        )
        return _frame(self.title, box, f'<g aria-hidden="true">{box.ground()}{ring}</g>{drawn}')


def _frame(title: str, box: Canvas, body: str) -> SafeString:
    width, height = math.ceil(box.width), math.ceil(box.height)
    return mark_safe(
        f'<svg class="mp-map" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="group"'
        f' aria-label="{escape(title)}">{body}</svg>'
    )


def _link(url: str, name: str, inside: str) -> str:
    return f'<a href="{escape(url)}" aria-label="{escape(name)}"><title>{escape(name)}</title>{inside}</a>'


def _dot(point: Point) -> str:
    """Return a circle with the number that the list has; of several, how many stands beside it."""
    kind = "mp-dot mp-rough" if point.rough else "mp-dot"
    many = len(point.entries)
    beside = f'<text class="mp-many" x="{point.x + RADIUS + 2:.0f}" y="{point.y - 6:.0f}">×{many}</text>'
    return _link(
        point.url,
        point.name,
        f'<circle class="{kind}" cx="{point.x:.1f}" cy="{point.y:.1f}" r="{RADIUS:.0f}"/>'
        f'<text class="mp-number" x="{point.x:.1f}" y="{point.y + 4.5:.1f}">{point.number}</text>'
        f"{beside if many > 1 else ''}",
    )


def _tile(url: str, name: str, x: float, y: float, told: str) -> str:
    """Return a municipality's tile as a link, with how many there are in it."""
    wide = max(RADIUS, 4.5 * len(told) + 6)
    return _link(
        url,
        name,
        f'<rect class="mp-whole" x="{x - 23:.0f}" y="{y - 31:.0f}" width="46" height="46" rx="3"/>'
        f'<rect class="mp-dot" x="{x - wide:.1f}" y="{y - RADIUS:.0f}" width="{2 * wide:.1f}" height="{2 * RADIUS:.0f}"'
        f' rx="{RADIUS:.0f}"/><text class="mp-number" x="{x:.1f}" y="{y + 4.5:.1f}">{told}</text>',
    )


def point_map(title: str, things: Sequence[Thing], areas: Sequence[Area], near: Ring | None = None) -> PointMap:
    """Put things on a map of municipalities. A thing at several places stands at each; one that is nowhere on the map
    is told apart. The points are numbered in the order of the things.
    """
    box = canvas(areas, [spot for thing in things for spot in thing.spots], near)
    points: list[Point] = []
    outside: list[Thing] = []
    nowhere: list[Thing] = []
    for thing in things:
        here = [(spot, xy) for spot in thing.spots if _is_near(spot, box, near) and (xy := box.at(spot)) is not None]
        if not here:
            (outside if thing.spots else nowhere).append(thing)
        for spot, xy in here:
            _add(points, box, thing, spot, xy)
    _part(points, by_tile=box.by_tile)
    return PointMap(title, points, outside, nowhere, box, near)


def _is_near(spot: Spot, box: Canvas, near: Ring | None) -> bool:
    """Say whether a place is within the ring; of a municipality, its middle."""
    area = box.areas.get(spot.area)
    lon, lat = (area.lon, area.lat) if area and spot.rough else (spot.lon, spot.lat)
    return near is None or near.has(lon, lat)


def _add(points: list[Point], box: Canvas, thing: Thing, spot: Spot, xy: XY) -> None:
    def joins(point: Point) -> bool:
        if box.by_tile or (point.rough and spot.rough):
            return point.area.pk == spot.area
        return point.rough == spot.rough and math.dist((point.x, point.y), xy) < APART

    point = next(filter(joins, points), None)
    if point is None:
        point = Point(len(points) + 1, box.areas[spot.area], spot.rough, *xy)
        if isinstance(box, Tiles):
            point.tile = box.labels[str(point.area.name)]
        points.append(point)
    if all(other is not thing for other, _spot in point.entries):
        point.entries.append((thing, spot))
    point.rough = point.rough and spot.rough


def _part(points: Sequence[Point], *, by_tile: bool) -> None:
    """Move what is only known by its municipality beside the exact places that it would cover."""
    if by_tile:
        return
    fixed = [(one.x, one.y) for one in points if not one.rough]
    for one in points:
        if one.rough:
            tries = [(one.x + x, one.y + y) for x, y in BESIDE]
            free = [xy for xy in tries if all(math.dist(xy, other) >= APART for other in fixed)]
            one.x, one.y = (free or tries)[0]
            fixed.append((one.x, one.y))


@dataclass
class CountMap:
    """How many things are in each municipality, where they are too many to stand on a map one by one."""

    title: str
    rows: list[tuple[Area, int, str]]  # the municipality, how many, and the address that shows them
    ground: Tiles

    @property
    def items(self) -> list[tuple[str, Area, int, str]]:
        """What the list beside it shows: the tile's sign, the municipality, how many, and where they are shown."""
        return [(self.ground.labels[str(area.name)], area, number, url) for area, number, url in self.rows]

    @property
    def svg(self) -> SafeString:
        """The drawing: a tile for each municipality, those with something as links."""
        drawn = []
        for area, number, url in self.rows:
            xy = self.ground.at(Spot(area.pk))
            if xy is not None:
                name = _("%(area)s: %(n)s") % {"area": area.name, "n": number}
                drawn.append(_tile(url, name, *xy, str(number)))
        return _frame(self.title, self.ground, f'<g aria-hidden="true">{self.ground.ground()}</g>{"".join(drawn)}')


def count_map(title: str, counts: Mapping[int, int], areas: Sequence[Area], urls: Mapping[int, str]) -> CountMap:
    """Put how many there are on a map of tiles; the list has those with something, the most first."""
    placed = [area for area in areas if area.lon is not None and area.lat is not None]
    some = [(area, counts[area.pk], urls.get(area.pk, "")) for area in placed if counts.get(area.pk)]
    return CountMap(title, sorted(some, key=lambda one: (-one[1], str(one[0].name))), Tiles(placed))


def show_closer(made: PointMap, address: Callable[[Area], str]) -> None:
    """Let each municipality that is one point lead to a map of itself."""
    for point in made.points:
        if point.tile:
            point.closer = address(point.area)


def ground_of(slug: str, spots: Iterable[Spot]) -> list[Area]:
    """Return the municipalities to draw: those of the chosen area if something is in them, else all of the regions in
    which there is something. One query, two where nothing is in the chosen area.
    """
    used = {spot.area for spot in spots}
    rows = Area.objects.municipalities().drawn()
    if slug:
        chosen = Q(slug=slug) | Q(region__slug=slug) | Q(county__slug=slug)
        within = list(rows.filter(chosen))
        if used & {area.pk for area in within}:
            return within
    regions = Area.objects.filter(pk__in=used).order_by().values("region")
    return list(rows.filter(Q(region__in=regions) | Q(pk__in=used)))
