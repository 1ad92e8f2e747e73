"""Announcing a call, changing it before it opens, giving more time, cancelling it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from kumppanuus.bodies.models import Body, Mandate, MandatePart, Seat
from kumppanuus.calls import letters
from kumppanuus.calls.models import Call, CallSeat
from kumppanuus.core.actions import Refused, action, note
from kumppanuus.core.actors import Actor
from kumppanuus.organisations.models.organisations import NGO_KINDS

FIELDS = (
    *("announcement", "criteria", "start", "end", "opens_at", "closes_at", "kinds", "area", "term", "deputies"),
    *("decider", "decides_by"),
)


@action
def announce(actor: Actor, /, body: Body, *, seats: Sequence[Seat], **fields: Any) -> Call:
    """Announce a call for some seats of the body. It is public at once, and takes nominations from its opening on.

    Fields: announcement, criteria, start and end of the term, opens_at, closes_at, kinds, area, term, deputies,
    decider, decides_by. The organisations that may nominate are told by mail when it opens.
    """
    _known(fields)
    call = Call(body=body, **({"kinds": list(NGO_KINDS), "area": body.area, "opens_at": timezone.now()} | fields))
    _sound(call)
    call.save()
    _fill(call, seats)
    note(call, body, seats=[seat.pk for seat in seats])
    return call


@action
def change(actor: Actor, /, call: Call, *, seats: Sequence[Seat] | None = None, **fields: Any) -> Call:
    """Change a call that has not opened yet."""
    _known(fields)
    hold(call)
    if call.opens_at <= timezone.now():
        raise Refused(_("The call has opened meanwhile: now only its closing can be moved. Nothing was changed."))
    changed = [name for name, value in fields.items() if getattr(call, name) != value]
    for name in changed:
        setattr(call, name, fields[name])
    _sound(call)
    call.save()
    if seats is not None and {seat.pk for seat in seats} != set(call.places.values_list("seat", flat=True)):
        call.places.all().delete()
        _fill(call, seats)
        changed.append("seats")
    note(call, call.body, changed=changed)
    return call


def hold(call: Call) -> None:
    """Lock a call against whoever else acts on it, and read where it stands. Refused when it is over."""
    call.refresh_from_db(
        fields=["opens_at", "closes_at", "cancelled_at", "start", "end"],
        from_queryset=Call.objects.select_for_update(of=("self",)),
    )
    if call.cancelled_at is not None:
        raise Refused(_("The call was cancelled meanwhile. Nothing was changed."))
    if type(call).objects.filter(pk=call.pk).exclude(decision=None).exists():
        raise Refused(_("The call was decided meanwhile. Nothing was changed."))


def _known(fields: dict[str, Any]) -> None:
    if unknown := fields.keys() - set(FIELDS):
        raise TypeError(f"A call has no {', '.join(sorted(unknown))}")


def _sound(call: Call) -> None:
    if call.closes_at <= timezone.now():
        raise Refused(_("The call would be closed already. Choose a later closing; the rest is kept."))
    if call.closes_at <= call.opens_at:
        raise Refused(_("The call cannot close before it opens. The rest is kept."))
    if call.end is not None and call.end < call.start:
        raise Refused(_("The term cannot end before it begins. The rest is kept."))


def _fill(call: Call, seats: Sequence[Seat]) -> None:
    """Keep which seats the call fills, and who sits there now. Refused unless they are free for it."""
    if not seats:
        raise Refused(_("Choose at least one seat. The rest is kept."))
    for seat in seats:
        if seat.body_id != call.body_id or seat.end is not None:
            raise Refused(_("%(seat)s is no seat of the body, or it is ended. The rest is kept.") % {"seat": seat})
        other = Call.objects.undecided().filter(places__seat=seat).exclude(pk=call.pk)
        if other.exists():
            raise Refused(_("Another call for the seat %(seat)s is under way. The rest is kept.") % {"seat": seat})
        sits = Mandate.objects.current(call.start).filter(seat=seat, part=MandatePart.HOLDER).order_by("-start").first()
        if sits is not None and sits.end is not None and sits.end >= call.start:
            raise Refused(
                _("%(seat)s is taken when the term begins. Choose a later day, or leave it out; the rest is kept.")
                % {"seat": seat}
            )
        if sits is None:
            sits = Mandate.objects.current().filter(seat=seat, part=MandatePart.HOLDER).first()
        CallSeat.objects.create(call=call, seat=seat, sits=sits)


@action
def extend(actor: Actor, call: Call, *, closes_at: dt.datetime, why: str) -> Call:
    """Give more time, with a reason: after the opening nothing else of a call changes. Who nominated is told."""
    hold(call)
    if closes_at <= max(call.closes_at, timezone.now()):
        raise Refused(_("The closing can only be moved to a later time. The rest is kept."))
    if not why.strip():
        raise Refused(_("Say why there is more time: it is shown on the call's page."))
    call.closes_at, call.extended_why = closes_at, why.strip()
    call.save(update_fields=["closes_at", "extended_why"])
    letters.of_change(call, "extended")
    return call


@action
def cancel(actor: Actor, call: Call, *, why: str) -> Call:
    """Cancel a call with a reason. Who nominated and who was nominated are told; the page stays."""
    hold(call)
    if not why.strip():
        raise Refused(_("Say why: it is shown on the call's page and told to those who nominated."))
    call.cancelled_at, call.cancelled_why = timezone.now(), why.strip()
    call.save(update_fields=["cancelled_at", "cancelled_why"])
    letters.of_change(call, "cancelled")
    return call
