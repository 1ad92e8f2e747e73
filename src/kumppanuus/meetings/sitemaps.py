"""Public addresses of meetings."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kumppanuus.core.actors import Actor
from kumppanuus.meetings.models import Meeting, Minutes, Phase


def addresses() -> Iterable[tuple[str, list[Any]]]:
    """Give (URL name, arguments) of every public page."""
    yield "meetings:meetings", []
    for pk in Meeting.objects.visible_to(Actor()).order_by("pk").values_list("pk", flat=True):
        yield "meetings:meeting", [pk]
    approved = Minutes.objects.visible_to(Actor()).filter(phase=Phase.APPROVED).order_by("pk")
    for pk, number in approved.values_list("meeting", "number"):
        yield "meetings:minutes", [pk, number]
