"""A place that somebody writes, to find what is near it: a municipality, an address, a postal code, or a point."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from kumppanuus.core.texts import Text
from kumppanuus.places.models import AreaKind, folded
from kumppanuus.search.analysis import tokens
from kumppanuus.search.gazetteer import Place, names, place_at

MOST_LETTERS = 80
WITHIN = (5, 10, 25, 50)  # kilometres to choose from
ELSEWHERE = "none"  # instead of a distance: what has no place, or can be joined from anywhere
NUMBERS = re.compile(r"(-?\d{1,2}(?:\.\d+)?)\s*[,;]\s*(-?\d{1,3}(?:\.\d+)?)")
POSTAL = re.compile(r"(?<!\d)\d{5}(?!\d)")
FINLAND = ((59.0, 71.0), (19.0, 32.0))  # latitudes and longitudes
FINEST = 2  # decimals of a point that are looked at: about a kilometre, so that nobody's door is told

Where = Callable[[str], tuple[float, float] | None]
_postal_codes: Where | None = None


@dataclass(frozen=True)
class Nearby:
    """A place that was understood.

    words  as an address tells it: a municipality's slug, a postal code, or two numbers
    exact  somebody's own point: nothing keeps it
    """

    words: str
    name: Text | str
    lon: float
    lat: float
    exact: bool = False

    def __str__(self) -> str:
        return str(self.name)

    @property
    def point(self) -> tuple[float, float]:
        return self.lon, self.lat


class AskedDistance:
    """What an address says of distance, for whatever is filtered by one.

    near    a municipality, an address, a postal code or a point; `near_words` as written, understood or not
    within  so many kilometres from there; or "none": what has no place, or can be joined from anywhere
    sort    "near": the nearest first also where words rank
    """

    near: Nearby | None
    near_words: str
    within: str
    ranked: bool  # words rank what is found
    nearest_first: bool

    def read_distance(self, data: Mapping[str, Any], *, ranked: bool) -> None:
        """Read it; what is not understood is left out. No query for municipalities, one for a postal code."""
        self.near_words = str(data.get("near", "")).replace("\x00", "").strip()[:MOST_LETTERS]
        self.near = nearby(self.near_words)
        within = str(data.get("within", ""))
        self.within = within if self.near and within in {ELSEWHERE, *map(str, WITHIN)} else ""
        self.ranked = ranked
        self.nearest_first = self.near is not None and (not ranked or data.get("sort") == "near")

    @property
    def km(self) -> int:
        """Within how many kilometres; 0 for any."""
        return int(self.within) if self.within.isdigit() else 0

    @property
    def distance_query(self) -> dict[str, str]:
        """Return it as parameters of an address, "" for what was not said."""
        return {
            "near": self.near.words if self.near else "",
            "within": self.within,
            "sort": "near" if self.nearest_first and self.ranked else "",
        }

    def distance_fields(self) -> dict[str, Any]:
        """Return what the template search/near.html shows."""
        names = ("near", "near_words", "within", "ranked", "nearest_first")
        return {name: getattr(self, name) for name in names} | {"distances": [str(km) for km in WITHIN]}


def postal_codes_by(where: Where) -> Where:
    """Register what knows where (lon, lat) postal codes are."""
    global _postal_codes  # noqa: PLW0603 - one for the process, set once at start
    _postal_codes = where
    return where


def nearby(words: str) -> Nearby | None:
    """Return the place that the words name, or None. No query for municipalities, one for a postal code."""
    said = " ".join(words.replace("\x00", "").split())[:MOST_LETTERS]
    if not said:
        return None
    if found := NUMBERS.fullmatch(said):
        return _point(float(found[1]), float(found[2]))
    if found := POSTAL.search(said):
        if _postal_codes is not None and (at := _postal_codes(found[0])) is not None:
            return Nearby(found[0], found[0], *at)
        said = POSTAL.sub(" ", said)
    place = _named(said)
    return Nearby(place.slug, place.name, *place.point) if place and place.point else None


def _point(lat: float, lon: float) -> Nearby | None:
    (south, north), (west, east) = FINLAND
    if not (south <= lat <= north and west <= lon <= east):
        return None
    lat, lon = round(lat, FINEST), round(lon, FINEST)
    words = f"{lat:.2f}, {lon:.2f}"
    return Nearby(words, words, lon, lat, exact=True)


def _named(said: str) -> Place | None:
    """Return the place of the whole, or of an address's end: the post office stands last."""
    for part in (said, *reversed(said.split(","))):
        own = part.split()
        for start in (0, -2, -1):
            few = own[start:] if len(own) >= -start else []
            if few and (place := _place(" ".join(few))):
                return place
    return None


def _place(words: str) -> Place | None:
    plain = folded(words)
    known = names()
    if plain in known:
        return known[plain]
    by_slug = next((one for one in known.values() if one.slug == words and one.kind == AreaKind.MUNICIPALITY), None)
    own = tokens(words.lower())
    return by_slug or (place_at(own, own[0]) if len(own) == 1 else None)
