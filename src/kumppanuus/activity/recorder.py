"""Writes the event of an outermost action and wakes its subscribers."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.db import models

from kumppanuus.activity.models import Event, EventAudience, EventTarget
from kumppanuus.core.actions import Act, recorder
from kumppanuus.core.asking import rows
from kumppanuus.core.pieces import versioned_by

Subscriber = Callable[[Event], None]
subscribers: dict[str, list[Subscriber]] = {}
Listener = Callable[[str, Sequence[models.Model]], None]
listeners: list[Listener] = []


def subscribe(*names: str) -> Callable[[Subscriber], Subscriber]:
    """Register a function to run from the task queue after an action with one of the names has committed.

    A subscriber may run twice after a crash; it must be able to.
    """

    def keep(function: Subscriber) -> Subscriber:
        for name in names:
            subscribers.setdefault(name, []).append(function)
        return function

    return keep


def listen(function: Listener) -> Listener:
    """Register a function that is told, in the same transaction, the name of each event and
    what it is about.
    """
    listeners.append(function)
    return function


@recorder
def record(act: Act) -> Event:
    """Write one event with targets and audience; queue its subscribers in the same transaction."""
    actor = act.actor
    event = Event.objects.create(
        name=act.name,
        person_id=actor.person_id,
        organisation_id=actor.organisation_id,
        link_id=actor.link_id,
        system=actor.system,
        decision=act.decision[:300],
        data=act.data,
    )
    audience = set(act.audience)
    targets = []
    for order, target in enumerate(act.targets):
        targets.append(EventTarget(event=event, model=target._meta.label_lower, object_id=target.pk, order=order))
        if not act.audience and hasattr(target, "audience"):
            audience |= target.audience()
    if actor.person_id:
        audience.add(f"person:{actor.person_id}")
    EventTarget.objects.bulk_create(targets)
    EventAudience.objects.bulk_create([EventAudience(event=event, token=token) for token in sorted(audience)])
    if act.name in subscribers:
        from kumppanuus.activity.tasks import deliver

        deliver.enqueue(event.pk)
    for listener in listeners:
        listener(act.name, act.targets)
    return event


@versioned_by
def newest() -> int:
    """Return the number of the newest event: what changes whenever anything happens. One query."""
    found: int | None = rows("SELECT MAX(id) FROM activity_event")[0][0]
    return found or 0
