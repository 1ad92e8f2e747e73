"""Public addresses of matters."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kumppanuus.core.actors import Actor
from kumppanuus.matters.models import Matter


def addresses() -> Iterable[tuple[str, list[Any]]]:
    """Give (URL name, arguments) of every public page."""
    yield "matters:matters", []
    yield "matters:start", []
    for pk in Matter.objects.visible_to(Actor()).order_by("pk").values_list("pk", flat=True):
        yield "matters:matter", [pk]
