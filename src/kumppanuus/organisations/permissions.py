"""Who may do what to organisations, memberships and posts. Being a member is not enough: one acts for it now."""

from __future__ import annotations

from typing import Any

from kumppanuus.core.actors import Actor
from kumppanuus.core.permissions import permission
from kumppanuus.organisations.models import (
    Holding,
    Invitation,
    JoinRequest,
    Membership,
    Organisation,
    Post,
    Role,
    acts_for,
    organisations_of,
)


def _runs(actor: Actor, organisation_id: int | None, *roles: str) -> bool:
    return bool(actor.system) or acts_for(actor, organisation_id, *roles)


@permission
def view_organisation(actor: Actor, obj: Organisation) -> bool:
    """Organisations are public; one that was merged into another is read there."""
    return obj.merged_into_id is None


@permission
def view_membership(actor: Actor, obj: Membership) -> bool:
    """A person sees her own, members of an organisation see each other."""
    return actor.person_id is not None and (
        obj.person_id == actor.person_id or obj.organisation_id in organisations_of(actor)
    )


@permission
def view_invitation(actor: Actor, obj: Invitation) -> bool:
    """Administrators who act for the organisation."""
    return acts_for(actor, obj.organisation_id, Role.ADMIN)


@permission
def view_joinrequest(actor: Actor, obj: JoinRequest) -> bool:
    """Who asked, and administrators who act for the organisation."""
    own = actor.person_id is not None and obj.person_id == actor.person_id
    return own or acts_for(actor, obj.organisation_id, Role.ADMIN)


@permission
def view_post(actor: Actor, obj: Post) -> bool:
    """Posts are public."""
    return True


@permission
def view_holding(actor: Actor, obj: Holding) -> bool:
    """Everybody where the holder agreed, else the organisation's members."""
    return obj.name_public or (actor.person_id is not None and obj.post.organisation_id in organisations_of(actor))


@permission
def create(actor: Actor, obj: Any) -> bool:
    """Any signed-in person founds her own organisation's page; a part of the system too."""
    return bool(actor.person_id or actor.system)


@permission
def vouch(actor: Actor, obj: Organisation) -> bool:
    """A part of the system, for a keeper or an editor whose own permission was asked."""
    return bool(actor.system)


@permission
def change(actor: Actor, obj: Organisation) -> bool:
    """Administrators and editors who act for it."""
    return _runs(actor, obj.pk, Role.EDITOR)


@permission
def sign(actor: Actor, obj: Organisation) -> bool:
    """Signatories who act for it."""
    return acts_for(actor, obj.pk, Role.SIGNATORY)


@permission
def see_members(actor: Actor, obj: Organisation) -> bool:
    """Its members, whatever their role and for whomever they act now."""
    return actor.person_id is not None and obj.pk in organisations_of(actor)


@permission
def invite(actor: Actor, obj: Organisation) -> bool:
    """Administrators who act for it, and a part of the system (recovery by a space)."""
    return _runs(actor, obj.pk, Role.ADMIN)


@permission
def withdraw_invitation(actor: Actor, obj: Invitation) -> bool:
    """Administrators who act for the organisation, while it is open."""
    return obj.is_open and _runs(actor, obj.organisation_id, Role.ADMIN)


@permission
def accept_invitation(actor: Actor, obj: Invitation) -> bool:
    """Any signed-in person: the action asks for the link."""
    return actor.person_id is not None


@permission
def ask_to_join(actor: Actor, obj: Organisation) -> bool:
    """Any signed-in person who is not a member."""
    return actor.person_id is not None and obj.pk not in organisations_of(actor)


@permission
def approve(actor: Actor, obj: JoinRequest) -> bool:
    """Administrators who act for the organisation."""
    return obj.decided_at is None and _runs(actor, obj.organisation_id, Role.ADMIN)


@permission
def decline(actor: Actor, obj: JoinRequest) -> bool:
    """Administrators who act for the organisation."""
    return approve(actor, obj)


@permission
def enrol(actor: Actor, obj: Organisation) -> bool:
    """A part of the system (demo, import, command)."""
    return bool(actor.system)


@permission
def change_membership(actor: Actor, obj: Membership) -> bool:
    """Administrators who act for the organisation."""
    return _runs(actor, obj.organisation_id, Role.ADMIN)


@permission
def end_membership(actor: Actor, obj: Membership) -> bool:
    """The person herself, and administrators who act for the organisation."""
    own = actor.person_id is not None and obj.person_id == actor.person_id
    return own or _runs(actor, obj.organisation_id, Role.ADMIN)


@permission
def add_post(actor: Actor, obj: Organisation) -> bool:
    """Administrators and editors who act for the organisation."""
    return _runs(actor, obj.pk, Role.EDITOR)


@permission
def change_post(actor: Actor, obj: Post) -> bool:
    """Administrators and editors who act for the organisation, while the post exists."""
    return obj.ended is None and _runs(actor, obj.organisation_id, Role.EDITOR)


@permission
def end_post(actor: Actor, obj: Post) -> bool:
    """Administrators and editors who act for the organisation."""
    return change_post(actor, obj)


@permission
def set_holder(actor: Actor, obj: Post) -> bool:
    """Administrators and editors who act for the organisation."""
    return change_post(actor, obj)


@permission
def end_holding(actor: Actor, obj: Holding) -> bool:
    """The holder, and administrators and editors who act for the organisation."""
    own = actor.person_id is not None and obj.person_id == actor.person_id
    return own or _runs(actor, obj.post.organisation_id, Role.EDITOR)


@permission
def stay(actor: Actor, obj: Holding) -> bool:
    """As who may end it."""
    return end_holding(actor, obj)


@permission
def show_name(actor: Actor, obj: Holding) -> bool:
    """The holder decides whether her name may be shown."""
    return actor.person_id is not None and obj.person_id == actor.person_id
