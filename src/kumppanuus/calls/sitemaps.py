"""Public addresses of calls for seats."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kumppanuus.calls.models import Call, Decision
from kumppanuus.core.actors import Actor


def addresses() -> Iterable[tuple[str, list[Any]]]:
    """Give (URL name, arguments) of every public page."""
    yield "calls:calls", []
    for pk in Call.objects.order_by("pk").values_list("pk", flat=True):
        yield "calls:call", [pk]
    for pk in Decision.objects.visible_to(Actor()).order_by("pk").values_list("call", flat=True):
        yield "calls:result", [pk]
