"""Who may do what to spaces, roles in them and feedback."""

from __future__ import annotations

from typing import Any

from kumppanuus.core.actors import Actor
from kumppanuus.core.permissions import permission
from kumppanuus.spaces.models import (
    AccessibilityFeedback,
    Marks,
    Space,
    SpaceRole,
    SpaceRoleKind,
    has_space_role,
    space_roles_of,
)


def _edits(actor: Actor, space_id: int | None) -> bool:
    return bool(actor.system) or has_space_role(actor, space_id, SpaceRoleKind.EDITOR)


@permission
def view_space(actor: Actor, obj: Space) -> bool:
    """Spaces are public."""
    return True


@permission
def view_spacerole(actor: Actor, obj: SpaceRole) -> bool:
    """A person sees her own roles; people with a role in the space see each other."""
    return actor.person_id is not None and (obj.person_id == actor.person_id or obj.space_id in space_roles_of(actor))


@permission
def view_accessibilityfeedback(actor: Actor, obj: AccessibilityFeedback) -> bool:
    """The space's editors."""
    return has_space_role(actor, obj.space_id, SpaceRoleKind.EDITOR)


@permission
def view_marks(actor: Actor, obj: Marks) -> bool:
    """Everybody what has been in use; a draft by the space's editors."""
    return obj.worn_at is not None or has_space_role(actor, obj.space_id, SpaceRoleKind.EDITOR)


@permission
def create(actor: Actor, obj: Any) -> bool:
    """The operator's command."""
    return bool(actor.system)


@permission
def change(actor: Actor, obj: Space) -> bool:
    """The space's editors."""
    return _edits(actor, obj.pk)


@permission
def draw_marks(actor: Actor, obj: Space) -> bool:
    """The space's editors."""
    return _edits(actor, obj.pk)


@permission
def wear_marks(actor: Actor, obj: Marks) -> bool:
    """The space's editors."""
    return _edits(actor, obj.space_id)


@permission
def drop_marks(actor: Actor, obj: Space) -> bool:
    """The space's editors, while the space wears marks."""
    return obj.marks_id is not None and _edits(actor, obj.pk)


@permission
def appoint(actor: Actor, obj: Space) -> bool:
    """The space's editors; the first one by the operator's command."""
    return _edits(actor, obj.pk)


@permission
def dismiss(actor: Actor, obj: SpaceRole) -> bool:
    """The space's editors, and the person herself."""
    own = actor.person_id is not None and obj.person_id == actor.person_id
    return own or _edits(actor, obj.space_id)


@permission
def recover(actor: Actor, obj: Space) -> bool:
    """The space's editors."""
    return _edits(actor, obj.pk)


@permission
def add_public_body(actor: Actor, obj: Space) -> bool:
    """The space's editors: nobody takes a municipality for herself."""
    return _edits(actor, obj.pk)


@permission
def give_feedback(actor: Actor, obj: Space) -> bool:
    """Everybody; no account is needed."""
    return True


@permission
def answer_feedback(actor: Actor, obj: AccessibilityFeedback) -> bool:
    """The space's editors, once."""
    return obj.answered_at is None and _edits(actor, obj.space_id)


@permission
def purge_feedback(actor: Actor, obj: Any) -> bool:
    """The clock."""
    return bool(actor.system)
