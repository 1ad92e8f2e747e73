"""Who may do what to bodies, seats and mandates."""

from __future__ import annotations

from typing import Any

from kumppanuus.bodies.models import Body, BodyKind, Mandate, Seat, bodies_of, sits_in
from kumppanuus.bodies.models.seats import RUNNING
from kumppanuus.core.actors import Actor
from kumppanuus.core.permissions import permission
from kumppanuus.organisations.models import Organisation, Role, acts_for, organisations_of
from kumppanuus.spaces.models import Space, SpaceRoleKind, has_space_role


@permission
def view_bodykind(actor: Actor, obj: BodyKind) -> bool:
    """Anyone."""
    return True


@permission
def view_body(actor: Actor, obj: Body) -> bool:
    """Anyone: that a body is, what for and who sits in it, is public."""
    return True


@permission
def view_seat(actor: Actor, obj: Seat) -> bool:
    """Anyone."""
    return True


@permission
def view_mandate(actor: Actor, obj: Mandate) -> bool:
    """Anyone; the name is a question of its own, `see_name`."""
    return True


def convenes(actor: Actor, body: Body) -> bool:
    """Say whether the actor is an editor who acts for the convener, or a part of the system."""
    return bool(actor.system) or acts_for(actor, body.convener_id, Role.EDITOR)


@permission
def run(actor: Actor, obj: Body) -> bool:
    """Editors of the convener, and who sits there as chair, vice chair or secretary."""
    return convenes(actor, obj) or sits_in(actor, obj.pk, *RUNNING)


@permission
def read_inside(actor: Actor, obj: Body) -> bool:
    """Who sits in the body, and members of its convener: they read what is for members only, and names."""
    inside = actor.person_id is not None and obj.convener_id in organisations_of(actor)
    return inside or obj.pk in bodies_of(actor)


@permission
def see_name(actor: Actor, obj: Mandate) -> bool:
    """Everybody where the person agreed; else herself, the body, its convener and the organisation she sits for."""
    if obj.name_public or (actor.person_id is not None and obj.person_id == actor.person_id):
        return True
    own = actor.person_id is not None and obj.organisation_id in organisations_of(actor)
    return own or read_inside(actor, obj.seat.body)


@permission
def create(actor: Actor, obj: Organisation) -> bool:
    """Editors who act for the organisation: it convenes the body."""
    return bool(actor.system) or acts_for(actor, obj.pk, Role.EDITOR)


@permission
def change(actor: Actor, obj: Body) -> bool:
    """Editors of the convener, its chair, vice chair and secretary."""
    return run(actor, obj)


@permission
def end(actor: Actor, obj: Body) -> bool:
    """Editors of the convener, while the term runs."""
    return not obj.is_over and convenes(actor, obj)


@permission
def adopt_rules(actor: Actor, obj: Body) -> bool:
    """Editors of the convener, its chair, vice chair and secretary, while the term runs."""
    return not obj.is_over and run(actor, obj)


@permission
def add_seat(actor: Actor, obj: Body) -> bool:
    """As for rules."""
    return adopt_rules(actor, obj)


@permission
def change_seat(actor: Actor, obj: Seat) -> bool:
    """As for rules, while the seat is there."""
    return obj.end is None and adopt_rules(actor, obj.body)


@permission
def end_seat(actor: Actor, obj: Seat) -> bool:
    """As for changing it."""
    return change_seat(actor, obj)


@permission
def appoint(actor: Actor, obj: Seat) -> bool:
    """As for changing the seat: the decision itself was made where the rules say."""
    return change_seat(actor, obj)


@permission
def end_mandate(actor: Actor, obj: Mandate) -> bool:
    """The person herself, editors of the organisation she sits for, and who runs the body; until it is over."""
    if obj.is_over:
        return False
    own = actor.person_id is not None and obj.person_id == actor.person_id
    return own or acts_for(actor, obj.organisation_id, Role.EDITOR) or run(actor, obj.seat.body)


@permission
def show_name(actor: Actor, obj: Mandate) -> bool:
    """The person decides; for somebody without an account who runs the body does, who has asked."""
    if obj.person_id is not None:
        return actor.person_id == obj.person_id
    return run(actor, obj.seat.body)


@permission
def keep_time(actor: Actor, _obj: Any) -> bool:
    """The clock."""
    return actor.system == "clock"


@permission
def load_kinds(actor: Actor, _obj: Any) -> bool:
    """The command that loads what ships with the product."""
    return actor.system == "command"


@permission
def set_kind(actor: Actor, obj: Space) -> bool:
    """Editors of the space."""
    return has_space_role(actor, obj.pk, SpaceRoleKind.EDITOR)


@permission
def end_kind(actor: Actor, obj: Space) -> bool:
    """Editors of the space."""
    return set_kind(actor, obj)
