"""Public addresses of forums."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kumppanuus.forums.models import Forum


def addresses() -> Iterable[tuple[str, list[Any]]]:
    """Give (URL name, arguments) of every public page."""
    yield "forums:forums", []
    for slug in Forum.objects.order_by("pk").values_list("slug", flat=True):
        yield "forums:forum", [slug]
