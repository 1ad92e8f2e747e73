"""What continuity does by the clock, and who may remove what was written into it."""

from kumppanuus.activity.permissions import removable_by
from kumppanuus.continuity import actions
from kumppanuus.continuity.models import Handover, HandoverLine
from kumppanuus.core.actors import Actor, system
from kumppanuus.core.clock import every
from kumppanuus.organisations.models import Role, acts_for


@every("day")
def keep_time() -> int:
    """Tell what waits: hand-overs, vacant posts, funding that ends."""
    return actions.keep_time(system("clock"), None)


@removable_by(Handover)
def of_handover(actor: Actor, obj: Handover) -> bool:
    """Who wrote it, and the organisation's administrators."""
    own = actor.person_id is not None and obj.person_id == actor.person_id
    return own or acts_for(actor, obj.post.organisation_id, Role.ADMIN)


@removable_by(HandoverLine)
def of_line(actor: Actor, obj: HandoverLine) -> bool:
    """As of the hand-over."""
    return of_handover(actor, obj.handover)
