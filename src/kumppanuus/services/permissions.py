"""Who may do what in the directory: its members, and a space's editors for organisations that nobody keeps yet."""

from __future__ import annotations

from typing import Any

from kumppanuus.core.actors import Actor
from kumppanuus.core.permissions import permission
from kumppanuus.links.models import Link
from kumppanuus.organisations.models import Membership, Organisation, Role, acts_for, organisations_of, roles_of
from kumppanuus.places.models import Area
from kumppanuus.services.models import (
    Claim,
    ClaimState,
    Import,
    ImportState,
    Listing,
    Location,
    Service,
    Source,
    Status,
    Suggestion,
    SuggestionKind,
    SuggestionState,
)
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


def holds(actor: Actor, obj: Service, *purposes: str) -> bool:
    """Say whether the actor came by a link that still works, was made for the entry, and for one of the purposes."""
    if not actor.link_id:
        return False
    mine = Link.objects.open().filter(pk=actor.link_id, purpose__in=purposes)
    return mine.filter(target_model=obj._meta.label_lower, target_id=obj.pk).exists()


@permission
def view_service(actor: Actor, obj: Service) -> bool:
    """Everybody but for drafts, which members of the organisation see."""
    if obj.merged_into_id is not None:
        return False
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
    """As for changing, and who holds a link that was mailed for it, while it is public."""
    if obj.status not in {Status.PUBLISHED, Status.PAUSED}:
        return False
    return change(actor, obj) or holds(actor, obj, "services.confirm", "services.correct")


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


# --- upkeep: from e-mail links, by others, first claims ---
def looks_after(actor: Actor, organisation: Organisation) -> bool:
    """Say whether the actor is an editor of a space around the organisation, or edits for its home municipality."""
    if actor.system or (actor.person_id and edits_around(actor, organisation)):
        return True
    if not acts_for(actor, actor.organisation_id, Role.EDITOR):
        return False
    return (
        Organisation.objects.filter(pk=actor.organisation_id or 0, governs__isnull=False)
        .filter(governs__in=_places(organisation))
        .exists()
    )


def _places(organisation: Organisation) -> list[int]:
    return [pk for pk in {organisation.home_id, *organisation.areas.values_list("pk", flat=True)} if pk]


@permission
def view_suggestion(actor: Actor, obj: Suggestion) -> bool:
    """Who made it, by account or link, and whoever edits the organisation's entries."""
    if actor.link_id:
        return obj.link_id == actor.link_id
    own = actor.person_id is not None and obj.person_id == actor.person_id
    return own or edits(actor, obj.organisation)


@permission
def view_claim(actor: Actor, obj: Claim) -> bool:
    """Who made it, and the editors of a space in whose area the organisation is."""
    own = actor.person_id is not None and obj.person_id == actor.person_id
    return own or bool(actor.system) or (actor.person_id is not None and edits_around(actor, obj.organisation))


@permission
def remind(actor: Actor, obj: Service) -> bool:
    """The clock; by hand its editors, a space's editors around and its municipality's, while it is listed."""
    listed = obj.status in {Status.PUBLISHED, Status.PAUSED}
    return listed and (edits(actor, obj.organisation) or looks_after(actor, obj.organisation))


@permission
def climb(actor: Actor, obj: None) -> bool:
    """The clock."""
    return bool(actor.system)


@permission
def correct(actor: Actor, obj: Service) -> bool:
    """Who holds a link that was mailed for correcting it, and who edits it, while it is public."""
    if obj.status not in {Status.PUBLISHED, Status.PAUSED}:
        return False
    return holds(actor, obj, "services.correct") or change(actor, obj)


@permission
def suggest(actor: Actor, obj: Service) -> bool:
    """Everybody, of what they see; no account is needed."""
    return obj.status != Status.DRAFT


@permission
def suggest_entry(actor: Actor, obj: Organisation) -> bool:
    """Everybody; no account is needed."""
    return True


@permission
def accept_suggestion(actor: Actor, obj: Suggestion) -> bool:
    """Who edits the organisation's entries, while it waits."""
    return obj.state == SuggestionState.WAITING and edits(actor, obj.organisation)


@permission
def decline_suggestion(actor: Actor, obj: Suggestion) -> bool:
    """As for accepting."""
    return accept_suggestion(actor, obj)


@permission
def undo_correction(actor: Actor, obj: Suggestion) -> bool:
    """Who edits the organisation's entries, while the correction of a line stands."""
    stands = obj.state == SuggestionState.ACCEPTED and obj.kind == SuggestionKind.LINE
    return stands and edits(actor, obj.organisation)


@permission
def send_claim_link(actor: Actor, obj: Organisation) -> bool:
    """Everybody: the mail goes only to the address that is known of the organisation."""
    return not is_kept(obj)


@permission
def claim(actor: Actor, obj: Organisation) -> bool:
    """Any signed-in person: the action asks for the link or the letter's code."""
    return actor.person_id is not None


@permission
def ask_claim(actor: Actor, obj: Organisation) -> bool:
    """Any signed-in person, while nobody keeps the page."""
    return actor.person_id is not None and not is_kept(obj)


@permission
def approve_claim(actor: Actor, obj: Claim) -> bool:
    """The editors of a space around the organisation, but not of her own claim."""
    own = actor.person_id == obj.person_id
    return obj.state == ClaimState.WAITING and not own and (bool(actor.system) or edits_around(actor, obj.organisation))


@permission
def decline_claim(actor: Actor, obj: Claim) -> bool:
    """As for approving."""
    return approve_claim(actor, obj)


@permission
def invite_keeper(actor: Actor, obj: Organisation) -> bool:
    """A space's editors around and its municipality's editors, while nobody keeps the page."""
    return looks_after(actor, obj) and not is_kept(obj)


@permission
def make_letters(actor: Actor, obj: Space | Organisation) -> bool:
    """A space's editors, and the editors who act for a municipality."""
    if isinstance(obj, Space):
        return bool(actor.system) or has_space_role(actor, obj.pk, SpaceRoleKind.EDITOR)
    return bool(actor.system) or (obj.governs_id is not None and acts_for(actor, obj.pk, Role.EDITOR))


@permission
def recount(actor: Actor, obj: Any) -> bool:
    """The clock, and the command that loads data."""
    return bool(actor.system)
