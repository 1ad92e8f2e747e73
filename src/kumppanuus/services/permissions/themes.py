"""Who may change a space's own classification."""

from __future__ import annotations

from typing import Any

from kumppanuus.core.actors import Actor
from kumppanuus.core.permissions import permission
from kumppanuus.services.models import ThemeChange
from kumppanuus.spaces.models import Space, SpaceRoleKind, has_space_role
from kumppanuus.taxonomy.models import Term


def _edits(actor: Actor, space_id: int | None) -> bool:
    return bool(space_id) and (bool(actor.system) or has_space_role(actor, space_id, SpaceRoleKind.EDITOR))


def _edits_theme(actor: Actor, term: Term) -> bool:
    """Say whether it is a theme of a space that the actor edits, and still stands by itself."""
    if not term.is_own or term.merged_into_id is not None:
        return False
    return _edits(actor, Space.objects.filter(slug=term.space_slug).values_list("pk", flat=True).first())


@permission
def view_themechange(actor: Actor, obj: ThemeChange) -> bool:
    """The space's editors."""
    return _edits(actor, obj.space_id)


@permission
def add_theme(actor: Actor, obj: Space) -> bool:
    """The space's editors."""
    return _edits(actor, obj.pk)


@permission
def change_theme(actor: Actor, obj: Term) -> bool:
    """The editors of the space whose own theme it is."""
    return _edits_theme(actor, obj)


@permission
def merge_theme(actor: Actor, obj: Term) -> bool:
    """The editors of the space whose own theme it is."""
    return _edits_theme(actor, obj)


@permission
def end_theme(actor: Actor, obj: Term) -> bool:
    """The editors of the space whose own theme it is, while it is offered."""
    return obj.ended_at is None and _edits_theme(actor, obj)


@permission
def resume_theme(actor: Actor, obj: Term) -> bool:
    """The editors of the space whose own theme it is, once it has ended."""
    return obj.ended_at is not None and _edits_theme(actor, obj)


@permission
def undo_theme(actor: Actor, obj: ThemeChange) -> bool:
    """The space's editors, for thirty days."""
    return obj.can_be_undone and _edits(actor, obj.space_id)


@permission
def purge_themes(actor: Actor, obj: Any) -> bool:
    """The clock."""
    return bool(actor.system)
