"""What is done with rounds by the clock, and who may remove personal data that was written into them."""

from __future__ import annotations

from kumppanuus.activity.permissions import moderates, removable_by
from kumppanuus.consultations import actions
from kumppanuus.consultations import permissions as own
from kumppanuus.consultations.models import Consultation, Invitation, Part, Remark, Reply, Theme
from kumppanuus.core.actors import Actor, system
from kumppanuus.core.clock import every


@every("hour")
def turn_rounds() -> int:
    """Open, remind and close what is due."""
    return actions.turn(system("clock"), None)


@removable_by(Consultation)
def of_round(actor: Actor, obj: Consultation) -> bool:
    """Who moderates it, and moderators of its space."""
    return own.moderates(actor, obj) or moderates(actor, obj.space_id)


@removable_by(Remark, Part, Theme, Reply, Invitation)
def of_part(actor: Actor, obj: Remark | Part | Theme | Reply | Invitation) -> bool:
    """As of the round."""
    return of_round(actor, obj.consultation)
