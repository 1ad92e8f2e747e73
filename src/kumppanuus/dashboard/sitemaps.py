"""Public pages that read several apps: the front page, spaces and every municipality's table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kumppanuus.places.models import Area
from kumppanuus.spaces.models import Space


def addresses() -> Iterator[tuple[str, Any]]:
    """Give each public page once, without language."""
    yield "dashboard:front", ()
    yield "dashboard:spaces", ()
    yield "dashboard:open_data", ()
    for slug in Space.objects.values_list("slug", flat=True):
        yield "dashboard:space", (slug,)
    for slug in Area.objects.municipalities().values_list("slug", flat=True):
        yield "dashboard:municipality", (slug,)
