"""What negotiations do by the clock, and who may remove personal data that was written into them."""

from __future__ import annotations

from kumppanuus.activity.permissions import moderates_place, removable_by
from kumppanuus.core.actors import Actor, system
from kumppanuus.core.clock import every
from kumppanuus.negotiations import actions
from kumppanuus.negotiations.models import (
    Agreement,
    Group,
    Negotiation,
    Party,
    Point,
    Presentation,
    Proposal,
    Signature,
)
from kumppanuus.organisations.models import Role, acts_for


@every("day")
def ask() -> int:
    """Send the links of follow-ups whose day has come."""
    return actions.ask(system("clock"), None)


@removable_by(Negotiation)
def of_negotiation(actor: Actor, obj: Negotiation) -> bool:
    """The convener's editors, and those of a space in whose area it lies."""
    return acts_for(actor, obj.convener_id, Role.EDITOR) or moderates_place(actor, obj.area_id)


@removable_by(Group, Party, Point, Presentation, Proposal, Agreement)
def of_part(actor: Actor, obj: Group | Party | Point | Presentation | Proposal | Agreement) -> bool:
    """As of the negotiation."""
    return of_negotiation(actor, obj.negotiation)


@removable_by(Signature)
def of_signature(actor: Actor, obj: Signature) -> bool:
    """As of the negotiation."""
    return of_negotiation(actor, obj.agreement.negotiation)
