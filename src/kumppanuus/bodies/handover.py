"""Seats go with who sits in them for the organisation; a body without a chair or a secretary nobody runs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from kumppanuus.bodies.models import Body, Mandate, MandatePart, Seat
from kumppanuus.bodies.models.seats import RUNNING
from kumppanuus.continuity.providers import Funded, Leaving, Sought, Thing, finds_ownerless, hands_over, lives_on


def mandates_of(leaving: Leaving) -> list[Mandate]:
    """Return the mandates that who leaves has from the organisation, each with its seat and body. One query, once."""
    if leaving.person_id is None:
        return []
    if "mandates" not in leaving.read:
        rows = Mandate.objects.current().filter(person=leaving.person_id, organisation=leaving.post.organisation_id)
        leaving.read["mandates"] = list(rows.select_related("seat__body"))
    found: list[Mandate] = leaving.read["mandates"]
    return found


@hands_over
def seats(leaving: Leaving) -> Iterator[Thing]:
    """Give the seats in which who leaves sits, or deputises, in the name of the organisation."""
    for row in mandates_of(leaving):
        body = row.seat.body
        label = f"{body}: {row.seat}, {row.get_part_display()}"
        yield Thing("bodies.mandate", row.pk, _("Seats in bodies"), label, body.get_absolute_url(), row.end)


@lives_on
def project_money(start: dt.date, end: dt.date) -> Iterator[Funded]:
    """Give the bodies at work whose funding ends between two days."""
    for row in Body.objects.in_force().filter(funding_end__range=(start, end)).select_related("convener"):
        yield Funded(row, str(row), row.convener, row.funding, row.funding_end or end)


@finds_ownerless
def nobody_runs(sought: Sought) -> Iterator[Thing]:
    """Give bodies at work in which nobody sits as chair, vice chair or secretary."""
    seat = Seat.objects.standing().filter(body=OuterRef("pk"), role__in=RUNNING)
    holding = Mandate.objects.current().filter(seat__body=OuterRef("pk"), seat__role__in=RUNNING)
    rows = Body.objects.in_force().filter(Exists(seat)).exclude(Exists(holding.filter(part=MandatePart.HOLDER)))
    if sought.area:
        rows = rows.filter(Q(area=sought.area) | Q(area__in=sought.areas))
    for row in rows.order_by("pk")[: sought.most]:
        yield Thing("bodies.body", row.pk, _("Bodies without a chair or secretary"), str(row), row.get_absolute_url())
