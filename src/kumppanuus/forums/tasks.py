"""What forums do by the clock, and who may remove personal data that was written into them."""

from __future__ import annotations

from kumppanuus.activity.permissions import moderates_place, removable_by
from kumppanuus.core.actors import Actor, system
from kumppanuus.core.clock import every
from kumppanuus.forums import actions
from kumppanuus.forums.models import Attachment, Forum, Signup
from kumppanuus.forums.permissions import keeps


@every("hour")
def remind() -> int:
    """Remind those who come tomorrow; each once."""
    return actions.remind(system("clock"), None)


@every("day")
def forget() -> int:
    """Erase what is not needed any more of those who registered."""
    return actions.forget(system("clock"), None)


@removable_by(Forum)
def of_forum(actor: Actor, obj: Forum) -> bool:
    """Editors of the organiser, and moderators of a space in whose area it is."""
    return keeps(actor, obj) or moderates_place(actor, obj.area_id)


@removable_by(Signup)
def of_signup(actor: Actor, obj: Signup) -> bool:
    """Editors of the organiser."""
    return keeps(actor, obj.forum)


@removable_by(Attachment)
def of_attachment(actor: Actor, obj: Attachment) -> bool:
    """As of the forum."""
    return of_forum(actor, obj.forum)
