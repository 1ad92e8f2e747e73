"""Who may upload, describe, see and remove files."""

from __future__ import annotations

from typing import Any

from kumppanuus.core.actors import Actor
from kumppanuus.core.permissions import permission
from kumppanuus.files.models import File


def _mine(actor: Actor, obj: File) -> bool:
    return actor.person_id is not None and obj.uploaded_by_id == actor.person_id


@permission
def view_file(actor: Actor, obj: File) -> bool:
    """Those who have the token that the file carries, and who uploaded it."""
    return obj.audience_token in actor.tokens() or _mine(actor, obj)


@permission
def upload(actor: Actor, obj: Any) -> bool:
    """Everybody who is known: signed in, or by a personal link."""
    return not actor.is_visitor


@permission
def describe(actor: Actor, obj: File) -> bool:
    """Who uploaded it, and a part of the system, as which another app acts that has asked for itself."""
    return obj.removed_at is None and (_mine(actor, obj) or bool(actor.system))


@permission
def publish(actor: Actor, obj: File) -> bool:
    """A part of the system, when what the file belongs to is published."""
    return bool(actor.system)


@permission
def remove(actor: Actor, obj: File) -> bool:
    """Who uploaded it, and a part of the system, as which another app acts that has asked for itself."""
    return _mine(actor, obj) or bool(actor.system)
