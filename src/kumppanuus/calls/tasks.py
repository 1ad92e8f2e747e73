"""What calls do by the clock and after an announcement, and who may remove personal data that was written into them."""

from __future__ import annotations

from kumppanuus.activity.models import Event
from kumppanuus.activity.permissions import moderates, removable_by
from kumppanuus.activity.recorder import subscribe
from kumppanuus.bodies.permissions import run
from kumppanuus.calls import actions
from kumppanuus.calls.models import Call, Decision, Nomination
from kumppanuus.calls.permissions import is_nominee
from kumppanuus.core.actors import Actor, system
from kumppanuus.core.clock import every
from kumppanuus.core.turns import turn


def _tell(call: Call, teller: Actor) -> None:
    more = True
    while more:
        with turn():
            more = actions.tell(teller, call)


@subscribe("calls.announce")
def tell_at_once(event: Event) -> None:
    """Tell the organisations that may nominate, where the call opens with its announcement."""
    announced = [one.object_id for one in event.targets.all() if one.model == Call._meta.label_lower]
    for call in Call.objects.open().filter(pk__in=announced, told_at=None):
        _tell(call, system("calls"))


@every("hour")
def tell_opened() -> None:
    """Tell of calls that have opened since, and go on where telling was interrupted."""
    for call in Call.objects.open().filter(told_at=None):
        _tell(call, system("clock"))


@every("day")
def remind() -> int:
    """Ask once more for consents that are missing when a call is about to close."""
    return actions.remind(system("clock"), None)


@every("day")
def forget() -> int:
    """Take the names of those off who were not chosen a year ago."""
    return actions.forget(system("clock"), None)


def _of_body(actor: Actor, call: Call) -> bool:
    return moderates(actor, call.body.space_id) or run(actor, call.body)


@removable_by(Call)
def of_call(actor: Actor, obj: Call) -> bool:
    """Editors and moderators of the body's space, and who runs it."""
    return _of_body(actor, obj)


@removable_by(Decision)
def of_decision(actor: Actor, obj: Decision) -> bool:
    """As of the call."""
    return _of_body(actor, obj.call)


@removable_by(Nomination)
def of_nomination(actor: Actor, obj: Nomination) -> bool:
    """As of the call, and the nominee herself."""
    return is_nominee(actor, obj) or _of_body(actor, obj.call)
