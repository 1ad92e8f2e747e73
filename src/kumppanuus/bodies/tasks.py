"""What bodies do by the clock, and who may remove personal data that was written into them."""

from __future__ import annotations

from typing import Any

from kumppanuus.activity.permissions import moderates, removable_by
from kumppanuus.bodies import actions
from kumppanuus.bodies.models import Body, BodyKind, Mandate, Rules, Seat
from kumppanuus.bodies.permissions import run
from kumppanuus.core.actors import Actor, system
from kumppanuus.core.clock import every


@every("hour")
def keep_time() -> None:
    """Give mandates that name an address to the account that has it since."""
    actions.keep_time(system("clock"), None)


@removable_by(Body)
def of_body(actor: Actor, obj: Body) -> bool:
    """Editors and moderators of its space, and who runs it."""
    return moderates(actor, obj.space_id) or run(actor, obj)


@removable_by(BodyKind)
def of_kind(actor: Actor, obj: BodyKind) -> bool:
    """Editors and moderators of its space."""
    return moderates(actor, obj.space_id)


@removable_by(Rules, Seat)
def of_its_body(actor: Actor, obj: Any) -> bool:
    """As of the body."""
    return of_body(actor, obj.body)


@removable_by(Mandate)
def of_mandate(actor: Actor, obj: Mandate) -> bool:
    """As of the body, and the person herself."""
    return (actor.person_id is not None and obj.person_id == actor.person_id) or of_body(actor, obj.seat.body)
