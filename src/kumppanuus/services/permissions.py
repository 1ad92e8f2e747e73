"""Who may do what in the directory: its members, and a space's editors for organisations that nobody keeps yet."""

from __future__ import annotations

from kumppanuus.core.actors import Actor
from kumppanuus.core.permissions import permission
from kumppanuus.organisations.models import Membership, Organisation, Role, acts_for, organisations_of, roles_of
from kumppanuus.places.models import Area
from kumppanuus.services.models import Import, ImportState, Listing, Location, Service, Source, Status
from kumppanuus.spaces.models import Space, SpaceRoleKind, has_space_role, space_roles_of


def is_kept(organisation: Organisation) -> bool:
    """Say whether the organisation has an administrator of its own today. One query."""
    return Membership.objects.current().filter(organisation=organisation, role=Role.ADMIN).exists()


def edits_around(actor: Actor, organisation: Organisation) -> bool:
    """Say whether the actor is an editor of a space in whose area the organisation is at home or active."""
    mine = [pk for pk, roles in space_roles_of(actor).items() if SpaceRoleKind.EDITOR in roles]
    if not mine:
        return False
    spaces = Space.objects.filter(pk__in=mine).select_related("area")
    places = {organisation.home_id, *organisation.areas.values_list("pk", flat=True)} - {None}
    return any(Area.objects.within(space.area).filter(pk__in=places).exists() for space in spaces)


def edits(actor: Actor, organisation: Organisation) -> bool:
    """Say whether the actor may edit the organisation's entries: see the first line of this file."""
    if actor.system or acts_for(actor, organisation.pk, Role.EDITOR):
        return True
    return bool(actor.person_id) and edits_around(actor, organisation) and not is_kept(organisation)


@permission
def view_service(actor: Actor, obj: Service) -> bool:
    """Everybody but for drafts, which members of the organisation see."""
    if obj.status != Status.DRAFT or actor.system:
        return True
    return actor.person_id is not None and obj.organisation_id in organisations_of(actor)


@permission
def view_location(actor: Actor, obj: Location) -> bool:
    """Places are public."""
    return True


@permission
def view_listing(actor: Actor, obj: Listing) -> bool:
    """How an organisation wants to be reached is public."""
    return True


@permission
def create(actor: Actor, obj: Organisation) -> bool:
    """Editors of the organisation; a space's editors while it has no administrator."""
    return edits(actor, obj)


@permission
def change(actor: Actor, obj: Service) -> bool:
    """Editors of the organisation; a space's editors while it has no administrator."""
    return edits(actor, obj.organisation)


@permission
def set_times(actor: Actor, obj: Service) -> bool:
    """As for changing."""
    return change(actor, obj)


@permission
def set_contacts(actor: Actor, obj: Service) -> bool:
    """As for changing."""
    return change(actor, obj)


@permission
def set_place(actor: Actor, obj: Service) -> bool:
    """As for changing."""
    return change(actor, obj)


@permission
def remove_place(actor: Actor, obj: Service) -> bool:
    """As for changing."""
    return change(actor, obj)


@permission
def publish(actor: Actor, obj: Service) -> bool:
    """As for changing, while it is not published."""
    return obj.status != Status.PUBLISHED and change(actor, obj)


@permission
def pause(actor: Actor, obj: Service) -> bool:
    """As for changing, while it is published."""
    return obj.status == Status.PUBLISHED and change(actor, obj)


@permission
def end(actor: Actor, obj: Service) -> bool:
    """As for changing, while it has been published and not ended."""
    return obj.status in {Status.PUBLISHED, Status.PAUSED} and change(actor, obj)


@permission
def discard(actor: Actor, obj: Service) -> bool:
    """As for changing, while it has never been published."""
    return obj.status == Status.DRAFT and change(actor, obj)


@permission
def confirm(actor: Actor, obj: Service) -> bool:
    """As for changing, while it is public."""
    return obj.status in {Status.PUBLISHED, Status.PAUSED} and change(actor, obj)


@permission
def set_listing(actor: Actor, obj: Organisation) -> bool:
    """As for its entries."""
    return edits(actor, obj)


# --- imports ---
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
def undo_rows(actor: Actor, obj: Import) -> bool:
    """Who may import from the source, after beginning to undo."""
    return obj.state == ImportState.UNDOING and _keeps(actor, obj.source)


@permission
def undo_import(actor: Actor, obj: Import) -> bool:
    """Who may import from the source, after beginning to undo."""
    return undo_rows(actor, obj)


@permission
def drop_import(actor: Actor, obj: Import) -> bool:
    """Who may import from the source, while nothing of it is in the directory."""
    return obj.applied_at is None and not (obj.is_working and not obj.has_stalled) and _keeps(actor, obj.source)


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
