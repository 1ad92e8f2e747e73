"""Public addresses of bulletins."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kumppanuus.bulletins.models import Bulletin


def addresses() -> Iterable[tuple[str, list[Any]]]:
    """Give (URL name, arguments) of every public page."""
    yield "bulletins:bulletins", []
    for slug in Bulletin.objects.sent().values_list("slug", flat=True):
        yield "bulletins:bulletin", [slug]
