"""Who may do what to entries: members, and a space's editors for organisations that nobody keeps yet."""

from __future__ import annotations

from typing import Any

from kumppanuus.core.actors import Actor
from kumppanuus.core.permissions import permission
from kumppanuus.links.models import Link
from kumppanuus.organisations.models import Membership, Organisation, Role, acts_for, organisations_of
from kumppanuus.places.models import Area
from kumppanuus.services.models import Listing, Location, Service, Status
from kumppanuus.spaces.models import Space, SpaceRoleKind, space_roles_of


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


@permission
def recount(actor: Actor, obj: Any) -> bool:
    """The clock, and the command that loads data."""
    return bool(actor.system)
