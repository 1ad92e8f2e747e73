"""What apps above add to a body's page, and what bodies add to an organisation's page."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kumppanuus.bodies.models import Body, Mandate, SeatRole
from kumppanuus.core.requests import Request
from kumppanuus.organisations import panels
from kumppanuus.organisations.models import Organisation

Section = Callable[[Request, Body], SafeString]
sections: list[Section] = []
Announcement = Callable[[Body], list[tuple[str, str, str]]]
announcements: list[Announcement] = []


def section(one: Section) -> Section:
    """Register a section of a body's page; empty ones are left out."""
    if one not in sections:
        sections.append(one)
    return one


def rendered(request: Request, body: Body) -> list[SafeString]:
    """Return the sections of apps above."""
    return [found for one in sections if (found := one(request, body))]


def announce(one: Announcement) -> Announcement:
    """Register what the head of a body's page announces: (media type, title, address) of calendars and feeds."""
    if one not in announcements:
        announcements.append(one)
    return one


def announced(body: Body) -> list[tuple[str, str, str]]:
    """Return the calendars and feeds of apps above."""
    return [found for one in announcements for found in one(body)]


@panels.register
def of_organisation(organisation: Organisation) -> list[panels.Entry]:
    """List the bodies in which the organisation sits today and those that it convenes. One query."""
    sits = (
        Mandate.objects.current().filter(seat__body=OuterRef("pk"), organisation=organisation).order_by("seat__order")
    )
    rows = Body.objects.in_force().annotate(sits=Subquery(sits.values("seat__role")[:1]))
    found = rows.filter(Q(convener=organisation) | Q(sits__isnull=False)).values_list("name", "slug", "sits")
    return [
        panels.Entry(str(name), reverse("bodies:body", args=[slug]), SeatRole(role).label if role else _("Convener"))
        for name, slug, role in found
    ]
