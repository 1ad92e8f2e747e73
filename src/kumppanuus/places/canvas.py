"""The ground under points: borders once they are loaded, else tiles; and where on it a place stands."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.translation import gettext as _

from kumppanuus.places.borders import flat
from kumppanuus.places.maps import STEP, TILE, bounds, cells_for, short_names
from kumppanuus.places.models import Area

SIZE = 400  # the longer side of a map with points, in its own units: pixels where there is room
MARGIN = 28
FEW = 4  # so many municipalities stand in tiles large enough for points within them
NAMED = 45  # of more, names would not fit
KM_LAT = 110.57
KM_LON = 111.32
CLOSEST = 30  # the least that a map of borders shows across: 3 km
LETTER = 3.2  # half the width of a letter of a name
BARS = (0.5, 1, 2, 5, 10, 20, 50, 100, 200)
XY = tuple[float, float]


@dataclass(frozen=True)
class Spot:
    """Where something is. Without lon and lat only its municipality is known.

    area   id of the municipality
    label  the place in words: its name, its address
    """

    area: int
    lon: float | None = None
    lat: float | None = None
    label: str = ""

    @property
    def rough(self) -> bool:
        return self.lon is None or self.lat is None


class Canvas(ABC):
    """A drawn ground of municipalities. `by_tile`: a tile is the smallest place that it can show."""

    by_tile = False

    def __init__(self, areas: Sequence[Area]) -> None:
        self.areas = {area.pk: area for area in areas}
        self.width = self.height = float(SIZE)

    @abstractmethod
    def at(self, spot: Spot) -> XY | None:
        """Return where the spot stands, or None where its municipality is not on the map."""

    @abstractmethod
    def ground(self) -> str:
        """Return what lies under the points, hidden from those who listen: the list says it."""

    def reach(self, lon: float, lat: float, km: float) -> str:
        """Return a ring of so many kilometres around a point; "" where the ground has no scale."""
        return ""


def canvas(areas: Sequence[Area], spots: Sequence[Spot], ring: Ring | None = None) -> Canvas:
    """Return the ground for the areas: their borders if each has some, else tiles. With borders the drawing keeps to a
    ring around a chosen place, and of a few municipalities to where something is.
    """
    known = [area for area in areas if area.lon is not None and area.lat is not None]
    if known and all(area.border for area in known):
        return Borders(known, ring.edge() if ring and ring.km else _here(known, spots))
    return Windows(known, spots) if len(known) <= FEW else Tiles(known)


@dataclass(frozen=True)
class Ring:
    """A chosen place, and how many kilometres around it are of interest; 0 for all."""

    lon: float
    lat: float
    km: float = 0

    def edge(self) -> list[XY]:
        """Return the points of the ring that are farthest west, east, south and north."""
        high, wide = self.km / KM_LAT, self.km / (KM_LON * math.cos(math.radians(self.lat)))
        return [(self.lon - wide, self.lat), (self.lon + wide, self.lat), (self.lon, self.lat - high),
                (self.lon, self.lat + high)]  # fmt: skip

    def has(self, lon: float | None, lat: float | None) -> bool:
        """Say whether a point is within the ring."""
        if not self.km or lon is None or lat is None:
            return True
        east = (lon - self.lon) * KM_LON * math.cos(math.radians(self.lat))
        return math.hypot(east, (lat - self.lat) * KM_LAT) <= self.km


def _here(areas: Sequence[Area], spots: Sequence[Spot]) -> list[XY]:
    """Return the points of a few municipalities, or nothing: the whole of them is drawn then."""
    by_id = {area.pk: area for area in areas}
    own = [spot for spot in spots if spot.area in by_id]
    if len(areas) > FEW or not any(not spot.rough for spot in own):
        return []
    at = [(by_id[one.area].lon, by_id[one.area].lat) if one.rough else (one.lon, one.lat) for one in own]
    return [(lon, lat) for lon, lat in at if lon is not None and lat is not None]


def _word(words: str, x: float, y: float, kind: str = "mp-name") -> str:
    return f'<text class="{kind}" x="{x:.0f}" y="{y:.0f}">{escape(words)}</text>'


def _bar(pixels_per_km: float, x: float, y: float) -> str:
    """Return a bar that tells how long a distance is."""
    km = max((one for one in BARS if one * pixels_per_km <= 110), default=BARS[0])
    told = _("%(km)s km") % {"km": f"{km:g}".replace(".", ",")}
    end = x + km * pixels_per_km
    return f'<path class="mp-bar" d="M{x:.0f} {y - 5:.0f}v5H{end:.1f}v-5"/>{_word(told, end + 5, y, "mp-scale")}'


def _flat(lon: float, lat: float) -> XY | None:
    try:
        return flat(lon, lat)
    except ValueError:
        return None


class Borders(Canvas):
    """Municipalities as they lie: units of 100 m, made to fit; only around the points of `focus` if there are."""

    def __init__(self, areas: Sequence[Area], focus: Sequence[XY] = ()) -> None:
        super().__init__(areas)
        boxes = [bounds(area.border) for area in areas]
        box: list[float] = [min(one[0] for one in boxes), min(one[1] for one in boxes)]
        box += [max(one[2] for one in boxes), max(one[3] for one in boxes)]
        if near := [xy for lon, lat in focus if (xy := _flat(lon, lat)) is not None]:
            xs, ys = [x for x, _y in near], [y for _x, y in near]
            pad = max(CLOSEST - max(xs) + min(xs), CLOSEST - max(ys) + min(ys), 0) / 2
            box = [min(xs) - pad, min(ys) - pad, max(xs) + pad, max(ys) + pad]
        self.left, self.top = box[0], box[1]
        wide, high = box[2] - box[0], box[3] - box[1]
        self.scale = (SIZE - 2 * MARGIN) / max(wide, high, 1)
        self.width, self.height = wide * self.scale + 2 * MARGIN, high * self.scale + 2 * MARGIN + 18

    def _xy(self, lon: float, lat: float) -> XY | None:
        if (flattened := _flat(lon, lat)) is None:
            return None
        x, y = flattened
        found = ((x - self.left) * self.scale + MARGIN, (y - self.top) * self.scale + MARGIN)
        return found if 0 <= found[0] <= self.width and 0 <= found[1] <= self.height else None

    def at(self, spot: Spot) -> XY | None:
        area = self.areas.get(spot.area)
        if area is None:
            return None
        if spot.lon is not None and spot.lat is not None and (found := self._xy(spot.lon, spot.lat)):
            return found
        return self._xy(area.lon or 0, area.lat or 0)

    def ground(self) -> str:
        paths = "".join(f'<path class="area" d="{area.border}"/>' for area in self.areas.values())
        move = f"translate({MARGIN - self.left * self.scale:.2f} {MARGIN - self.top * self.scale:.2f})"
        names = "".join(_word(name, x, y) for name, x, y in self._names())
        bar = _bar(10 * self.scale, MARGIN, self.height - 6)
        return f'<g transform="{move} scale({self.scale:.5f})">{paths}</g>{names}{bar}'

    def _names(self) -> list[tuple[str, float, float]]:
        """Return the names that find room, and where they stand: below the middle of the municipality."""
        found: list[tuple[str, float, float]] = []
        for area in self.areas.values() if len(self.areas) <= NAMED else ():
            name, centre = str(area.name), self._xy(area.lon or 0, area.lat or 0)
            if centre is None:
                continue
            x, y = centre[0], centre[1] + 25
            if all(abs(y - y2) > 11 or abs(x - x2) > LETTER * (len(name) + len(other)) for other, x2, y2 in found):
                found.append((name, x, y))
        return found

    def reach(self, lon: float, lat: float, km: float) -> str:
        """Return a ring around the point, and its middle."""
        middle = self._xy(lon, lat)
        if middle is None:
            return ""
        x, y = middle
        ring = f'<circle class="mp-ring" cx="{x:.1f}" cy="{y:.1f}" r="{km * 10 * self.scale:.1f}"/>' if km else ""
        return f'{ring}<path class="mp-here" d="M{x - 8:.1f} {y:.1f}h16M{x:.1f} {y - 8:.1f}v16"/>'


class Tiles(Canvas):
    """An equal tile for each municipality, one point in each."""

    by_tile = True

    def __init__(self, areas: Sequence[Area]) -> None:
        super().__init__(areas)
        self.cells = cells_for(areas)
        self.labels = short_names(str(area.name) for area in areas)
        self.width = (max((x for x, _y in self.cells.values()), default=0) + 1) * STEP
        self.height = (max((y for _x, y in self.cells.values()), default=0) + 1) * STEP

    def at(self, spot: Spot) -> XY | None:
        cell = self.cells.get(spot.area)
        return None if cell is None else (cell[0] * STEP + 2 + TILE / 2, cell[1] * STEP + 2 + 31)

    def ground(self) -> str:
        drawn = []
        for pk, (column, row) in self.cells.items():
            x, y = column * STEP + 2, row * STEP + 2
            drawn.append(f'<rect class="area" x="{x}" y="{y}" width="{TILE}" height="{TILE}" rx="3"/>')
            drawn.append(_word(self.labels[str(self.areas[pk].name)], x + TILE / 2, y + 14, "mp-tile"))
        return "".join(drawn)


class Windows(Canvas):
    """A few municipalities, each in a large tile; within it places lie as they do in truth, north above."""

    def __init__(self, areas: Sequence[Area], spots: Iterable[Spot]) -> None:
        super().__init__(areas)
        self.cells = cells_for(areas)
        across = max((max(cell) for cell in self.cells.values()), default=0) + 1
        self.tile = SIZE / across
        self.width = (max((x for x, _y in self.cells.values()), default=0) + 1) * self.tile
        self.height = (max((y for _x, y in self.cells.values()), default=0) + 1) * self.tile
        self.scales = self._scales(spots)

    def _scales(self, spots: Iterable[Spot]) -> Mapping[int, float]:
        """Return pixels to a kilometre in each tile, so that all that is in it fits."""
        far: dict[int, float] = {}
        for spot in spots:
            if spot.area in self.cells and (off := self._off(spot)) is not None:
                far[spot.area] = max(far.get(spot.area, 0.0), abs(off[0]), abs(off[1]))
        half = self.tile / 2 - MARGIN - 14
        return {pk: half / min(max(far.get(pk, 0.0), 1.0), 60.0) for pk in self.cells}

    def _off(self, spot: Spot) -> XY | None:
        area = self.areas[spot.area]
        if spot.lon is None or spot.lat is None or area.lon is None or area.lat is None:
            return None
        east = (spot.lon - area.lon) * KM_LON * math.cos(math.radians(area.lat))
        return east, (area.lat - spot.lat) * KM_LAT

    def at(self, spot: Spot) -> XY | None:
        cell = self.cells.get(spot.area)
        if cell is None:
            return None
        half = self.tile / 2
        east, south = self._off(spot) or (0.0, 0.0)
        scale, most = self.scales[spot.area], half - MARGIN
        x, y = (max(-most, min(most, one * scale)) for one in (east, south))
        return cell[0] * self.tile + half + x, cell[1] * self.tile + half + y

    def ground(self) -> str:
        drawn = []
        side = self.tile - 4
        for pk, (column, row) in self.cells.items():
            x, y = column * self.tile + 2, row * self.tile + 2
            drawn.append(
                f'<rect class="area" x="{x:.0f}" y="{y:.0f}" width="{side:.0f}" height="{side:.0f}" rx="3"/>'
                f"{_word(str(self.areas[pk].name), x + 10, y + 20, 'mp-head')}"
                f"{_bar(self.scales[pk], x + 10, y + side - 9)}"
            )
        return "".join(drawn)
