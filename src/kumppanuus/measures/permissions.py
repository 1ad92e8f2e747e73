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
    """Editors and administrators who act for an organisation; where it is agreed may demand more.

    A body's minutes, in the name of which the task is given; a negotiation in which its owner has signed it.
    """
    if actor.system in {"meetings", "negotiations"}:
        return True
    return bool(roles_of(actor).get(actor.organisation_id or 0, set()) & {"admin", "editor"})


@permission
def accept(actor: Actor, measure: Measure) -> bool:
    """Editors of the owner, while it is proposed; where two signatories are needed, a signatory gives the first."""
    if measure.state != State.PROPOSED:
        return False
    if measure.owner.two_signatories:
        return acts_for(actor, measure.owner_id, "signatory") and not measure.consents.exists()
    return acts_for(actor, measure.owner_id, "editor")


@permission
def countersign(actor: Actor, measure: Measure) -> bool:
    """Another signatory of the owner than the first one, where two are needed."""
    if measure.state != State.PROPOSED or not measure.owner.two_signatories:
        return False
    first = list(measure.consents.values_list("person_id", flat=True))
    return acts_for(actor, measure.owner_id, "signatory") and bool(first) and actor.person_id not in first


@permission
def decline(actor: Actor, measure: Measure) -> bool:
    """Editors of the owner, while it is proposed; also between two signatures."""
    return measure.state == State.PROPOSED and acts_for(actor, measure.owner_id, "editor")


@permission
def amend(actor: Actor, measure: Measure) -> bool:
    """Editors of who proposed it, while it is proposed; the minutes in which it was given, also once it is agreed."""
    if actor.system == "meetings":
        return measure.state in {State.PROPOSED, State.AGREED}
    return measure.state == State.PROPOSED and acts_for(actor, measure.proposed_by_id, "editor")


@permission
def withdraw(actor: Actor, measure: Measure) -> bool:
    """As amending it."""
    return amend(actor, measure)


@permission
def report(actor: Actor, measure: Measure) -> bool:
    """Editors and answerers of the owner, once it is agreed; a negotiation, for who holds the owner's link."""
    if actor.system == "negotiations":
        return measure.owner_id == actor.organisation_id and measure.state != State.PROPOSED
    return measure.state != State.PROPOSED and acts_for(actor, measure.owner_id, "editor", "answerer")


@permission
def remind(actor: Actor, _obj: None) -> bool:
    """The clock."""
    return actor.system == "clock"
