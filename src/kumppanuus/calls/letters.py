"""Letters about calls for seats, each in its recipient's language."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy

from kumppanuus.accounts.models import Person
from kumppanuus.bodies.models import MandatePart
from kumppanuus.calls.models import LIVE, Call, Decision, Nomination, NominationState
from kumppanuus.calls.reading import moment
from kumppanuus.core.actors import system
from kumppanuus.links import actions as links
from kumppanuus.links import purposes
from kumppanuus.links.models import Link
from kumppanuus.links.purposes import page_for
from kumppanuus.links.resolve import stand_in
from kumppanuus.notices import actions as notices
from kumppanuus.notices.topics import register
from kumppanuus.organisations.models import Membership

ANSWER = "calls.answer"
LINK_LASTS = dt.timedelta(days=400)  # after the closing: by it a nominee sees what became of it until her name goes
ME = "calls"
OPENINGS, NOMINATIONS = "seat_calls", "nominations"
READ = ("call__body__convener", "call__decision", "organisation", "person", "nominated_by", "seat", "given_seat")

register(OPENINGS, gettext_lazy("Open calls for seats in which your organisation can nominate"))
register(NOMINATIONS, gettext_lazy("Nominations for seats: consent, changes and results"), required=True)
purposes.register(ANSWER, "calls:answer_by_link")


def _words(call: Call) -> dict[str, Any]:
    """Return what every letter about a call says, in the active language."""
    return {
        "body": str(call.body),
        "convener": str(call.body.convener),
        "closes": moment(call.closes_at),
        "start": date_format(call.start, "DATE_FORMAT"),
        "path": call.get_absolute_url(),
    }


def _post(  # noqa: PLR0917 - what a letter is made of
    call: Call, key: str, template: str, context: dict[str, Any], person: Person | None, address: str, language: str
) -> None:
    notices.post(
        system(ME),
        call,
        key=f"call:{call.pk}:{key}"[:120],
        topic=OPENINGS if template == "opened" else NOMINATIONS,
        template=f"calls/mail/{template}",
        context=context,
        person=person,
        address="" if person else address,
        language=language,
    )


def of_opening(call: Call, membership: Membership) -> None:
    """Tell an editor that her organisation can nominate."""
    language = membership.person.language
    with translation.override(language):
        seats = [str(row.seat) for row in call.places.select_related("seat__organisation", "seat__term")]
        context = _words(call) | {
            "organisation": str(membership.organisation),
            "announcement": str(call.announcement),
            "seats": ", ".join(seats),
        }
    _post(call, "opened", "opened", context, membership.person, "", language)


def ask_consent(nomination: Nomination, again: str = "") -> None:
    """Send the nominee the link by which she consents or refuses."""
    told = {"again": bool(again), "why": nomination.why}
    to_nominee(nomination, "consent", again or "first", url=lambda: _url(nomination), **told)


def _url(nomination: Nomination) -> str:
    """Return the address of the nominee's page: the same link as before while it lasts."""
    call = nomination.call
    link = Link.objects.open().filter(pk=nomination.link_id or 0, expires_at__gt=call.closes_at).first()
    if link is not None:
        token = stand_in(link)
    else:
        link, token, _code = links.make(
            system(ME),
            nomination,
            purpose=ANSWER,
            expires_at=call.closes_at + LINK_LASTS,
            person_id=nomination.person_id,
        )
        nomination.link_id = link.pk
        nomination.save(update_fields=["link_id"])
    return f"{settings.SITE_URL}{page_for(ANSWER, token)}"


def to_nominee(nomination: Nomination, template: str, stamp: str = "", **more: Any) -> None:
    """Write to the person nominated; not to who nominated herself: she is written to as the one who nominated.

    What depends on the language is given as a function.
    """
    own = nomination.person_id is not None and nomination.person_id == nomination.nominated_by_id
    if own or not nomination.address:
        return
    language = nomination.mail_language
    with translation.override(language):
        context = _of(nomination) | {"nominee": True} | _said(more)
    key = f"{template}:{nomination.pk}:nominee:{stamp}"
    _post(nomination.call, key, template, context, nomination.person, nomination.email, language)


def to_nominator(nomination: Nomination, template: str, stamp: str, **more: Any) -> None:
    """Write to who nominated, or to the organisation's address where nobody has one."""
    person, organisation = nomination.nominated_by, nomination.organisation
    language = person.language if person else organisation.mail_language
    with translation.override(language):
        context = _of(nomination) | {"nominee": False, "path": nomination.get_absolute_url()} | _said(more)
    _post(
        nomination.call, f"{template}:{nomination.pk}:{stamp}", template, context, person, organisation.email, language
    )


def _said(more: dict[str, Any]) -> dict[str, Any]:
    return {name: value() if callable(value) else value for name, value in more.items()}


def _of(nomination: Nomination) -> dict[str, Any]:
    return _words(nomination.call) | {
        "organisation": str(nomination.organisation),
        "name": nomination.full_name,
        "seat": str(nomination.seat) if nomination.seat else "",
        "given_seat": str(nomination.given_seat) if nomination.given_seat else "",
        "deputy": nomination.part == MandatePart.DEPUTY,
        "state": nomination.state,
        "reason": nomination.reason,
        "missing": nomination.consent_at is None,
        "extended_why": nomination.call.extended_why,
        "cancelled_why": nomination.call.cancelled_why,
    }


def of_change(call: Call, what: str) -> None:
    """Tell those who nominated, and those who were, that the call was extended or cancelled."""
    stamp = f"{call.closes_at:%Y%m%d%H%M}"
    for nomination in call.nominations.filter(state__in=LIVE).select_related(*READ):
        nomination.call = call
        to_nominator(nomination, what, stamp)
        if what == "cancelled":
            to_nominee(nomination, what, stamp)


def of_result(decision: Decision) -> None:
    """Tell what became of each nomination. Who was chosen is told by her body, what comes next."""
    told = {
        "decision": decision.words,
        "reasons": lambda: str(decision.reasons),
        "path": decision.get_absolute_url,
    }
    decided = (NominationState.CHOSEN, NominationState.NOT_CHOSEN)
    for nomination in decision.call.nominations.filter(state__in=decided).select_related(*READ):
        to_nominator(nomination, "result", "", **told)
        if nomination.state == NominationState.NOT_CHOSEN:
            to_nominee(nomination, "result", "", **told)
