"""Who writes and sends bulletins: editors who act for the sender."""

from __future__ import annotations

from typing import Any

from kumppanuus.bulletins.models import Attachment, Bulletin, Stage
from kumppanuus.core.actors import Actor
from kumppanuus.core.permissions import permission
from kumppanuus.organisations.models import Organisation, Role, acts_for, organisations_of


def keeps(actor: Actor, bulletin: Bulletin) -> bool:
    """Say whether the actor is an editor who acts for the sender."""
    return bool(actor.system) or acts_for(actor, bulletin.sender_id, Role.EDITOR)


@permission
def view_bulletin(actor: Actor, obj: Bulletin) -> bool:
    """Anyone, once it is sent; before that members of the sender."""
    return obj.sent_at is not None or bool(actor.system) or obj.sender_id in organisations_of(actor)


@permission
def write(actor: Actor, obj: Organisation) -> bool:
    """Editors who act for the organisation, once somebody has vouched for it."""
    return obj.vouched and (bool(actor.system) or acts_for(actor, obj.pk, Role.EDITOR))


@permission
def correct(actor: Actor, obj: Bulletin) -> bool:
    """Editors of the sender, once it is sent."""
    return obj.stage == Stage.SENT and keeps(actor, obj)


@permission
def change(actor: Actor, obj: Bulletin) -> bool:
    """Editors of the sender, while it is a draft."""
    return obj.stage == Stage.DRAFT and keeps(actor, obj)


@permission
def attach(actor: Actor, obj: Bulletin) -> bool:
    """As for changing."""
    return change(actor, obj)


@permission
def detach(actor: Actor, obj: Attachment) -> bool:
    """As for changing."""
    return change(actor, obj.bulletin)


@permission
def schedule(actor: Actor, obj: Bulletin) -> bool:
    """As for changing."""
    return change(actor, obj)


@permission
def call_back(actor: Actor, obj: Bulletin) -> bool:
    """Editors of the sender, until it has gone."""
    return obj.stage == Stage.SCHEDULED and keeps(actor, obj)


@permission
def send(actor: Actor, obj: Bulletin) -> bool:
    """Editors of the sender, until it has gone; the clock when its time has come."""
    return obj.stage != Stage.SENT and keeps(actor, obj)


@permission
def discard(actor: Actor, obj: Bulletin) -> bool:
    """As for changing."""
    return change(actor, obj)


@permission
def tell(actor: Actor, obj: Any) -> bool:
    """The clock, and what follows a sending."""
    return bool(actor.system)
