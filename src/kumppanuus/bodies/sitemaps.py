"""Public addresses of bodies."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kumppanuus.bodies.models import Body, Rules
from kumppanuus.spaces.models import Space


def addresses() -> Iterable[tuple[str, list[Any]]]:
    """Give (URL name, arguments) of every public page."""
    yield "bodies:bodies", []
    for slug in Space.objects.values_list("slug", flat=True):
        yield "bodies:kinds", [slug]
    for slug in Body.objects.values_list("slug", flat=True):
        yield "bodies:body", [slug]
    for slug, number in Rules.objects.values_list("body__slug", "number"):
        yield "bodies:rules", [slug, number]
