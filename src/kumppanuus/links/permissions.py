"""Who may make, use up and withdraw links. An app's own action has asked its own permission before."""

from __future__ import annotations

from typing import Any

from kumppanuus.core.actions import running
from kumppanuus.core.actors import Actor
from kumppanuus.core.permissions import permission
from kumppanuus.links.models import Link


@permission
def view_link(actor: Actor, obj: Link) -> bool:
    """The holder sees her link."""
    return actor.link_id is not None and actor.link_id == obj.pk


@permission
def make(actor: Actor, obj: Any) -> bool:
    """Any signed-in person and the system; others only inside another action, which has asked for itself."""
    return bool(actor.person_id or actor.system) or running() is not None


@permission
def use_up(actor: Actor, obj: Link) -> bool:
    """Its holder, the person it was made for, the system, or another action."""
    return _own(actor, obj) or bool(actor.system) or running() is not None


@permission
def revoke(actor: Actor, obj: Link) -> bool:
    """Its holder, the person it was made for, the system, or the action of the app that made it."""
    return _own(actor, obj) or bool(actor.system) or running() is not None


@permission
def tally(actor: Actor, obj: None) -> bool:
    """Everybody is counted."""
    return True


@permission
def purge(actor: Actor, obj: Any) -> bool:
    """The clock."""
    return bool(actor.system)


def _own(actor: Actor, link: Link) -> bool:
    by_link = actor.link_id is not None and actor.link_id == link.pk
    return by_link or (actor.person_id is not None and actor.person_id == link.person_id)
