"""Maps of areas drawn by the server: tiles, or borders once they are loaded. Data in, SVG out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from kumppanuus.places.models import Area
from kumppanuus.places.tiles import Cell, place

TILE, STEP = 46, 50
LEVELS = 5
MANY = 120  # above this, tiles come from the country's placement; below, they are placed for the set
NUMBERED = 45  # above this, a map with borders has no numbers in it
PATH_STEP = re.compile(r"([Ml])(-?\d+) (-?\d+)")


@dataclass(frozen=True)
class MapValue:
    """What the map says of one area.

    label       the area's name as it is read out and listed
    value_text  the value in the reader's words ("2.5", "fewer than five"), shown in the tile if short
    level       0–4 for the shade, or None when there is no value
    url         where the tile leads
    """

    label: str
    value_text: str = ""
    level: int | None = None
    url: str = ""


@dataclass(frozen=True)
class AreaMap:
    """A map with its caption, legend and table.

    areas    municipalities; the list beside the map puts them in reading order
    values   by area id; an area without one is drawn without a value and leads to its page
    title    what the map shows
    finding  what it tells, in words
    legend   words for the levels 0–4, if there are levels
    heading  what the value is, as the column's heading
    key      names this map and its version for the cache ("round-7-item-3-v2"); empty = drawn each time
    """

    areas: Sequence[Area]
    values: Mapping[int, MapValue] = field(default_factory=dict)
    title: str = ""
    finding: str = ""
    legend: Sequence[str] = ()
    heading: str = ""
    key: str = ""

    def value_of(self, area: Area) -> MapValue:
        """Return the value of an area, or one that only has its name and page."""
        return self.values.get(area.pk) or MapValue(str(area.name), url=area.get_absolute_url())

    @property
    def has_levels(self) -> bool:
        return any(value.level is not None for value in self.values.values())


def cells_for(areas: Sequence[Area]) -> dict[int, Cell]:
    """Return a cell for each area that has a place: the country's own for many, placed anew for few."""
    placed = [area for area in areas if area.lon is not None and area.lat is not None]
    if len(placed) > MANY and all(area.tile_x is not None for area in placed):
        return {area.pk: (area.tile_x or 0, area.tile_y or 0) for area in placed}
    cells = placed_cells(tuple(sorted((area.code, area.lon or 0, area.lat or 0) for area in placed)))
    return {area.pk: cells[area.code] for area in placed}


@lru_cache(maxsize=256)
def placed_cells(centres: tuple[tuple[str, float, float], ...]) -> dict[str, Cell]:
    """Return the cells of a set of centres; the same set is placed once per process."""
    return place({code: (lon, lat) for code, lon, lat in centres})


def short_names(names: Iterable[str]) -> dict[str, str]:
    """Return a label of three letters, or four where needed, for each name; two alike only if nothing else fits."""
    labels: dict[str, str] = {}
    taken: set[str] = set()
    for name in sorted(set(names)):
        letters = [letter for letter in name if letter.isalpha()]
        head = "".join(letters[:3])
        tries = [head, *(head[:2] + letter for letter in letters[3:]), *(head + letter for letter in letters[3:])]
        label = next((one.upper() for one in tries if one.upper() not in taken), head.upper())
        taken.add(label)
        labels[name] = label
    return labels


def classes(value: MapValue, has_levels: bool) -> str:
    """Return the CSS class for the shade."""
    if value.level is not None:
        return f"area l{max(0, min(LEVELS - 1, value.level))}"
    return "area none" if has_levels else "area"


def link(value: MapValue, inside: str) -> str:
    """Return the shapes of one area as a link that is read out with its name and value."""
    name = f"{value.label}: {value.value_text}" if value.value_text else value.label
    body = f"<title>{escape(name)}</title>{inside}"
    if not value.url:
        return f'<g role="img" aria-label="{escape(name)}">{body}</g>'
    return f'<a href="{escape(value.url)}" aria-label="{escape(name)}">{body}</a>'


def tile_svg(area_map: AreaMap) -> SafeString:
    """Draw one equal tile per area, in reading order."""
    cells = cells_for(area_map.areas)
    values = {area.pk: area_map.value_of(area) for area in area_map.areas if area.pk in cells}
    labels = short_names(value.label for value in values.values())
    levels = area_map.has_levels
    parts = []
    for pk in sorted(values, key=lambda pk: (cells[pk][1], cells[pk][0])):
        value, (column, row) = values[pk], cells[pk]
        x, y = column * STEP + 2, row * STEP + 2
        number = value.value_text if len(value.value_text) <= 5 else ""
        name_y = y + (20 if number else 28)
        name_class = ' class="s"' if len(labels[value.label]) > 3 else ""
        inside = (
            f'<rect class="{classes(value, levels)}" x="{x}" y="{y}" width="{TILE}" height="{TILE}" rx="3"/>'
            f'<text{name_class} x="{x + 23}" y="{name_y}">{escape(labels[value.label])}</text>'
        )
        if number:
            inside += f'<text class="v" x="{x + 23}" y="{y + 38}">{escape(number)}</text>'
        parts.append(link(value, inside))
    width = (max((x for x, _ in cells.values()), default=0) + 1) * STEP
    height = (max((y for _, y in cells.values()), default=0) + 1) * STEP
    return frame(area_map, "tiles" if len(values) <= MANY else "tiles map-many", (0, 0, width, height), "".join(parts))


@lru_cache(maxsize=1024)
def bounds(border: str) -> tuple[int, int, int, int]:
    """Return left, top, right and bottom of SVG path data made by `borders.svg_path`."""
    xs, ys = [], []
    x = y = 0
    for kind, a, b in PATH_STEP.findall(border):
        x, y = (int(a), int(b)) if kind == "M" else (x + int(a), y + int(b))
        xs.append(x)
        ys.append(y)
    return min(xs), min(ys), max(xs), max(ys)


def border_svg(area_map: AreaMap) -> SafeString:
    """Draw the areas with their borders; numbers stand in them while they are few."""
    boxes = {area.pk: bounds(area.border) for area in area_map.areas}
    left, top = min(box[0] for box in boxes.values()), min(box[1] for box in boxes.values())
    right, bottom = max(box[2] for box in boxes.values()), max(box[3] for box in boxes.values())
    pad = max(right - left, bottom - top) // 50 + 1
    levels, numbered = area_map.has_levels, len(area_map.areas) <= NUMBERED
    size = max(right - left, bottom - top) / 620
    parts, words = [], []
    for area in area_map.areas:
        value = area_map.value_of(area)
        inside = f'<path class="{classes(value, levels)}" d="{area.border}"/>'
        parts.append(link(value, inside))
        if numbered and value.value_text and len(value.value_text) <= 5:
            x1, y1, x2, y2 = boxes[area.pk]
            words.append(
                f'<text class="v" transform="translate({(x1 + x2) // 2} {(y1 + y2) // 2}) scale({size:.2f})">'
                f"{escape(value.value_text)}</text>"
            )
    texts = f'<g aria-hidden="true" pointer-events="none">{"".join(words)}</g>' if words else ""
    width, height = right - left + 2 * pad, bottom - top + 2 * pad
    return frame(area_map, "borders", (left - pad, top - pad, width, height), "".join(parts) + texts)


def frame(area_map: AreaMap, kind: str, box: tuple[int, int, int, int], body: str) -> SafeString:
    """Return the whole svg element; its natural size keeps tiles readable and never wider than the page."""
    left, top, width, height = box
    scale = 1.0 if kind.startswith("tiles") else 620 / max(width, height)
    return mark_safe(
        f'<svg class="map-{kind}" viewBox="{left} {top} {width} {height}"'
        f' width="{width * scale:.0f}" height="{height * scale:.0f}"'
        f' role="group" aria-label="{escape(area_map.title)}">{body}</svg>'
    )


def draw(area_map: AreaMap) -> SafeString:
    """Draw with borders if every area has one, else with tiles."""
    if area_map.areas and all(area.border for area in area_map.areas):
        return border_svg(area_map)
    return tile_svg(area_map)
