"""Who calls forums, who registers, and who sees who comes."""

from __future__ import annotations

from typing import Any

from kumppanuus.core.actors import Actor
from kumppanuus.core.permissions import permission
from kumppanuus.forums.models import Attachment, Forum, Signup, Stage, edited_by
from kumppanuus.organisations.models import Organisation, Role, acts_for


def keeps(actor: Actor, forum: Forum) -> bool:
    """Say whether the actor is an editor who acts for the organiser."""
    return bool(actor.system) or acts_for(actor, forum.organiser_id, Role.EDITOR)


@permission
def view_forum(actor: Actor, obj: Forum) -> bool:
    """Anyone."""
    return True


def _own(actor: Actor, obj: Signup) -> bool:
    by_link = actor.link_id is not None and actor.link_id == obj.link_id
    return by_link or (actor.person_id is not None and actor.person_id == obj.person_id)


@permission
def view_signup(actor: Actor, obj: Signup) -> bool:
    """She herself, and editors of the organiser who act for it."""
    return bool(actor.system) or _own(actor, obj) or obj.forum.organiser_id in edited_by(actor)


@permission
def create(actor: Actor, obj: Organisation) -> bool:
    """Editors who act for the organisation that calls it."""
    return bool(actor.system) or acts_for(actor, obj.pk, Role.EDITOR)


@permission
def change(actor: Actor, obj: Forum) -> bool:
    """Editors of the organiser, unless it was cancelled."""
    return obj.stage != Stage.CANCELLED and keeps(actor, obj)


@permission
def cancel(actor: Actor, obj: Forum) -> bool:
    """Editors of the organiser, before it is over."""
    return obj.stage == Stage.COMING and keeps(actor, obj)


@permission
def tell_outcome(actor: Actor, obj: Forum) -> bool:
    """Editors of the organiser, once it has begun."""
    return obj.stage != Stage.CANCELLED and obj.has_begun and keeps(actor, obj)


@permission
def attach(actor: Actor, obj: Forum) -> bool:
    """As for changing."""
    return change(actor, obj)


@permission
def detach(actor: Actor, obj: Attachment) -> bool:
    """As for changing."""
    return change(actor, obj.forum)


@permission
def mark_attendance(actor: Actor, obj: Forum) -> bool:
    """Editors of the organiser, once it has begun."""
    return tell_outcome(actor, obj)


@permission
def see_coming(actor: Actor, obj: Forum) -> bool:
    """Editors of the organiser: who comes is told to nobody else."""
    return keeps(actor, obj)


@permission
def sign_up(actor: Actor, obj: Forum) -> bool:
    """Whoever is signed in."""
    return actor.person_id is not None


@permission
def ask(actor: Actor, obj: Forum) -> bool:
    """Anyone; the mail that comes confirms it."""
    return True


@permission
def confirm(actor: Actor, obj: Signup) -> bool:
    """The holder of the link in the mail, or she herself by her account."""
    return _own(actor, obj)


@permission
def amend(actor: Actor, obj: Signup) -> bool:
    """As for confirming, while she comes or waits."""
    return obj.is_in and _own(actor, obj)


@permission
def withdraw(actor: Actor, obj: Signup) -> bool:
    """As for confirming."""
    return _own(actor, obj)


@permission
def remind(actor: Actor, obj: Any) -> bool:
    """The clock."""
    return bool(actor.system)


@permission
def forget(actor: Actor, obj: Any) -> bool:
    """The clock."""
    return bool(actor.system)
