"""The directory's list in other forms, all from the same filter: Atom, calendar, file, and a page to embed."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.db.models import Prefetch
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kumppanuus.activity.conditional import same_until_anything_happens
from kumppanuus.core.actors import Actor
from kumppanuus.core.requests import Request
from kumppanuus.interop import feeds
from kumppanuus.interop.export import long_response
from kumppanuus.organisations.models import Organisation
from kumppanuus.services import columns
from kumppanuus.services.filters import DirectoryFilter
from kumppanuus.services.models import Service, ServiceLocation, ServiceQuerySet

IN_FEED, IN_WIDGET, CHUNK = 50, 20, 300
VISITOR = Actor()  # what leaves the page is what everybody may see
FRAMEABLE = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors *"
)


def title_of(wanted: DirectoryFilter) -> str:
    """Return the name of a filtered list: the directory, its area, its words."""
    narrowed = [str(wanted.area) if wanted.area else "", " ".join(wanted.words)]
    return ": ".join([str(_("Directory")), *filter(None, narrowed)])


def _page_of(wanted: DirectoryFilter) -> str:
    query = wanted.query()
    return f"{settings.SITE_URL}{reverse('services:services')}" + (f"?{query}" if query else "")


def _listed(wanted: DirectoryFilter) -> ServiceQuerySet:
    return wanted.narrow(Service.objects.visible_to(VISITOR).listed())


@same_until_anything_happens
@require_safe
def atom(request: Request) -> HttpResponse:
    """Give what was last changed of a filtered list as an Atom feed."""
    wanted = DirectoryFilter(request.GET)
    page = _page_of(wanted)
    feed = feeds.begin(request, title_of(wanted), page, str(_("Entries of the directory, the last changed first")))
    for row in _listed(wanted).select_related("organisation").order_by("-edited_at", "-pk")[:IN_FEED]:
        feed.add_item(
            title=str(row.name),
            link=f"{settings.SITE_URL}{row.get_absolute_url()}",
            description=str(row.summary),
            author_name=str(row.organisation.name),
            pubdate=row.created_at,
            updateddate=row.edited_at,
            unique_id=f"urn:uuid:{row.uuid}",
            categories=[row.kind],
        )
    return feeds.answer(feed)


@same_until_anything_happens
@require_safe
def calendar(request: Request) -> HttpResponse:
    """Give events and recurring times of a filtered list as a calendar."""
    wanted = DirectoryFilter(request.GET)
    return _as_calendar(wanted.narrow(Service.objects.visible_to(VISITOR)), title_of(wanted), _page_of(wanted))


@same_until_anything_happens
@require_safe
def calendar_of(request: Request, organisation: str) -> HttpResponse:
    """Give events and recurring times of one organisation as a calendar."""
    owner = get_object_or_404(Organisation.objects.visible_to(VISITOR), slug=organisation)
    rows = Service.objects.visible_to(VISITOR).filter(organisation=owner)
    return _as_calendar(rows, str(owner.name), f"{settings.SITE_URL}{owner.get_absolute_url()}")


def _as_calendar(rows: ServiceQuerySet, name: str, page: str) -> HttpResponse:
    from kumppanuus.services import agenda  # its library takes 12 MB of each worker

    body = agenda.calendar(name, agenda.timed(rows), page)
    return HttpResponse(body, content_type="text/calendar; charset=utf-8")


@same_until_anything_happens
@require_safe
def download(request: Request, fmt: str) -> HttpResponseBase:
    """Give a filtered list as a file; the columns are those that an import reads back."""
    rows = _listed(DirectoryFilter(request.GET))
    return long_response(request, "directory", columns.export_columns(), rows.count(), _portions(rows), fmt)


def _portions(rows: ServiceQuerySet) -> Iterator[Service]:
    """Give the rows some at a time, each portion after the last of the one before."""
    last = 0
    while some := list(columns.whole(rows.filter(pk__gt=last)).order_by("pk")[:CHUNK]):
        yield from some
        last = some[-1].pk


@require_safe
def embed(request: Request) -> HttpResponse:
    """Show a filtered list on a page of its own, which other sites may frame."""
    wanted = DirectoryFilter(request.GET)
    places = ServiceLocation.objects.select_related("location__area")
    rows = _listed(wanted).select_related("organisation").defer("description", "for_professionals")
    found = list(rows.prefetch_related("schedules", Prefetch("places", places))[: IN_WIDGET + 1])
    context = {
        "rows": found[:IN_WIDGET],
        "more": len(found) > IN_WIDGET,
        "title": title_of(wanted),
        "page_url": _page_of(wanted),
    }
    response = render(request, "services/embed.html", context)
    response["Content-Security-Policy"] = FRAMEABLE
    return response
