"""Public pages of the directory."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kumppanuus.services.models import Service, Status
from kumppanuus.services.themes import spaces_with_themes
from kumppanuus.taxonomy.models import OWN


def addresses() -> Iterator[tuple[str, Any]]:
    """Give each public page once, without language."""
    yield "services:services", ()
    yield "services:gaps", ()
    for scheme in spaces_with_themes():
        yield "services:themes", (scheme.removeprefix(OWN),)
    for slug in Service.objects.exclude(status=Status.DRAFT).values_list("slug", flat=True).iterator():
        yield "services:service", (slug,)
