"""What the demo's people follow."""

from __future__ import annotations

from typing import Any

from kumppanuus.accounts.models import Person
from kumppanuus.bodies.models import Body
from kumppanuus.following import actions
from kumppanuus.organisations.models import Organisation


def follow_things(made: dict[str, Organisation], people: dict[str, Person]) -> None:
    """Let Aino follow her municipality and the newest body, and Leena what happens in Koski Tl."""
    koski = made["koski-tl"]
    table = Body.objects.order_by("pk")[0]
    things: list[tuple[str, Any, str]] = [
        ("aino", koski.governs, "daily"),
        ("aino", table, "weekly"),
        ("leena", koski, "weekly"),
    ]
    for name, thing, rhythm in things:
        actions.follow(people[name].as_actor(None), thing, rhythm=rhythm)
