"""Seats and who sits in them."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kumppanuus.bodies import actions
from kumppanuus.bodies.forms import LastDayForm, MandateForm, NameForm, SeatForm
from kumppanuus.bodies.models import Mandate, Seat
from kumppanuus.bodies.views.bodies import form_page, get_body
from kumppanuus.core.requests import Request, attempt, demand, posted, see_other

READ = ("body__convener", "body__kind", "organisation", "term")


@login_required
@require_http_methods(["GET", "POST"])
def add_seat(request: Request, slug: str) -> HttpResponse:
    """Add a seat to a body."""
    found = get_body(request, slug)
    demand(request, "bodies.add_seat", found)
    form = SeatForm(posted(request))
    if attempt(form, lambda data: actions.add_seat(request.actor, found, **data)):
        messages.success(request, _("The seat is there. It shows as vacant until somebody is appointed."))
        return see_other(found.get_absolute_url())
    return form_page(request, form, found, _("Add a seat"), _("Add the seat"))


def _seat(request: Request, pk: int, permission: str) -> Seat:
    found = get_object_or_404(Seat.objects.visible_to(request.actor).select_related(*READ), pk=pk)
    demand(request, permission, found)
    return found


@login_required
@require_http_methods(["GET", "POST"])
def change_seat(request: Request, pk: int) -> HttpResponse:
    """Change what a seat stands for."""
    seat = _seat(request, pk, "bodies.change_seat")
    initial = {"role": seat.role, "stands_for": seat.stands_for, "term": seat.term_id}
    form = SeatForm(posted(request), seat=seat, initial=initial | {"organisation": str(seat.organisation or "")})
    if attempt(form, lambda data: actions.change_seat(request.actor, seat, **data)):
        return see_other(seat.body.get_absolute_url())
    return form_page(request, form, seat.body, _("Change the seat"), _("Save the changes"), str(seat))


@login_required
@require_http_methods(["GET", "POST"])
def end_seat(request: Request, pk: int) -> HttpResponse:
    """End a seat."""
    seat = _seat(request, pk, "bodies.end_seat")
    form = LastDayForm(posted(request))
    if attempt(form, lambda data: actions.end_seat(request.actor, seat, **data)):
        return see_other(seat.body.get_absolute_url())
    why = _("%(seat)s: who sits there ends on the same day. Who sat when stays readable.") % {"seat": seat}
    return form_page(request, form, seat.body, _("End the seat"), _("End the seat"), why)


@login_required
@require_http_methods(["GET", "POST"])
def appoint(request: Request, pk: int) -> HttpResponse:
    """Appoint to a seat."""
    seat = _seat(request, pk, "bodies.appoint")
    form = MandateForm(posted(request), seat=seat)
    if attempt(form, lambda data: actions.appoint(request.actor, seat, **data)):
        messages.success(request, _("Appointed. Who sat there before stays readable on its days."))
        return see_other(seat.body.get_absolute_url())
    return form_page(request, form, seat.body, _("Appoint to a seat"), _("Appoint"), str(seat))


def _mandate(request: Request, pk: int, permission: str) -> Mandate:
    rows = Mandate.objects.visible_to(request.actor).select_related(*(f"seat__{name}" for name in READ), "organisation")
    found = get_object_or_404(rows, pk=pk)
    demand(request, permission, found)
    return found


@login_required
@require_http_methods(["GET", "POST"])
def end_mandate(request: Request, pk: int) -> HttpResponse:
    """End a mandate; the seat shows as vacant then."""
    mandate = _mandate(request, pk, "bodies.end_mandate")
    form = LastDayForm(posted(request))
    body = mandate.seat.body
    if attempt(form, lambda data: actions.end_mandate(request.actor, mandate, **data)):
        messages.success(request, _("The mandate is ended. The vacancy shows on the body's page."))
        return see_other(body.get_absolute_url())
    return form_page(request, form, body, _("End the mandate"), _("End the mandate"), str(mandate))


@login_required
@require_http_methods(["GET", "POST"])
def show_name(request: Request, pk: int) -> HttpResponse:
    """Decide whether a name is shown with the seat."""
    mandate = _mandate(request, pk, "bodies.show_name")
    form = NameForm(posted(request), initial={"public": mandate.name_public})
    if attempt(form, lambda data: actions.show_name(request.actor, mandate, **data)):
        return see_other(mandate.seat.body.get_absolute_url())
    return form_page(request, form, mandate.seat.body, _("The name with the seat"), _("Save the choice"), str(mandate))
