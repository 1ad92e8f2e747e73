"""Who may put mail into the outbox, move it on and choose its rhythm."""

from __future__ import annotations

from typing import Any

from kumppanuus.accounts.models import Person
from kumppanuus.core.actions import running
from kumppanuus.core.actors import Actor
from kumppanuus.core.permissions import permission
from kumppanuus.notices.models import Delivery, Preference


@permission
def view_delivery(actor: Actor, obj: Delivery) -> bool:
    """A person sees the mail sent to her."""
    return actor.person_id is not None and actor.person_id == obj.person_id


@permission
def view_preference(actor: Actor, obj: Preference) -> bool:
    """A person sees her own choices."""
    return actor.person_id is not None and actor.person_id == obj.person_id


@permission
def post(actor: Actor, obj: Any) -> bool:
    """The system, or another action that has asked for itself; nobody writes mail directly."""
    return bool(actor.system) or running() is not None


@permission
def choose(actor: Actor, obj: Person) -> bool:
    """A person chooses for herself."""
    return actor.person_id is not None and actor.person_id == obj.pk


def _system(actor: Actor, obj: Any) -> bool:
    return bool(actor.system)


@permission
def stop(actor: Actor, obj: Any) -> bool:
    """The page behind a signed unsubscribe link, as the system."""
    return _system(actor, obj)


@permission
def claim(actor: Actor, obj: Any) -> bool:
    """The sender."""
    return _system(actor, obj)


@permission
def close(actor: Actor, obj: Delivery) -> bool:
    """The sender."""
    return _system(actor, obj)


@permission
def give_back(actor: Actor, obj: Delivery) -> bool:
    """The sender."""
    return _system(actor, obj)


@permission
def retry(actor: Actor, obj: Delivery) -> bool:
    """The operator's command."""
    return _system(actor, obj)


@permission
def post_all(actor: Actor, obj: Any) -> bool:
    """The system."""
    return _system(actor, obj)


@permission
def drop(actor: Actor, obj: Delivery) -> bool:
    """The sender."""
    return _system(actor, obj)


@permission
def move(actor: Actor, obj: Any) -> bool:
    """The app whose follows have the rhythm."""
    return _system(actor, obj)


@permission
def gather_addresses(actor: Actor, obj: Any) -> bool:
    """The clock."""
    return _system(actor, obj)


@permission
def gather_all(actor: Actor, obj: Any) -> bool:
    """The clock."""
    return _system(actor, obj)


@permission
def gather(actor: Actor, obj: Person) -> bool:
    """The clock."""
    return _system(actor, obj)


@permission
def beat(actor: Actor, obj: Any) -> bool:
    """The worker and the clock."""
    return _system(actor, obj)


@permission
def purge(actor: Actor, obj: Any) -> bool:
    """The clock."""
    return _system(actor, obj)
