"""Who may propose measures and tell how they go."""

from __future__ import annotations

from kumppanuus.core.actors import Actor
from kumppanuus.core.permissions import permission
from kumppanuus.measures.models import Measure, State
from kumppanuus.organisations.models import acts_for, roles_of
from kumppanuus.places.models import Area


@permission
def view_measure(actor: Actor, measure: Measure) -> bool:
    """Anyone."""
    return True


@permission
def propose(actor: Actor, area: Area) -> bool:
    """Editors and administrators who act for an organisation; where it is agreed may demand more."""
    return bool(roles_of(actor).get(actor.organisation_id or 0, set()) & {"admin", "editor"})


@permission
def accept(actor: Actor, measure: Measure) -> bool:
    """Editors of the owner, while it is proposed."""
    return measure.state == State.PROPOSED and acts_for(actor, measure.owner_id, "editor")


@permission
def decline(actor: Actor, measure: Measure) -> bool:
    """As accepting."""
    return accept(actor, measure)


@permission
def report(actor: Actor, measure: Measure) -> bool:
    """Editors and answerers of the owner, once it is agreed."""
    return measure.state != State.PROPOSED and acts_for(actor, measure.owner_id, "editor", "answerer")


@permission
def remind(actor: Actor, _obj: None) -> bool:
    """The clock."""
    return actor.system == "clock"
