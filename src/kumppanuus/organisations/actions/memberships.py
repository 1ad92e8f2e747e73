"""Ways in and out: invite, accept, ask to join, approve, decline, change and end a membership."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kumppanuus.accounts.models import Person
from kumppanuus.core.actions import Refused, action, note
from kumppanuus.core.actors import Actor
from kumppanuus.core.texts import Text
from kumppanuus.links import actions as links
from kumppanuus.links.models import Link
from kumppanuus.links.purposes import register as register_purpose
from kumppanuus.links.resolve import follow
from kumppanuus.notices import actions as notices
from kumppanuus.notices.topics import register as register_topic
from kumppanuus.organisations.models import Holding, Invitation, JoinRequest, Membership, Organisation, Role, current

INVITATION = "organisations.invitation"
TOPIC = "memberships"
register_purpose(INVITATION, "organisations:invitation")
register_topic(TOPIC, translation.gettext_lazy("Your roles in organisations: invitations, approvals, endings"))


@action
def enrol(
    actor: Actor,
    organisation: Organisation,
    *,
    person: Person,
    role: str,
    title: Text | None = None,
    start: dt.date | None = None,
    end: dt.date | None = None,
) -> Membership:
    """Make a membership directly: for the demo, imports, the command, and recovery by a space's editors."""
    membership = Membership.objects.create(
        person=person,
        organisation=organisation,
        role=role,
        title=title or Text(),
        start=start or timezone.localdate(),
        end=end,
    )
    note(organisation, audience=membership.audience(), role=role)
    return membership


@action
def invite(
    actor: Actor, organisation: Organisation, *, email: str, role: str, title: Text | None = None, language: str = ""
) -> Invitation:
    """Invite an address to join in a role: a link by e-mail. An earlier open invitation to it is replaced.

    Refused when somebody with that address has the role already.
    """
    address, now = email.strip().lower(), timezone.now()
    held = Membership.objects.current().filter(organisation=organisation, role=role, person__email=address)
    if held.exists():
        raise Refused(_("The person with this address has this role already. No invitation was sent."))
    for earlier in Invitation.objects.open().filter(organisation=organisation, email=address).select_related("link"):
        withdraw(actor, earlier)
    expires = now + dt.timedelta(days=Invitation.DAYS)
    invitation = Invitation.objects.create(
        organisation=organisation,
        email=address,
        role=role,
        title=title or Text(),
        invited_by_id=actor.person_id,
        expires_at=expires,
    )
    link, token, _code = links.make(actor, invitation, purpose=INVITATION, expires_at=expires, single=True)
    invitation.link = link
    invitation.save(update_fields=["link"])
    code = language or (get_language() or "fi").split("-")[0]
    with translation.override(code):
        values: dict[str, Any] = {
            "organisation": str(organisation.name),
            "role": str(Role(role).label),
            "until": timezone.localtime(expires).date().isoformat(),
            "url": settings.SITE_URL + reverse("organisations:invitation", args=[token]),
        }
    notices.post(
        actor,
        organisation,
        key=f"organisations.invitation:{invitation.pk}",
        topic=TOPIC,
        template="organisations/mail/invitation",
        context=values,
        address=address,
        language=code,
    )
    note(organisation, audience=invitation.audience(), role=role)
    return invitation


def withdraw(actor: Actor, invitation: Invitation) -> None:
    """Close an invitation and its link, inside an action."""
    invitation.withdrawn_at = timezone.now()
    invitation.save(update_fields=["withdrawn_at"])
    if invitation.link is not None:
        links.revoke(actor, invitation.link)


@action
def withdraw_invitation(actor: Actor, invitation: Invitation) -> Invitation:
    """Withdraw an open invitation; its link stops working."""
    withdraw(actor, invitation)
    note(invitation.organisation, audience=invitation.audience())
    return invitation


@action
def accept_invitation(actor: Actor, invitation: Invitation, *, token: str) -> Membership:
    """Become a member, by the link and signed in with any address. Refused when the link does not open it."""
    link = follow(token, INVITATION)
    if not isinstance(link, Link):
        raise Refused(link.message)
    if link.pk != invitation.link_id or actor.person_id is None:
        raise Refused(_("This link opens another invitation. Nothing was changed."))
    links.use_up(actor, link)
    invitation.accepted_at, invitation.accepted_by_id = timezone.now(), actor.person_id
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    membership = _join(actor.person_id, invitation.organisation, invitation.role, invitation.title)
    note(invitation.organisation, audience=membership.audience(), role=invitation.role)
    actor.forget()
    return membership


def _join(person_id: int, organisation: Organisation, role: str, title: Text | None = None) -> Membership:
    today = timezone.localdate()
    membership, _created = Membership.objects.get_or_create(
        person_id=person_id,
        organisation=organisation,
        role=role,
        end=None,
        defaults={"title": title or Text(), "start": today},
    )
    return membership


@action
def ask_to_join(actor: Actor, organisation: Organisation, *, message: str = "") -> JoinRequest:
    """Ask to become a member; the administrators are told. Refused when nobody administers it or it was asked."""
    admins = _admins(organisation)
    if not admins:
        raise Refused(
            _("Nobody administers this organisation just now. Write to the space's editors, who can put it right.")
        )
    if JoinRequest.objects.filter(organisation=organisation, person=actor.person_id, decided_at=None).exists():
        raise Refused(_("You have asked already, and the administrators have been told. Wait for their answer."))
    request = JoinRequest.objects.create(
        organisation=organisation, person_id=actor.person_id or 0, message=message.strip()[:500]
    )
    for membership in admins:
        _tell(actor, organisation, membership.person, f"organisations.join:{request.pk}", "asked")
    note(organisation, audience=request.audience())
    return request


@action
def approve(actor: Actor, request: JoinRequest, *, role: str) -> Membership:
    """Take a person who asked into the organisation in a role; she is told."""
    _decide(request, approved=True)
    membership = _join(request.person_id, request.organisation, role)
    _tell(actor, request.organisation, request.person, f"organisations.joined:{request.pk}", "approved")
    note(request.organisation, audience=request.audience(), role=role)
    return membership


@action
def decline(actor: Actor, request: JoinRequest) -> JoinRequest:
    """Say no to a person who asked; she is told."""
    _decide(request, approved=False)
    _tell(actor, request.organisation, request.person, f"organisations.declined:{request.pk}", "declined")
    note(request.organisation, audience=request.audience())
    return request


def _decide(request: JoinRequest, *, approved: bool) -> None:
    decided = JoinRequest.objects.filter(pk=request.pk, decided_at=None).update(
        decided_at=timezone.now(), approved=approved
    )
    if not decided:
        raise Refused(_("Somebody else decided on this while you were reading. Nothing was changed."))


@action
def change_membership(
    actor: Actor, membership: Membership, *, role: str | None = None, title: Text | None = None, even_last: bool = False
) -> Membership:
    """Change the title or the role; a changed role ends the old row and begins a new one, so that history stays."""
    if title is not None:
        membership.title = title
        membership.save(update_fields=["title"])
    note(membership.organisation, audience=membership.audience(), role=role or membership.role)
    if role is None or role == membership.role:
        return membership
    _guard_last(membership, even_last=even_last)
    _end(membership, timezone.localdate() - dt.timedelta(days=1))
    actor.forget()
    return _join(membership.person_id, membership.organisation, role, membership.title)


@action
def end_membership(
    actor: Actor, membership: Membership, *, last_day: dt.date | None = None, even_last: bool = False
) -> Membership:
    """End a membership, at once or after its last day; it stays readable. Posts held are ended with the last one.

    Refused for the last administrator unless `even_last`, which says that the organisation is then without one.
    """
    day = last_day or timezone.localdate() - dt.timedelta(days=1)
    if membership.end is not None and membership.end <= day:
        raise Refused(_("This membership has ended already."))
    if day < membership.start - dt.timedelta(days=1):
        raise Refused(_("The last day cannot be before the first day. Nothing was changed."))
    without_admin = _guard_last(membership, even_last=even_last)
    _end(membership, day)
    others = Membership.objects.filter(organisation=membership.organisation_id, person=membership.person_id)
    if not others.filter(end=None).exclude(pk=membership.pk).exists():
        for holding in Holding.objects.filter(
            post__organisation=membership.organisation_id, person=membership.person_id, end=None
        ):
            holding.end = max(day, holding.start - dt.timedelta(days=1))
            holding.save(update_fields=["end"])
    if actor.person_id != membership.person_id:
        key = f"organisations.ended:{membership.pk}:{day}"
        _tell(actor, membership.organisation, membership.person, key, "ended")
    note(membership.organisation, audience=membership.audience(), role=membership.role, without_admin=without_admin)
    actor.forget()
    return membership


def _end(membership: Membership, day: dt.date) -> None:
    membership.end = max(day, membership.start - dt.timedelta(days=1))
    membership.save(update_fields=["end"])


def _admins(organisation: Organisation) -> list[Membership]:
    rows = Membership.objects.filter(current(), organisation=organisation, role=Role.ADMIN)
    return list(rows.select_related("person"))


def _guard_last(membership: Membership, *, even_last: bool) -> bool:
    """Return whether the organisation is left without an administrator; refuse that unless it was said."""
    Organisation.objects.select_for_update().get(pk=membership.organisation_id)
    if membership.role != Role.ADMIN:
        return False
    left = [row for row in _admins(membership.organisation) if row.pk != membership.pk and row.end is None]
    if not left and not even_last:
        raise Refused(
            _(
                "This is the organisation's last administrator. Make somebody else an administrator first, or "
                "confirm that the organisation is left without one; then only the space's editors can put it right."
            )
        )
    return not left


def _tell(actor: Actor, organisation: Organisation, person: Person, key: str, what: str) -> None:
    with translation.override(person.language):
        url = settings.SITE_URL + organisation.get_absolute_url()
        members = settings.SITE_URL + reverse("organisations:members", args=[organisation.slug])
        name = str(organisation.name)
    notices.post(
        actor,
        organisation,
        key=key,
        topic=TOPIC,
        template="organisations/mail/membership",
        context={"what": what, "organisation": name, "url": members if what == "asked" else url},
        person=person,
    )
