"""Feeds of the clock: iCalendar and Atom for everybody, and a person's own behind a token."""

from __future__ import annotations

from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kumppanuus.accounts.models import Person
from kumppanuus.activity.conditional import same_until_anything_happens
from kumppanuus.calendars import actions
from kumppanuus.calendars.dates import Dated, Wanted
from kumppanuus.calendars.feeds import address_of, feeds_of, reader_of
from kumppanuus.calendars.filters import ClockFilter
from kumppanuus.calendars.reading import Nearest, nearest
from kumppanuus.core.actors import Actor
from kumppanuus.core.requests import Request, see_other
from kumppanuus.interop import feeds
from kumppanuus.links.resolve import LinkProblem, problem_page
from kumppanuus.ui.components.texts import date_range

IN_ATOM = 50


def _page_of(chosen: ClockFilter) -> str:
    query = chosen.query()
    return f"{settings.SITE_URL}{reverse('calendars:calendar')}" + (f"?{query}" if query else "")


def _public(request: Request) -> ClockFilter:
    """Return the filter as everybody may read it; what it names must be there, else a program would get all."""
    chosen = ClockFilter(request.GET)
    _wanted = chosen.wanted
    if chosen.missing:
        raise Http404
    return chosen


@same_until_anything_happens
@require_safe
def ics(request: Request) -> HttpResponse:
    """Give the clock of a filter as a calendar: from a year ago to two years from now, or the year of the address."""
    chosen = _public(request)
    return _written(chosen.title, nearest(chosen.wanted, chosen.asked_year), _page_of(chosen))


def _written(name: str, found: Nearest, page: str) -> HttpResponse:
    from kumppanuus.calendars.ics import write

    note = "" if found.is_whole else _said_of(found)
    return HttpResponse(write(name, found.rows, page, note=note), content_type="text/calendar; charset=utf-8")


def _said_of(found: Nearest) -> str:
    """Say what of a long clock is left out."""
    days = {"first": date_format(found.first), "last": date_format(found.last), "number": len(found.rows)}
    said = _("The %(number)d dates nearest to today, from %(first)s to %(last)s. Choose an area or a kind for more.")
    return said % days


@same_until_anything_happens
@require_safe
def atom(request: Request) -> HttpResponse:
    """Give what of a filtered clock was last changed as an Atom feed."""
    chosen = _public(request)
    page = _page_of(chosen)
    feed = feeds.begin(request, chosen.title, page, _("Dates of the year, the last changed first"))
    rows = nearest(chosen.wanted, chosen.asked_year).rows
    for row in sorted(rows, key=lambda one: (one.changed_at, one.uid), reverse=True)[:IN_ATOM]:
        feed.add_item(
            title=row.summary,
            link=f"{settings.SITE_URL}{row.address}",
            description=" · ".join(filter(None, (_when(row), row.place, str(row.whose), str(row.state.label)))),
            author_name=str(row.whose),
            pubdate=row.changed_at,
            updateddate=row.changed_at,
            unique_id=f"{page}#{row.anchor}",
            categories=[row.kind.value],
        )
    return feeds.answer(feed)


def _when(row: Dated) -> str:
    return date_range(row.first, row.last)


def _for_its_person_only(view: Any) -> Any:
    """Decorate what a token opens: no cache but the reader's own keeps it, nothing finds it, it leads nobody on."""

    @wraps(view)
    def answer(request: Request, token: str) -> HttpResponse:
        response: HttpResponse = view(request, token)
        response.headers["Cache-Control"] = "private, max-age=0"
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        response.headers["Referrer-Policy"] = "no-referrer"
        return response

    return answer


@_for_its_person_only
@require_safe
def own_ics(request: Request, token: str) -> HttpResponse:
    """Give a person's own clock to her calendar program: no cookie, only the token. 404 or 410 for one that is not."""
    reader = reader_of(token)
    if isinstance(reader, LinkProblem):
        return problem_page(request, reader)
    return _own(request, reader)


@same_until_anything_happens
def _own(request: Request, reader: Actor) -> HttpResponse:
    chosen = ClockFilter({}, reader, kinds=request.GET.getlist("kind"))
    wanted = Wanted(actor=reader, kinds=frozenset(chosen.kinds), mine=True)
    page = f"{settings.SITE_URL}{reverse('calendars:calendar')}?mine=1"
    return _written(_("My annual clock"), nearest(wanted), page)


def _me(request: Request) -> Person:
    return get_object_or_404(Person.objects.visible_to(request.actor), pk=request.actor.person_id)


@login_required
@require_safe
def own_feed(request: Request) -> HttpResponse:
    """Show the address of one's own clock, and how to renew or withdraw it."""
    link = feeds_of(_me(request).pk).first()
    address = address_of(link) if link else ""
    context = {"link": link, "address": address, "webcal": f"webcal{address[address.find(':') :]}" if address else ""}
    response = render(request, "calendars/own_feed.html", context)
    response.headers["Cache-Control"] = "private, no-store"
    return response


@login_required
@require_POST
def open_feed(request: Request) -> HttpResponse:
    """Make an address, or a new one in the place of the earlier."""
    actions.open_feed(request.actor, _me(request))
    messages.success(request, _("The address is ready. An earlier one does not work any more."))
    return see_other(reverse("calendars:own_feed"))


@login_required
@require_POST
def close_feed(request: Request) -> HttpResponse:
    """Withdraw the address."""
    actions.close_feed(request.actor, _me(request))
    messages.success(request, _("The address is withdrawn. Programs that followed it get nothing any more."))
    return see_other(reverse("calendars:own_feed"))
