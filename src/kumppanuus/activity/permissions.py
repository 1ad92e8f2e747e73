"""Who may see events, and remove content for good."""

from __future__ import annotations

from typing import Any

from django.db import models

from kumppanuus.activity.models import Event
from kumppanuus.core.actors import Actor
from kumppanuus.core.permissions import permission
from kumppanuus.spaces.models import SpaceRoleKind, has_space_role, space_roles_of

MODERATING = (SpaceRoleKind.EDITOR, SpaceRoleKind.MODERATOR)
AUTHOR_FIELDS = ("author_id", "person_id", "uploaded_by_id")


@permission
def view_event(actor: Actor, obj: Event) -> bool:
    """Those whom the audience, decided when the event was written, includes."""
    return obj.audiences.filter(token__in=actor.tokens()).exists()


@permission
def redact(actor: Actor, obj: models.Model) -> bool:
    """The author for her own; editors and moderators of the thing's space, for shared things of any space."""
    if actor.system:
        return True
    if actor.person_id is None:
        return False
    if any(getattr(obj, name, None) == actor.person_id for name in AUTHOR_FIELDS):
        return True
    space_id = getattr(obj, "space_id", None)
    if space_id is not None:
        return has_space_role(actor, space_id, *MODERATING)
    return any(roles & set(MODERATING) for roles in space_roles_of(actor).values())


@permission
def replay(actor: Actor, obj: Any) -> bool:
    """The operator's command, after a restore."""
    return bool(actor.system)


@permission
def purge(actor: Actor, obj: Any) -> bool:
    """The clock."""
    return bool(actor.system)
