"""Who may do what to hand-overs."""

from __future__ import annotations

from typing import Any

from kumppanuus.continuity.models import Handover
from kumppanuus.core.actors import Actor
from kumppanuus.core.permissions import permission
from kumppanuus.organisations.models import Post, Role, acts_for, organisations_of


def _edits(actor: Actor, organisation_id: int) -> bool:
    return bool(actor.system) or acts_for(actor, organisation_id, Role.EDITOR)


def _holds(actor: Actor, post: Post) -> bool:
    if actor.person_id is None or post.organisation_id not in organisations_of(actor):
        return False
    held = actor.remember(
        f"continuity.holds:{post.pk}",
        lambda: post.holdings.current().filter(person=actor.person_id).exists(),
    )
    return bool(held)


@permission
def view_handover(actor: Actor, obj: Handover) -> bool:
    """Members of the organisation, and who leaves."""
    if actor.person_id is None:
        return False
    return obj.person_id == actor.person_id or obj.post.organisation_id in organisations_of(actor)


@permission
def begin(actor: Actor, obj: Post) -> bool:
    """Who holds the post or deputises, and administrators and editors who act for the organisation."""
    return obj.ended is None and (_edits(actor, obj.organisation_id) or _holds(actor, obj))


@permission
def write(actor: Actor, obj: Handover) -> bool:
    """Who leaves, and administrators and editors who act for the organisation, while it is open."""
    own = actor.person_id is not None and obj.person_id == actor.person_id
    return obj.is_open and (own or _edits(actor, obj.post.organisation_id))


@permission
def take_over(actor: Actor, obj: Handover) -> bool:
    """Who holds the post now or deputises, other than who leaves; administrators and editors too. While it is open."""
    leaves = actor.person_id is not None and obj.person_id == actor.person_id
    return obj.is_open and not leaves and (_edits(actor, obj.post.organisation_id) or _holds(actor, obj.post))


@permission
def finish(actor: Actor, obj: Handover) -> bool:
    """Administrators and editors who act for the organisation, other than who leaves."""
    leaves = actor.person_id is not None and obj.person_id == actor.person_id
    return obj.is_open and not leaves and _edits(actor, obj.post.organisation_id)


@permission
def call_off(actor: Actor, obj: Handover) -> bool:
    """As who may write it."""
    return write(actor, obj)


@permission
def keep_time(actor: Actor, obj: Any) -> bool:
    """The clock."""
    return bool(actor.system)
