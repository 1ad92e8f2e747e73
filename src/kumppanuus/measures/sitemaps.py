"""Public addresses of measures."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kumppanuus.measures.models import Measure


def addresses() -> Iterable[tuple[str, list[Any]]]:
    """Give (URL name, arguments) of every public page."""
    yield "measures:measures", []
    for pk in Measure.objects.values_list("pk", flat=True):
        yield "measures:measure", [pk]
