"""Public pages of spaces: their statements, terms and the feedback form."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kumppanuus.spaces.models import Space


def addresses() -> Iterator[tuple[str, Any]]:
    """Give each public page once, without language."""
    for slug in Space.objects.values_list("slug", flat=True):
        for name in ("accessibility", "privacy", "terms", "feedback"):
            yield f"spaces:{name}", (slug,)
