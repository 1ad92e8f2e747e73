"""Public pages of areas: the list, and each region and county. A municipality's page is the dashboard's."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kumppanuus.places.models import Area, AreaKind


def addresses() -> Iterator[tuple[str, Any]]:
    """Give each public page once, without language."""
    yield "places:areas", ()
    kinds = (AreaKind.COUNTRY, AreaKind.REGION, AreaKind.COUNTY)
    for slug in Area.objects.filter(kind__in=kinds).values_list("slug", flat=True):
        yield "places:area", (slug,)
