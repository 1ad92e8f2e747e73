"""Municipal borders: Statistics Finland's GeoJSON → simplified SVG paths on one flat map of Finland.

The map's units are 100 m on the national grid (ETRS-TM35FIN), y downwards. A stretch that two municipalities
share is simplified once, so that no gaps open between them.
"""

from __future__ import annotations

import json
import math
from collections import defaultdict
from itertools import pairwise
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

Point = tuple[float, float]
Ring = list[Point]

TOLERANCE = 4.0  # units of 100 m
SMALLEST = 60.0  # rings smaller than this many hectares are left out, except a municipality's largest
NORTH = 77800  # the y of the map's upper edge


class BordersError(Exception):
    """The file cannot be used; the message is translated and says why."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def read_borders(path: Path) -> dict[str, str]:
    """Return {municipality code: SVG path data}. Raises BordersError with the reason."""
    try:
        data = json.loads(Path(path).read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise BordersError(_("The file cannot be read: %(why)s") % {"why": error.strerror or error}) from error
    except ValueError as error:
        raise BordersError(_("The file is not GeoJSON: it cannot be read as JSON.")) from error
    features = data.get("features") if isinstance(data, dict) else None
    if not isinstance(features, list) or not features:
        raise BordersError(_("The file is not GeoJSON: it has no list of features."))
    rings: dict[str, list[Ring]] = {}
    for number, feature in enumerate(features, 1):
        code, found = read_feature(number, feature)
        if code in rings:
            raise BordersError(_("Feature %(number)d: municipality %(code)s is there twice.") % vars_of(number, code))
        rings[code] = found
    return {code: svg_path(found) for code, found in simplified(rings).items()}


def vars_of(number: int, code: str) -> dict[str, Any]:
    """Return what an error message names."""
    return {"number": number, "code": code}


def read_feature(number: int, feature: Any) -> tuple[str, list[Ring]]:
    """Return the code and the flat rings of one feature."""
    try:
        code = str(feature["properties"]["kunta"]).zfill(3)
        kind, coordinates = feature["geometry"]["type"], feature["geometry"]["coordinates"]
    except (KeyError, TypeError) as error:
        raise BordersError(
            _("Feature %(number)d has no property “kunta” or no geometry.") % {"number": number}
        ) from error
    if len(code) != 3 or not code.isdigit():
        raise BordersError(_("Feature %(number)d: “%(code)s” is not a municipality’s code.") % vars_of(number, code))
    if kind not in ("Polygon", "MultiPolygon"):
        raise BordersError(_("Feature %(number)d (%(code)s) is not a polygon.") % vars_of(number, code))
    try:
        polygons = [coordinates] if kind == "Polygon" else coordinates
        rings = [[flat(*map(float, point[:2])) for point in ring] for polygon in polygons for ring in polygon]
    except (TypeError, ValueError) as error:
        raise BordersError(
            _("Feature %(number)d (%(code)s): its coordinates cannot be read.") % vars_of(number, code)
        ) from error
    rings = [ring for ring in rings if len(ring) >= 4]
    if not rings:
        raise BordersError(_("Feature %(number)d (%(code)s) has no area.") % vars_of(number, code))
    return code, rings


def flat(a: float, b: float) -> Point:
    """Return map units for degrees (WGS84) or for metres of ETRS-TM35FIN; both are in use for these files.

    Raises ValueError for a point that is not in or near Finland.
    """
    east, north = (a, b) if abs(a) > 180 else grid(a, b)
    if not (0 < east < 800_000 and 6_500_000 < north < 7_900_000):
        raise ValueError("not in Finland")
    return round(east / 100, 1), round(NORTH - north / 100, 1)


def grid(lon: float, lat: float) -> Point:
    """Return ETRS-TM35FIN easting and northing (transverse Mercator, central meridian 27°, Krüger's series)."""
    radius = 6367449.145771
    to_sphere = (0.0008377318247344, 7.608527788826e-07, 1.197638019173e-09)
    e = 0.0818191910428158
    phi, lam = math.radians(lat), math.radians(lon - 27)
    t = math.sinh(math.atanh(math.sin(phi)) - e * math.atanh(e * math.sin(phi)))
    xi, eta = math.atan2(t, math.cos(lam)), math.atanh(math.sin(lam) / math.sqrt(1 + t * t))
    x, y = xi, eta
    for j, a in enumerate(to_sphere, 1):
        x += a * math.sin(2 * j * xi) * math.cosh(2 * j * eta)
        y += a * math.cos(2 * j * xi) * math.sinh(2 * j * eta)
    return 500_000 + 0.9996 * radius * y, 0.9996 * radius * x


def simplified(rings: dict[str, list[Ring]]) -> dict[str, list[Ring]]:
    """Return fewer points per ring; small islets go, what two municipalities share stays the same for both."""
    owners: dict[Point, set[str]] = defaultdict(set)
    for code, group in rings.items():
        for ring in group:
            for point in ring:
                owners[point].add(code)
    result = {}
    for code, group in rings.items():
        ordered = sorted(group, key=lambda ring: -abs(size(ring)))
        kept = [ring for i, ring in enumerate(ordered) if i == 0 or abs(size(ring)) >= SMALLEST]
        result[code] = [found for ring in kept if len(found := thin_ring(ring, owners)) >= 3] or [kept[0]]
    return result


def size(ring: Ring) -> float:
    """Return the signed area in hectares."""
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise([*ring, ring[0]])) / 2


def thin_ring(ring: Ring, owners: dict[Point, set[str]]) -> Ring:
    """Return a ring cut where its neighbour changes, each stretch thinned by itself."""
    points = ring[:-1] if ring[0] == ring[-1] else ring
    count = len(points)
    around = [owners[point] for point in points]
    corners = [i for i in range(count) if not around[i - 1] == around[i] == around[(i + 1) % count]]
    # A ring with one neighbour, or none, is cut at two points that every owner of it would choose.
    if len(corners) < 2:
        first = min(range(count), key=points.__getitem__)
        far = max(range(count), key=lambda i: (math.dist(points[first], points[i]), points[i]))
        corners = sorted({first, far})
    thin: Ring = []
    for a, b in pairwise([*corners, corners[0] + count]):
        stretch = [points[i % count] for i in range(a, b + 1)]
        thin += thin_stretch(stretch)[:-1]
    return thin


def thin_stretch(stretch: Ring) -> Ring:
    """Return a stretch without the points that lie within the tolerance; the same in both directions."""
    if stretch[0] > stretch[-1]:
        return thin_stretch(stretch[::-1])[::-1]
    keep = {0, len(stretch) - 1}
    todo = [(0, len(stretch) - 1)]
    while todo:
        a, b = todo.pop()
        if b - a < 2:
            continue
        far, at = max((distance(stretch[i], stretch[a], stretch[b]), i) for i in range(a + 1, b))
        if far > TOLERANCE:
            keep.add(at)
            todo += [(a, at), (at, b)]
    return [stretch[i] for i in sorted(keep)]


def distance(point: Point, start: Point, end: Point) -> float:
    """Return the distance of a point from a line segment."""
    (px, py), (ax, ay), (bx, by) = point, start, end
    dx, dy = bx - ax, by - ay
    length = dx * dx + dy * dy
    along = 0.0 if length == 0 else max(0.0, min(1.0, ((px - ax) * dx + (py - ay) * dy) / length))
    return math.hypot(px - ax - along * dx, py - ay - along * dy)


def svg_path(rings: list[Ring]) -> str:
    """Return SVG path data in whole units, written with relative steps."""
    parts = []
    for ring in rings:
        whole = [(round(x), round(y)) for x, y in ring]
        steps = [(x2 - x1, y2 - y1) for (x1, y1), (x2, y2) in pairwise(whole)]
        moves = "".join(f"l{dx} {dy}" for dx, dy in steps if dx or dy)
        parts.append(f"M{whole[0][0]} {whole[0][1]}{moves}z")
    return "".join(parts)
