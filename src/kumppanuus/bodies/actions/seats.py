"""Seats and who sits in them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kumppanuus.accounts.models import Person
from kumppanuus.bodies import telling
from kumppanuus.bodies.models import Body, Mandate, MandatePart, Seat
from kumppanuus.core.actions import Refused, action, note, quiet_action
from kumppanuus.core.actors import Actor
from kumppanuus.organisations.models import Organisation

DAY = dt.timedelta(days=1)
FIELDS = ("role", "stands_for", "term", "organisation", "order")


@action
def add_seat(actor: Actor, /, body: Body, *, start: dt.date | None = None, **fields: Any) -> Seat:
    """Add a seat; until somebody is appointed it is shown as vacant. Fields: role, stands_for, term, organisation."""
    _known(fields)
    last = body.seats.order_by("-order").values_list("order", flat=True).first() or 0
    seat = Seat.objects.create(body=body, start=start or timezone.localdate(), **{"order": last + 1} | fields)
    note(body, seat=seat.pk)
    return seat


@action
def change_seat(actor: Actor, /, seat: Seat, **fields: Any) -> Seat:
    """Change what a seat stands for, or its role."""
    _known(fields)
    changed = [name for name, value in fields.items() if getattr(seat, name) != value]
    for name in changed:
        setattr(seat, name, fields[name])
    seat.save()
    note(seat, seat.body, changed=changed)
    return seat


def _known(fields: dict[str, Any]) -> None:
    if unknown := fields.keys() - set(FIELDS):
        raise TypeError(f"A seat has no {', '.join(sorted(unknown))}")


@action
def end_seat(actor: Actor, seat: Seat, *, last_day: dt.date | None = None) -> Seat:
    """End a seat and with it who sits there. It stays readable."""
    seat.refresh_from_db(from_queryset=Seat.objects.select_for_update())
    day = last_day or timezone.localdate()
    seat.end = max(day, seat.start - DAY)
    seat.save(update_fields=["end"])
    for mandate in seat.mandates.filter(Q(end=None) | Q(end__gt=day)):
        _end(mandate, day)
    note(seat, seat.body)
    return seat


@action
def appoint(
    actor: Actor,
    seat: Seat,
    *,
    organisation: Organisation | None = None,
    person: Person | None = None,
    name: str = "",
    email: str = "",
    part: str = MandatePart.HOLDER,
    start: dt.date | None = None,
    end: dt.date | None = None,
    name_public: bool = False,
    decision: str = "",
) -> Mandate:
    """Appoint to a seat, or as its deputy, from a day on, on whose decision; who sat there ends the day before.

    Who sits there until a day to come ends earlier, too. Refused when nobody is named, when the seat was filled
    meanwhile from a later day, and when the days overlap with those of another one in the same part of the seat.
    """
    seat.refresh_from_db(from_queryset=Seat.objects.select_for_update())
    day = start or timezone.localdate()
    name, email = name.strip(), email.strip().lower()
    if email and person is None:
        person = Person.objects.filter(email=email, is_active=True).first()
    if not (organisation or person or name):
        raise Refused(_("Name an organisation or a person. Nothing was changed."))
    if day < seat.start or (seat.end is not None and day > seat.end):
        raise Refused(_("The seat is not there on that day. Choose a day on which it is; the rest is kept."))
    if end is not None and end < day:
        raise Refused(_("The last day cannot be before the first day. The rest is kept."))
    running = Q(end=None) | Q(end__gte=max(day, timezone.localdate()), start__lt=day)
    for earlier in seat.mandates.filter(running, part=part):
        if day <= earlier.start:
            raise Refused(
                _("Somebody was appointed from %(day)s on. End that first, or choose a later day; the rest is kept.")
                % {"day": date_format(earlier.start, "SHORT_DATE_FORMAT")}
            )
        _end(earlier, day - DAY)
    last = end or dt.date.max
    others = seat.mandates.filter(part=part, start__lte=last, end__gte=day)
    if any(other.end >= other.start for other in others):  # type: ignore[operator]
        raise Refused(_("Another one sits there on some of these days. Choose others; the rest is kept."))
    mandate = Mandate.objects.create(
        seat=seat,
        part=part,
        organisation=organisation,
        person=person,
        name=name,
        email="" if person else email,
        start=day,
        end=end,
        name_public=name_public and person is None,
        decision=decision.strip(),
    )
    note(mandate, seat.body, *([organisation] if organisation else []), decision=decision.strip(), part=str(part))
    telling.of_appointment(actor, mandate)
    actor.forget()
    return mandate


@action
def end_mandate(actor: Actor, mandate: Mandate, *, last_day: dt.date | None = None) -> Mandate:
    """End a mandate, or end it earlier than it would; from then on the seat is shown as vacant.

    Refused when its last day has passed, and when it would last longer than it was given for.
    """
    mandate.refresh_from_db(from_queryset=Mandate.objects.select_for_update())
    if mandate.is_over:
        raise Refused(_("This has ended already."))
    day = last_day or timezone.localdate() - DAY
    if mandate.end is not None and day > mandate.end:
        raise Refused(
            _("The mandate ends on %(day)s as it is. Choose an earlier day; nothing was changed.")
            % {"day": date_format(mandate.end, "SHORT_DATE_FORMAT")}
        )
    _end(mandate, day)
    note(mandate, mandate.seat.body, part=mandate.part)
    actor.forget()
    return mandate


@action
def show_name(actor: Actor, mandate: Mandate, *, public: bool) -> Mandate:
    """Let one's own name be shown with the seat, or not."""
    if mandate.name_public and not public:
        mandate.name_hidden_at = timezone.now()
    mandate.name_public = public
    mandate.save(update_fields=["name_public", "name_hidden_at"])
    note(mandate, public=public)
    return mandate


@quiet_action
def keep_time(actor: Actor, _obj: None = None) -> int:
    """Give mandates that name an address to the account that has confirmed it since: she sits there, and runs what she
    runs. Returns how many.
    """
    waiting = Mandate.objects.exclude(email="").filter(person=None)
    people = Person.objects.filter(email__in=waiting.values("email"), is_active=True, emailaddress__verified=True)
    by_address = {person.email: person for person in people.distinct()}
    rows = waiting.filter(email__in=by_address).select_for_update()
    for mandate in rows:
        mandate.person, mandate.email = by_address[mandate.email], ""
        mandate.save(update_fields=["person", "email"])
    return len(rows)


def _end(mandate: Mandate, day: dt.date) -> None:
    mandate.end = max(day, mandate.start - DAY)
    mandate.save(update_fields=["end"])
