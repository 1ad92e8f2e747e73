"""Who may take which step of a matter. Who has it now acts; of what is outside the platform, who sent it there."""

from __future__ import annotations

from kumppanuus.core.actors import Actor
from kumppanuus.core.permissions import permission
from kumppanuus.matters import receivers
from kumppanuus.matters.course import StepKind
from kumppanuus.matters.models import Matter, Step
from kumppanuus.matters.reading import may_follow
from kumppanuus.organisations.models import Role, acts_for, roles_of
from kumppanuus.places.models import Area


@permission
def view_matter(actor: Actor, obj: Matter) -> bool:
    """Anyone; before it is confirmed only who holds the link to confirm it."""
    return obj.given_at is not None or (actor.link_id is not None and obj.link_id == actor.link_id)


def gave(actor: Actor, matter: Matter) -> bool:
    """Say whether it is the actor's own: given in her organisation's or body's name, her own, or by her link."""
    if actor.link_id is not None:
        return matter.link_id == actor.link_id
    if matter.given_body_model and receivers.runs(actor, matter.given_body_model, matter.given_body_id):
        return True
    if matter.organisation_id is not None:
        return acts_for(actor, matter.organisation_id, Role.EDITOR)
    return actor.person_id is not None and matter.person_id == actor.person_id


def sent(actor: Actor, matter: Matter) -> bool:
    """Say whether the actor acts for who sent it where it is now."""
    if matter.sent_model and receivers.runs(actor, matter.sent_model, matter.sent_id):
        return True
    if matter.sender_id is not None:
        return acts_for(actor, matter.sender_id, Role.EDITOR)
    return gave(actor, matter)


def has(actor: Actor, matter: Matter) -> bool:
    """Say whether the actor acts for who has it now; what is outside the platform is followed by who sent it there."""
    if matter.held_model and receivers.runs(actor, matter.held_model, matter.held_id):
        return True
    if matter.holder_id is not None:
        return acts_for(actor, matter.holder_id, Role.EDITOR)
    return not actor.is_visitor and sent(actor, matter)


@permission
def start(actor: Actor, obj: Area) -> bool:
    """Anyone: without an account by an e-mail link; in an organisation's name its editors and administrators."""
    if actor.link_id is not None:
        return False
    if actor.organisation_id is None or actor.system == "meetings":
        return True
    return bool(roles_of(actor).get(actor.organisation_id, set()) & {Role.ADMIN, Role.EDITOR})


@permission
def confirm(actor: Actor, obj: Matter) -> bool:
    """Who holds the link that was sent to her address."""
    return actor.link_id is not None and obj.link_id == actor.link_id


@permission
def send_on(actor: Actor, obj: Matter) -> bool:
    """Who has it now; who gave it, once it is given and nobody has it."""
    return may_follow(obj, StepKind.SENT) and has(actor, obj)


def _either(actor: Actor, matter: Matter) -> bool:
    return has(actor, matter) or (actor.link_id is None and sent(actor, matter))


@permission
def record_delivery(actor: Actor, obj: Matter) -> bool:
    """Who sent it there, and who has it; not of what is at a body of the platform."""
    return may_follow(obj, StepKind.DELIVERED) and _either(actor, obj)


@permission
def record_number(actor: Actor, obj: Matter) -> bool:
    """Who sent it there, and who has it; once where it is."""
    return may_follow(obj, StepKind.REGISTERED) and _either(actor, obj)


@permission
def take_up(actor: Actor, obj: Matter) -> bool:
    """Who has it now; meetings, when it is put on an agenda."""
    return may_follow(obj, StepKind.TAKEN_UP) and (actor.system == "meetings" or has(actor, obj))


@permission
def record_handling(actor: Actor, obj: Matter) -> bool:
    """Who has it now; outside the platform, who sent it there."""
    return may_follow(obj, StepKind.HANDLED) and has(actor, obj)


@permission
def answer(actor: Actor, obj: Matter) -> bool:
    """Who has it now; outside the platform, who sent it there."""
    return may_follow(obj, StepKind.ANSWERED) and has(actor, obj)


@permission
def give_back(actor: Actor, obj: Matter) -> bool:
    """Who sent it on and got the answer; meetings, when the answer comes on the agenda."""
    waits = bool(obj.held_model) or obj.holder_id is not None
    return waits and may_follow(obj, StepKind.RETURNED) and (actor.system == "meetings" or has(actor, obj))


@permission
def close(actor: Actor, obj: Matter) -> bool:
    """Who has it now."""
    return may_follow(obj, StepKind.CLOSED) and has(actor, obj)


@permission
def withdraw(actor: Actor, obj: Matter) -> bool:
    """Who gave it, until it is answered."""
    return may_follow(obj, StepKind.WITHDRAWN) and gave(actor, obj)


@permission
def correct(actor: Actor, obj: Step) -> bool:
    """In whose name the step was taken; of a person's own step, herself."""
    if obj.kind in {StepKind.CORRECTED, StepKind.GIVEN}:
        return False
    if obj.by_model and receivers.runs(actor, obj.by_model, obj.by_id):
        return True
    if obj.organisation_id is not None:
        return acts_for(actor, obj.organisation_id, Role.EDITOR)
    return actor.person_id is not None and obj.person_id == actor.person_id


@permission
def attach(actor: Actor, obj: Matter) -> bool:
    """Who gave it and who has it, until it is closed or withdrawn."""
    return obj.given_at is not None and not obj.is_ended and (gave(actor, obj) or _either(actor, obj))


@permission
def read_document(actor: Actor, obj: Matter) -> bool:
    """Who gave it, who has it and who sent it there: the document names the sender."""
    return obj.given_at is not None and (gave(actor, obj) or _either(actor, obj))


@permission
def keep_time(actor: Actor, _obj: None) -> bool:
    """The clock."""
    return actor.system == "clock"
