"""Nominating, answering as the nominee, checking whether a nomination is eligible."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from kumppanuus.accounts.models import Person
from kumppanuus.bodies.models import Seat
from kumppanuus.calls import letters
from kumppanuus.calls.actions.calls import hold
from kumppanuus.calls.models import LIVE, Call, Nomination, NominationState
from kumppanuus.calls.reading import moment, why_not
from kumppanuus.core.actions import Refused, action
from kumppanuus.core.actors import Actor
from kumppanuus.organisations.models import Organisation


@action
def nominate(
    actor: Actor,
    call: Call,
    *,
    mandate_by: str,
    mandate_on: dt.date,
    name: str = "",
    email: str = "",
    own: bool = False,
    seat: Seat | None = None,
    why: str = "",
    languages: Sequence[str] = (),
    show_name: bool = False,
) -> Nomination:
    """Nominate somebody in the name of the organisation one acts for. She is asked for her consent by e-mail.

    Who nominates herself (`own`, or by her own address) consents with it. Refused outside the call's time, for an
    organisation that the call is not for, and while it has another nomination in the call.
    """
    _hold_open(call)
    organisation = Organisation.objects.get(pk=actor.organisation_id or 0)
    if problem := why_not(call, organisation):
        raise Refused(_("%(why)s Nothing was sent; what you wrote is kept.") % {"why": problem})
    if seat is not None and not call.places.filter(seat=seat).exists():
        raise Refused(_("The call is not for that seat. Choose another one; the rest is kept."))
    if mandate_on > timezone.localdate():
        raise Refused(_("The day of your organisation's decision is still to come. The rest is kept."))
    if Nomination.objects.filter(call=call, organisation=organisation, state__in=LIVE).exists():
        raise Refused(
            _(
                "%(organisation)s has nominated in this call already. Withdraw that nomination first if you want to"
                " change it; what you wrote is kept."
            )
            % {"organisation": organisation}
        )
    me = Person.objects.filter(pk=actor.person_id or 0).first()
    email = email.strip().lower()
    own = own or (me is not None and email == me.email.lower())
    person = me if own else Person.objects.filter(email=email, is_active=True).first()
    if not own and not (email and name.strip()):
        raise Refused(_("Write the name and the e-mail address of the person. The rest is kept."))
    nomination = Nomination.objects.create(
        call=call,
        organisation=organisation,
        seat=seat,
        name="" if own and me and me.name else name.strip(),  # nobody consents in another one's name
        email="" if person else email,
        person=person,
        nominated_by=me,
        why=why.strip(),
        languages=list(languages),
        mandate_by=mandate_by.strip(),
        mandate_on=mandate_on,
        show_name=own and show_name,
        state=NominationState.COMPLETE if own else NominationState.WAITING,
        consent_at=timezone.now() if own else None,
    )
    if not own:
        letters.ask_consent(nomination)
    return nomination


def _hold_open(call: Call) -> None:
    hold(call)
    if call.opens_at > timezone.now():
        raise Refused(_("The call opens %(when)s. What you wrote is kept.") % {"when": moment(call.opens_at)})
    if call.closes_at <= timezone.now():
        raise Refused(
            _("The call closed %(when)s. Nothing was sent; what you wrote is kept on this page.")
            % {"when": moment(call.closes_at)}
        )


def _hold(nomination: Nomination, *states: NominationState) -> None:
    hold(nomination.call)
    nomination.refresh_from_db(fields=["state", "consent_at"], from_queryset=Nomination.objects.select_for_update())
    if nomination.state not in states:
        raise Refused(_("The nomination was answered, withdrawn or checked meanwhile. Nothing was changed."))


@action
def withdraw(actor: Actor, nomination: Nomination) -> Nomination:
    """Take a nomination back, until the call is decided. The nominee is told if she had been asked."""
    _hold(nomination, *LIVE)
    _set(nomination, NominationState.WITHDRAWN)
    letters.to_nominee(nomination, "withdrawn")
    return nomination


def _set(nomination: Nomination, state: NominationState) -> None:
    nomination.state = state
    nomination.save(update_fields=["state", "reason", "consent_at", "show_name"])


@action
def ask_again(actor: Actor, nomination: Nomination) -> Nomination:
    """Ask the nominee once more for her consent, at most once a day."""
    _hold(nomination, NominationState.WAITING)
    letters.ask_consent(nomination, again=f"{timezone.localdate():%Y%m%d}")
    return nomination


@action
def consent(actor: Actor, nomination: Nomination, *, show_name: bool = False) -> Nomination:
    """Consent to one's nomination, and say whether the name may be shown if one is chosen. Again changes the latter.

    Refused after the closing for who has not consented before.
    """
    _hold(nomination, *LIVE)
    first = nomination.state == NominationState.WAITING
    if first and nomination.call.closes_at <= timezone.now():
        raise Refused(
            _("The call closed %(when)s, before you consented. Nothing was changed. Ask the convener for more time.")
            % {"when": moment(nomination.call.closes_at)}
        )
    nomination.show_name = show_name
    nomination.consent_at = nomination.consent_at or timezone.now()
    _set(nomination, NominationState.COMPLETE)
    if first:
        letters.to_nominator(nomination, "answered", f"consented:{nomination.consent_at:%Y%m%d%H%M%S}")
    return nomination


@action
def refuse(actor: Actor, nomination: Nomination) -> Nomination:
    """Refuse one's nomination, or take one's consent back. Who nominated is told, and may nominate another."""
    _hold(nomination, *LIVE)
    nomination.consent_at, nomination.show_name = None, False
    _set(nomination, NominationState.REFUSED)
    letters.to_nominator(nomination, "answered", f"refused:{timezone.now():%Y%m%d%H%M%S}")
    return nomination


@action
def mark_ineligible(actor: Actor, nomination: Nomination, *, reason: str) -> Nomination:
    """Say that a nomination is not eligible, and why. Who nominated and who was nominated are told."""
    if not reason.strip():
        raise Refused(_("Say why: the organisation and the person are told."))
    _hold(nomination, *LIVE)
    nomination.reason = reason.strip()
    _set(nomination, NominationState.INELIGIBLE)
    stamp = f"{timezone.now():%Y%m%d%H%M%S}"
    letters.to_nominator(nomination, "ineligible", f"ineligible:{stamp}")
    letters.to_nominee(nomination, "ineligible", stamp)
    return nomination


@action
def put_back(actor: Actor, nomination: Nomination) -> Nomination:
    """Let a nomination count again that was marked not eligible. Who nominated is told."""
    _hold(nomination, NominationState.INELIGIBLE)
    others = Nomination.objects.filter(call=nomination.call_id, organisation=nomination.organisation_id)
    if others.filter(state__in=LIVE).exists():
        raise Refused(_("The organisation has made another nomination since. Nothing was changed."))
    nomination.reason = ""
    _set(nomination, NominationState.COMPLETE if nomination.consent_at else NominationState.WAITING)
    letters.to_nominator(nomination, "put_back", f"back:{timezone.now():%Y%m%d%H%M%S}")
    return nomination
