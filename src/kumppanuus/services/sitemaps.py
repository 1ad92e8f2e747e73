"""Public pages of the directory."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kumppanuus.services.models import Service, Status


def addresses() -> Iterator[tuple[str, Any]]:
    """Give each public page once, without language."""
    yield "services:services", ()
    yield "services:gaps", ()
    for slug in Service.objects.exclude(status=Status.DRAFT).values_list("slug", flat=True).iterator():
        yield "services:service", (slug,)
