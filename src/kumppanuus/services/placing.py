"""Where entries are: at their places, else in the municipalities in which they are offered; and how far that is."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Avg, F, FloatField, Q
from django.db.models.functions import Coalesce

from kumppanuus.core.texts import Text
from kumppanuus.places.canvas import KM_LAT, KM_LON, Spot
from kumppanuus.places.models import AreaKind
from kumppanuus.search.nearby import Nearby, postal_codes_by
from kumppanuus.services.models import Attendance, Location, ServiceArea, ServiceLocation

FEW = 5  # offered in more municipalities than so many, it stands in none of them on the map
PLACE = ("location__name", "location__address", "location__postal_code", "location__city", "location__area__name")


@dataclass(frozen=True)
class Away:
    """How far an entry is. `about`: only its municipality is known."""

    km: float
    about: bool

    @property
    def whole(self) -> int:
        """Whole kilometres; what is nearer than one is one."""
        return max(1, round(self.km))


def spots_of(ids: Collection[int]) -> dict[int, list[Spot]]:
    """Return where each entry is, if anywhere. Two queries."""
    found: dict[int, list[Spot]] = {}
    rows = ServiceLocation.objects.filter(service__in=ids).order_by("service", "pk")
    for pk, area, lon, lat, *told in rows.values_list(
        "service", "location__area", "location__lon", "location__lat", *PLACE
    ):
        found.setdefault(pk, []).append(Spot(area, lon, lat, _label(*told)))
    of_areas: dict[int, list[Spot]] = {}
    for pk, area in _offered(pk for pk in ids if pk not in found):
        of_areas.setdefault(pk, []).append(Spot(area))
    return found | {pk: spots for pk, spots in of_areas.items() if len(spots) <= FEW}


def _offered(ids: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Give (entry, municipality) of those that are somewhere and have no place of their own."""
    rows = ServiceArea.objects.filter(service__in=list(ids), area__kind=AreaKind.MUNICIPALITY)
    return rows.exclude(service__attendance=Attendance.REMOTE).order_by("pk").values_list("service", "area").iterator()


def _label(name: Text, address: str, code: str, city: str, area: Text) -> str:
    post = " ".join(filter(None, (code, city or str(area))))
    return ", ".join(filter(None, (str(name), address, post)))


def counts_of(ids: Collection[int]) -> tuple[dict[int, int], int]:
    """Return {municipality: how many of the entries are there}, and how many are nowhere. Two queries."""
    spots = spots_of(ids)
    seen = Counter(area for own in spots.values() for area in {spot.area for spot in own})
    return dict(seen), len(ids) - len(spots)


def distances(near: Nearby, *, km: float = 0, ids: Collection[int] | None = None) -> dict[int, Away]:
    """Return how far entries are by the nearest of their places, of those within `km` if it is given, of `ids` if they
    are. Two queries. What is only remote, or offered in a wide area without a place, is nowhere.
    """
    box = Q()
    if km:
        high, wide = km / KM_LAT, km / (KM_LON * math.cos(math.radians(near.lat)))
        box = Q(lat__range=(near.lat - high, near.lat + high), lon__range=(near.lon - wide, near.lon + wide))
    own = {} if ids is None else {"service__in": list(ids)}
    places = ServiceLocation.objects.filter(**own).annotate(
        lon=Coalesce("location__lon", "location__area__lon", output_field=FloatField()),
        lat=Coalesce("location__lat", "location__area__lat", output_field=FloatField()),
    )
    found: dict[int, Away] = {}

    def tell(pk: int, lon: float | None, lat: float | None, *, about: bool) -> None:
        if lon is None or lat is None:
            return
        away = math.hypot((lon - near.lon) * KM_LON * math.cos(math.radians(near.lat)), (lat - near.lat) * KM_LAT)
        if (not km or away <= km) and (pk not in found or away < found[pk].km):
            found[pk] = Away(away, about)

    for pk, lon, lat, exact in places.filter(box).order_by().values_list("service", "lon", "lat", "location__lon"):
        tell(pk, lon, lat, about=exact is None)
    areas = ServiceArea.objects.filter(**own, area__kind=AreaKind.MUNICIPALITY, service__places=None)
    areas = areas.exclude(service__attendance=Attendance.REMOTE).annotate(lon=F("area__lon"), lat=F("area__lat"))
    for pk, lon, lat in areas.filter(box).order_by().values_list("service", "lon", "lat"):
        tell(pk, lon, lat, about=True)
    return found


@postal_codes_by
def middle_of(code: str) -> tuple[float, float] | None:
    """Return the middle of the directory's places with a postal code, or of their municipality. One query."""
    there = Location.objects.filter(postal_code=code)
    found = there.aggregate(
        lon=Avg(Coalesce("lon", "area__lon", output_field=FloatField())),
        lat=Avg(Coalesce("lat", "area__lat", output_field=FloatField())),
    )
    return None if found["lon"] is None or found["lat"] is None else (found["lon"], found["lat"])
