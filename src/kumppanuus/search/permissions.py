"""Who may change the index (the system) and the everyday words (a space's editors)."""

from __future__ import annotations

from typing import Any

from kumppanuus.core.actors import Actor
from kumppanuus.core.permissions import permission
from kumppanuus.search.models import Saying, Silent
from kumppanuus.spaces.models import Space, SpaceRoleKind, has_space_role, space_roles_of


def edits_words(actor: Actor) -> bool:
    """Say whether the actor is an editor of some space: everyday words are common to all."""
    return any(SpaceRoleKind.EDITOR in roles for roles in space_roles_of(actor).values())


@permission
def view_saying(actor: Actor, obj: Saying) -> bool:
    """Everyday words are public."""
    return True


@permission
def view_silent(actor: Actor, obj: Silent) -> bool:
    """Editors of a space, once it was asked some times."""
    return bool(actor.system) or (obj.times >= Silent.SHOWN_FROM and edits_words(actor))


@permission
def add_word(actor: Actor, obj: Space) -> bool:
    """Editors of the space in whose name it is kept."""
    return isinstance(obj, Space) and has_space_role(actor, obj.pk, SpaceRoleKind.EDITOR)


@permission
def change_word(actor: Actor, obj: Saying) -> bool:
    """Editors of the space that keeps it; of any space while none does."""
    if obj.space_id is None:
        return edits_words(actor)
    return has_space_role(actor, obj.space_id, SpaceRoleKind.EDITOR)


@permission
def remove_word(actor: Actor, obj: Saying) -> bool:
    """As for changing."""
    return change_word(actor, obj)


@permission
def load_words(actor: Actor, obj: Any) -> bool:
    """The operator's commands."""
    return bool(actor.system)


@permission
def tell_silent(actor: Actor, obj: Any) -> bool:
    """Anybody's search may find nothing."""
    return True


@permission
def drop_silent(actor: Actor, obj: Silent) -> bool:
    """Who sees it."""
    return view_silent(actor, obj)


@permission
def forget_silent(actor: Actor, obj: Any) -> bool:
    """The clock."""
    return bool(actor.system)


@permission
def index(actor: Actor, obj: Any) -> bool:
    """The system."""
    return bool(actor.system)
