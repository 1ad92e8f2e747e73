"""Deciding who is chosen, and publishing the result."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from kumppanuus.bodies import actions as bodies
from kumppanuus.bodies.models import Mandate, MandatePart, Seat
from kumppanuus.calls import letters
from kumppanuus.calls.actions.calls import hold
from kumppanuus.calls.models import LIVE, Call, Decision, Nomination, NominationState
from kumppanuus.core.actions import Refused, action, note
from kumppanuus.core.actors import Actor
from kumppanuus.core.texts import Text


@dataclass(frozen=True)
class Choice:
    """Who is chosen to which seat, as member or deputy, and why."""

    nomination: Nomination
    seat: Seat
    part: str = MandatePart.HOLDER
    reason: str = ""


@action
def decide(
    actor: Actor,
    call: Call,
    *,
    chosen: Sequence[Choice],
    decided_by: str,
    decided_on: dt.date,
    reasons: Text,
    publish_now: bool = True,
) -> Decision:
    """Record who was chosen by whom and why, and appoint them to their seats: all of them or none.

    Refused when the call was decided meanwhile, when a nomination is not complete any more, and when a seat was filled
    by another one since the call was announced; the message names it.
    """
    hold(call)
    if call.closes_at > timezone.now():
        raise Refused(_("The call is open until then. Decide when it has closed; what you wrote is kept."))
    if decided_on > timezone.localdate() or decided_on < timezone.localdate(call.closes_at):
        raise Refused(_("The decision is made after the call has closed and not later than today. The rest is kept."))
    if not reasons:
        raise Refused(_("Write the reasons: they are published with the result. The rest is kept."))
    _check(call, chosen)
    decision = Decision.objects.create(
        call=call, decided_by=decided_by.strip(), decided_on=decided_on, reasons=reasons, person_id=actor.person_id
    )
    call.decision = decision
    for one in chosen:
        _appoint(actor, call, one, decision.words)
    call.nominations.filter(state__in=LIVE).update(state=NominationState.NOT_CHOSEN)
    note(decision, call.body, decision=decision.words, chosen=len(chosen))
    if publish_now:
        publish(actor, decision)
    return decision


def _check(call: Call, chosen: Sequence[Choice]) -> None:
    places = {row.seat_id: row for row in call.places.all()}
    standing = set(Seat.objects.filter(pk__in=places, end=None).values_list("pk", flat=True))
    if chosen and call.body.is_over:
        raise Refused(_("The body's term has ended, so nobody can be appointed. What you wrote is kept."))
    taken: set[tuple[int, str]] = set()
    for one in chosen:
        name = {"organisation": one.nomination.organisation, "seat": one.seat}
        one.nomination.refresh_from_db(
            fields=["state", "show_name", "name", "email", "person"],
            from_queryset=Nomination.objects.select_for_update(),
        )
        if one.nomination.call_id != call.pk or one.nomination.state != NominationState.COMPLETE:
            raise Refused(
                _("The nomination of %(organisation)s is not complete any more. Nobody was appointed; look again.")
                % name
            )
        if one.seat.pk not in places:
            raise Refused(_("The call is not for the seat %(seat)s. Nobody was appointed.") % name)
        if one.seat.pk not in standing:
            raise Refused(_("The seat %(seat)s was ended meanwhile. Nobody was appointed; choose another one.") % name)
        if one.part == MandatePart.DEPUTY and not call.deputies:
            raise Refused(_("The call did not say that deputies are chosen. Nobody was appointed."))
        if (one.seat.pk, one.part) in taken:
            raise Refused(_("Two are chosen for the seat %(seat)s. Nobody was appointed; choose one.") % name)
        taken.add((one.seat.pk, one.part))
        sitting = Mandate.objects.current(call.start).filter(seat=one.seat, part=MandatePart.HOLDER)
        if one.part == MandatePart.HOLDER and sitting.exclude(pk=places[one.seat.pk].sits_id or 0).exists():
            raise Refused(
                _(
                    "The seat %(seat)s was filled since the call was announced. Nobody was appointed, and what you"
                    " wrote is kept: choose another seat for %(organisation)s, or end that mandate first."
                )
                % name
            )


def _appoint(actor: Actor, call: Call, one: Choice, words: str) -> None:
    nomination = one.nomination
    try:
        mandate = bodies.appoint(
            actor,
            one.seat,
            organisation=nomination.organisation,
            person=nomination.person,
            name=nomination.name,
            email=nomination.email,
            part=one.part,
            start=call.start,
            end=call.end,
            name_public=nomination.show_name,
            decision=words[:200],
        )
    except Refused as refusal:
        told = {"seat": one.seat, "why": refusal.message}
        raise Refused(_("%(seat)s: %(why)s Nobody was appointed; what you wrote is kept.") % told) from refusal
    if nomination.show_name and mandate.person_id is not None and not mandate.name_public:
        # It is her own choice, made when she consented.
        bodies.show_name(Actor(person_id=mandate.person_id), mandate, public=True)
    nomination.state, nomination.part, nomination.reason = NominationState.CHOSEN, one.part, one.reason.strip()
    nomination.given_seat, nomination.mandate = one.seat, mandate
    nomination.save(update_fields=["state", "part", "reason", "given_seat", "mandate"])


@action
def publish(actor: Actor, decision: Decision) -> Decision:
    """Publish who was chosen and why. Who nominated and who was nominated are told, with thanks."""
    decision.refresh_from_db(fields=["published_at"], from_queryset=Decision.objects.select_for_update())
    if decision.published_at is not None:
        raise Refused(_("The result was published already."))
    decision.published_at = timezone.now()
    decision.save(update_fields=["published_at"])
    letters.of_result(decision)
    note(decision, decision.call.body)
    return decision
