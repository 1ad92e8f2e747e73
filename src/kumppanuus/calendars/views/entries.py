"""An organisation's own entries: one, adding, changing, cancelling."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kumppanuus.calendars import actions
from kumppanuus.calendars.calendar import told_in
from kumppanuus.calendars.dates import Dated
from kumppanuus.calendars.forms import CancelForm, EntryForm, initial_of
from kumppanuus.calendars.models import CalendarEntry
from kumppanuus.core.requests import Request, attempt, demand, posted, see_other
from kumppanuus.organisations.models import Organisation


def _get(request: Request, pk: int) -> CalendarEntry:
    rows = CalendarEntry.objects.visible_to(request.actor).select_related("organisation", "area")
    return get_object_or_404(rows, pk=pk)


def coming_of(entry: CalendarEntry) -> Dated:
    """Return an entry as it comes next; one that is over as it was."""
    today = timezone.localdate()
    found = told_in(entry, entry.first.year)
    if entry.yearly and found.last < today:
        later = (told_in(entry, year) for year in (today.year - 1, today.year, today.year + 1))
        return next((one for one in later if one.last >= today and one.first > entry.first), found)
    return found


@require_safe
def entry(request: Request, pk: int) -> HttpResponse:
    """Show one entry."""
    found = _get(request, pk)
    context = {
        "entry": found,
        "coming": coming_of(found),
        "may_change": request.actor.may("calendars.change", found),
        "may_redact": request.actor.may("activity.redact", found),
        "section": "bodies",
    }
    return render(request, "calendars/entry.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def add(request: Request) -> HttpResponse:
    """Put a date into the clock in the name of the organisation one acts for."""
    owner = get_object_or_404(Organisation, pk=request.actor.organisation_id or 0)
    demand(request, "calendars.add", owner)
    form = EntryForm(posted(request), initial={"area": owner.governs_id or owner.home_id, "kind": "other"})
    if made := attempt(form, lambda data: actions.add(request.actor, owner, **data)):
        messages.success(request, _("The date is in the clock."))
        return see_other(made.get_absolute_url())
    lead = _("In the name of: %(organisation)s") % {"organisation": owner}
    return _form(request, form, _("Add a date"), _("Put it into the clock"), lead, reverse("calendars:calendar"))


@login_required
@require_http_methods(["GET", "POST"])
def change(request: Request, pk: int) -> HttpResponse:
    """Change an entry."""
    found = _get(request, pk)
    demand(request, "calendars.change", found)
    form = EntryForm(posted(request), initial=initial_of(found))
    if attempt(form, lambda data: actions.change(request.actor, found, **data)):
        messages.success(request, _("The changes are saved. Calendars that follow the clock learn of them."))
        return see_other(found.get_absolute_url())
    return _form(request, form, _("Change the date"), _("Save the changes"), str(found), found.get_absolute_url())


@login_required
@require_http_methods(["GET", "POST"])
def cancel(request: Request, pk: int) -> HttpResponse:
    """Cancel an entry with a reason."""
    found = _get(request, pk)
    demand(request, "calendars.cancel", found)
    form = CancelForm(posted(request))
    if attempt(form, lambda data: actions.cancel(request.actor, found, **data)):
        messages.success(request, _("The date is cancelled. It stays in the clock, marked so."))
        return see_other(found.get_absolute_url())
    lead = _("It stays in the clock as cancelled, so that nobody waits for it.")
    return _form(request, form, _("Cancel the date"), _("Cancel it"), lead, found.get_absolute_url())


def _form(  # noqa: PLR0917 - what such a page is made of
    request: Request, form: Any, heading: str, submit: str, lead: str, back: str
) -> HttpResponse:
    context = {"form": form, "heading": heading, "submit": submit, "lead": lead, "back": back, "section": "bodies"}
    return render(request, "calendars/form.html", context, status=422 if form.errors else 200)
