"""The first claim of a page that nobody keeps: by a link to its known address, a letter, an invitation."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from kumppanuus.core.actions import Refused, action, note
from kumppanuus.core.actors import Actor, system
from kumppanuus.links import actions as links
from kumppanuus.links import purposes
from kumppanuus.links.models import Link
from kumppanuus.links.resolve import follow
from kumppanuus.notices import actions as notices
from kumppanuus.organisations import actions as organisations
from kumppanuus.organisations.models import Invitation, Membership, Organisation, Role
from kumppanuus.services.actions import entries
from kumppanuus.services.actions.checks import TOPIC
from kumppanuus.services.models import Claim, ClaimedBy, ClaimState, Service, Status, VerifiedAs, unkept
from kumppanuus.services.recipients import space_editors
from kumppanuus.spaces.models import Space

CLAIM = "services.claim"
LINK_DAYS, LETTER_DAYS = 14, 120
MOST_LETTERS = 500
purposes.register(CLAIM, "services:claim_by_link")


@dataclass(frozen=True)
class Letter:
    """What is printed for one organisation: only the paper knows the code."""

    organisation: Organisation
    address: str
    code: str


@action
def send_claim_link(actor: Actor, organisation: Organisation) -> Organisation:
    """Send a link by which the page can be taken over to the organisation's own known address.

    Refused when it has none, when somebody keeps the page, or when a link was sent in the last day.
    """
    _unkept(organisation)
    if not organisation.email:
        raise Refused(_("No address of the organisation is known. Nothing was sent; ask the editors instead."))
    earlier = _open_links(organisation).filter(data__how=ClaimedBy.EMAIL)
    if earlier.filter(created_at__gt=timezone.now() - dt.timedelta(days=1)).exists():
        raise Refused(_("A link was sent to the organisation's address a moment ago. Look for it in the mail."))
    _link, token, _code = _make(actor, organisation, ClaimedBy.EMAIL, LINK_DAYS)
    language = organisation.mail_language
    with translation.override(language):
        words = {
            "organisation": str(organisation.name),
            "url": settings.SITE_URL + reverse("services:claim_by_link", args=[token]),
            "days": LINK_DAYS,
        }
    notices.post(
        system("services"),
        organisation,
        key=f"services.claim:{organisation.pk}:{timezone.now():%Y%m%d%H%M}",
        topic="memberships",
        template="services/mail/claim",
        context=words,
        address=organisation.email,
        language=language,
    )
    note(organisation, audience={f"organisation:{organisation.pk}"})
    return organisation


@action
def make_letters(actor: Actor, target: Space | Organisation, *, organisations: Sequence[Organisation]) -> list[Letter]:
    """Make a letter with a code for each organisation that nobody keeps; codes of its earlier letters stop working.

    `target` is the space or the municipality's organisation for which they are sent. Refused for too many at once.
    """
    if len(organisations) > MOST_LETTERS:
        raise Refused(_("At most %(most)d letters are made at once. None was made.") % {"most": MOST_LETTERS})
    area = target.area if isinstance(target, Space) else target.governs
    if area is None:
        raise Refused(_("Letters are sent for a partnership table or a municipality. None was made."))
    free = Organisation.objects.active_in(area).filter(unkept("pk"), pk__in=[one.pk for one in organisations])
    made = []
    for one in free.order_by("sort_name", "pk"):
        for link in _open_links(one).filter(data__how=ClaimedBy.LETTER):
            links.revoke(system("services"), link)
        _link, token, code = _make(actor, one, ClaimedBy.LETTER, LETTER_DAYS)
        with translation.override(one.mail_language):
            address = settings.SITE_URL + reverse("services:claim_by_link", args=[token])
        made.append(Letter(one, address, code or ""))
    if not made:
        raise Refused(_("Nobody needs a letter: somebody keeps each of these pages. None was made."))
    note(target, audience={f"organisation:{actor.organisation_id}"} if actor.organisation_id else None, many=len(made))
    return made


@action
def claim(actor: Actor, organisation: Organisation, *, token: str, still_right: bool = False) -> Claim:
    """Take over a page by a link or a letter's code, signed in: one becomes its administrator.

    With `still_right` its published entries are confirmed at the same time. Refused when the link opens another
    page or was used, or when somebody keeps the page already; nothing is changed then.
    """
    found = follow(token, CLAIM)
    if not isinstance(found, Link):
        raise Refused(found.message)
    if found.target_id != organisation.pk:
        raise Refused(_("This link opens another organisation's page. Nothing was changed."))
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    _unkept(organisation)
    links.use_up(system("services"), found)
    how = found.data.get("how", ClaimedBy.EMAIL)
    made = Claim(organisation=organisation, person_id=actor.person_id or 0, how=how, state=ClaimState.APPROVED)
    made.decided_at = timezone.now()
    made.save()
    _enrol(made)
    for link in _open_links(organisation):
        links.revoke(system("services"), link)
    if still_right:
        role = VerifiedAs.LETTER if how == ClaimedBy.LETTER else VerifiedAs.MEMBER
        holder = Actor(person_id=actor.person_id, organisation_id=organisation.pk)
        for entry in Service.objects.filter(organisation=organisation, status__in=(Status.PUBLISHED, Status.PAUSED)):
            entries.confirm.function(holder, entry, verified_as=role)
    actor.forget()
    note(organisation, audience={f"organisation:{organisation.pk}"}, how=how)
    return made


@action
def ask_claim(actor: Actor, organisation: Organisation, *, message: str) -> Claim:
    """Ask to take over a page whose address is not known; the editors of the partnership table decide."""
    _unkept(organisation)
    if Claim.objects.filter(organisation=organisation, person=actor.person_id, state=ClaimState.WAITING).exists():
        raise Refused(_("You have asked already. The editors have been told; wait for their answer."))
    made = Claim.objects.create(
        organisation=organisation, person_id=actor.person_id or 0, how=ClaimedBy.WORD, message=message.strip()[:500]
    )
    areas = [organisation.home_id, *organisation.areas.values_list("pk", flat=True)]
    for person in space_editors(pk for pk in areas if pk):
        _tell(made, "asked", person)
    note(organisation, audience=made.audience())
    return made


@action
def approve_claim(actor: Actor, asked: Claim) -> Claim:
    """Let the person who asked become the page's administrator; she is told."""
    fresh = _to_decide(asked)
    _unkept(fresh.organisation)
    _enrol(fresh)
    return _decide(actor, fresh, ClaimState.APPROVED)


@action
def decline_claim(actor: Actor, asked: Claim, *, reason: str) -> Claim:
    """Say no, with a reason that the person gets to read."""
    if not reason.strip():
        raise Refused(_("Say why, so that whoever asked understands. Nothing was decided."))
    fresh = _to_decide(asked)
    fresh.reason = reason.strip()[:500]
    return _decide(actor, fresh, ClaimState.DECLINED)


@action
def invite_keeper(actor: Actor, organisation: Organisation, *, email: str) -> Invitation:
    """Invite an address to take over a page that nobody keeps, for a municipality or a partnership table."""
    _unkept(organisation)
    me = system("services")
    made = organisations.invite(me, organisation, email=email, role=Role.ADMIN, language=organisation.mail_language)
    tokens = {f"organisation:{pk}" for pk in (organisation.pk, actor.organisation_id) if pk}
    note(organisation, audience=tokens)
    return made


def _unkept(organisation: Organisation) -> None:
    if Membership.objects.current().filter(organisation=organisation, role=Role.ADMIN).exists():
        raise Refused(
            _("Somebody keeps this page already. Nothing was changed. Ask to join; the administrators decide.")
        )


def _open_links(organisation: Organisation) -> models.QuerySet[Link]:
    return Link.objects.open().filter(
        purpose=CLAIM, target_model=Organisation._meta.label_lower, target_id=organisation.pk
    )


def _make(actor: Actor, organisation: Organisation, how: str, days: int) -> tuple[Link, str, str | None]:
    return links.make(
        actor,
        organisation,
        purpose=CLAIM,
        expires_at=timezone.now() + dt.timedelta(days=days),
        single=True,
        with_code=how == ClaimedBy.LETTER,
        data={"how": str(how)},
    )


def _enrol(made: Claim) -> None:
    organisations.enrol(system("services"), made.organisation, person=made.person, role=Role.ADMIN)


def _to_decide(asked: Claim) -> Claim:
    fresh = Claim.objects.select_for_update(of=("self",)).select_related("organisation", "person").get(pk=asked.pk)
    if fresh.state != ClaimState.WAITING:
        raise Refused(_("Somebody decided on this while you were reading. Nothing was changed."))
    return fresh


def _decide(actor: Actor, fresh: Claim, state: str) -> Claim:
    fresh.state, fresh.decided_at, fresh.decided_by_id = state, timezone.now(), actor.person_id
    fresh.save()
    _tell(fresh, state, fresh.person)
    note(fresh.organisation, audience=fresh.audience(), state=state)
    return fresh


def _tell(made: Claim, what: str, person: Any) -> None:
    with translation.override(person.language):
        place = reverse("services:claims") if what == "asked" else made.organisation.get_absolute_url()
        words = {
            "what": what,
            "organisation": str(made.organisation.name),
            "reason": made.reason,
            "url": settings.SITE_URL + place,
        }
    notices.post(
        system("services"),
        made.organisation,
        key=f"services.claim:{made.pk}:{what}",
        topic=TOPIC,
        template="services/mail/claimed",
        context=words,
        person=person,
    )
