"""Public addresses of the annual clock."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kumppanuus.calendars.models import CalendarEntry
from kumppanuus.core.actors import Actor


def addresses() -> Iterable[tuple[str, list[Any]]]:
    """Give (URL name, arguments) of every public page."""
    yield "calendars:calendar", []
    for pk in CalendarEntry.objects.visible_to(Actor()).values_list("pk", flat=True):
        yield "calendars:entry", [pk]
