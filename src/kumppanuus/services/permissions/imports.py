"""Who may import lists into the directory."""

from __future__ import annotations

from kumppanuus.core.actors import Actor
from kumppanuus.core.permissions import permission
from kumppanuus.organisations.models import Role, acts_for, roles_of
from kumppanuus.services.models import Import, ImportState, Source
from kumppanuus.spaces.models import SpaceRoleKind, has_space_role


def _keeps(actor: Actor, source: Source, *, now: bool = True) -> bool:
    """Say whether the actor keeps the source; `now`: as who she acts at this moment."""
    if actor.system:
        return True
    if source.space_id:
        return has_space_role(actor, source.space_id, SpaceRoleKind.EDITOR)
    if now:
        return acts_for(actor, source.organisation_id, Role.EDITOR)
    return bool(roles_of(actor).get(source.organisation_id or 0, set()) & {Role.ADMIN, Role.EDITOR})


@permission
def view_source(actor: Actor, obj: Source) -> bool:
    """Editors of the space or of the organisation."""
    return _keeps(actor, obj, now=False)


@permission
def view_import(actor: Actor, obj: Import) -> bool:
    """As for its source."""
    return _keeps(actor, obj.source, now=False)


@permission
def read_list(actor: Actor, obj: Source) -> bool:
    """Editors of a space for its area, editors of an organisation for its own entries."""
    return _keeps(actor, obj)


@permission
def map_columns(actor: Actor, obj: Import) -> bool:
    """Who may import from the source, until it is imported."""
    return obj.state in {ImportState.READ, ImportState.COMPARED, ImportState.FAILED} and _keeps(actor, obj.source)


@permission
def choose_rows(actor: Actor, obj: Import) -> bool:
    """Who may import from the source, once the rows are compared."""
    return obj.state == ImportState.COMPARED and _keeps(actor, obj.source)


@permission
def begin_import(actor: Actor, obj: Import) -> bool:
    """Who may import from the source, once the rows are compared."""
    return choose_rows(actor, obj)


@permission
def import_rows(actor: Actor, obj: Import) -> bool:
    """Who may import from the source, after beginning it."""
    return obj.state == ImportState.APPLYING and _keeps(actor, obj.source)


@permission
def begin_undo(actor: Actor, obj: Import) -> bool:
    """Who may import from the source, for thirty days."""
    return obj.can_be_undone and _keeps(actor, obj.source)


@permission
def undo_import(actor: Actor, obj: Import) -> bool:
    """Who may import from the source, after beginning to undo."""
    return obj.state == ImportState.UNDOING and _keeps(actor, obj.source)


@permission
def drop_import(actor: Actor, obj: Import) -> bool:
    """Who may import from the source, while nothing of it is in the directory."""
    return obj.applied_at is None and not (obj.is_working and not obj.has_stalled) and _keeps(actor, obj.source)


@permission
def take_turn(actor: Actor, obj: Import) -> bool:
    """The part of the system that compares and imports."""
    return bool(actor.system)


@permission
def end_turn(actor: Actor, obj: Import) -> bool:
    """The part of the system that compares and imports."""
    return bool(actor.system)


@permission
def sweep_imports(actor: Actor, obj: object) -> bool:
    """The clock."""
    return bool(actor.system)


@permission
def stage_rows(actor: Actor, obj: Import) -> bool:
    """The part of the system that compares and imports."""
    return bool(actor.system)


@permission
def tell_state(actor: Actor, obj: Import) -> bool:
    """The part of the system that compares and imports."""
    return bool(actor.system)


@permission
def purge_imports(actor: Actor, obj: object) -> bool:
    """The clock."""
    return bool(actor.system)
