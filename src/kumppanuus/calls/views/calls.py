"""The list of calls and its files, a call's page, announcing and changing one."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kumppanuus.activity.conditional import same_until_anything_happens
from kumppanuus.bodies.models import Body
from kumppanuus.calls import actions
from kumppanuus.calls.forms import CallForm, CancelForm, ExtendForm, FilterForm
from kumppanuus.calls.models import Call, CallQuerySet, CallSeat, Stage
from kumppanuus.calls.reading import moment, numbers, places_of, time_left, who_may, why_not
from kumppanuus.core.actors import Actor
from kumppanuus.core.requests import Request, attempt, demand, posted, see_other
from kumppanuus.interop import feeds
from kumppanuus.interop.export import Column, offered, rows_response
from kumppanuus.organisations.models import Organisation

PER_PAGE, IN_FEED = 30, 50
VISITOR = Actor()  # what leaves the page is what everybody may see
PLACES = Prefetch("places", CallSeat.objects.select_related("seat__organisation", "seat__term"))


def visible(request: Request) -> CallQuerySet:
    """Return the calls that the reader may see, with what their pages show."""
    found: CallQuerySet = Call.objects.visible_to(request.actor)
    return found.select_related("body__area", "body__convener", "body__kind", "area", "term", "decision")


def get_call(request: Request, pk: int, permission: str = "") -> Call:
    """Return the call of the address, or raise Http404; with a permission demanded, PermissionDenied."""
    found = get_object_or_404(visible(request).select_related("body__space__area"), pk=pk)
    if permission:
        demand(request, permission, found)
    return found


@require_safe
def calls(request: Request) -> HttpResponse:
    """List the calls: open ones first, the one that closes first at the top; past ones below. Four queries."""
    form = FilterForm(request.GET)
    rows = form.narrow(visible(request)).prefetch_related(PLACES).under_way_first()
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    found = list(page.object_list)
    files = offered(request, _("These calls"), "calls:export", "calls:atom")
    context = {
        "form": form,
        "open": [(one, time_left(one.closes_at)) for one in found if one.stage == Stage.OPEN],
        "coming": [one for one in found if one.stage == Stage.COMING],
        "waiting": [one for one in found if one.stage == Stage.CLOSED],
        "past": [one for one in found if one.stage in {Stage.DECIDED, Stage.CANCELLED}],
        "page_obj": page,
        "filtered": bool(request.GET.get("area")),
        "files": files if found else [],
        "query": feeds.query_of(request),
    }
    return render(request, "calls/calls.html", context)


@require_safe
def export(request: Request, fmt: str) -> HttpResponse:
    """Give the same calls as a file."""
    found = list(FilterForm(request.GET).narrow(visible(request)).prefetch_related(PLACES))
    columns: list[Column[Call]] = [
        Column(_("Body"), lambda c: c.body.name, "body"),
        Column(_("Area"), lambda c: c.area.name, "area"),
        Column(_("State"), lambda c: c.stage.value if fmt == "json" else c.stage.label, "stage"),
        Column(_("Seats"), lambda c: ", ".join(str(one.seat) for one in c.places.all()), "seats"),
        Column(_("Opens"), lambda c: c.opens_at, "opens_at"),
        Column(_("Closes"), lambda c: c.closes_at, "closes_at"),
        Column(_("Term of the seats begins"), lambda c: c.start, "start"),
        Column(_("Term of the seats ends"), lambda c: c.end, "end"),
        Column(_("Address"), lambda c: request.build_absolute_uri(c.get_absolute_url()), "address"),
    ]
    return rows_response(request, _("calls for seats"), columns, found, fmt)


@same_until_anything_happens
@require_safe
def atom(request: Request) -> HttpResponse:
    """Give the newest of a filtered list of calls as an Atom feed, each with where it stands."""
    page = feeds.page_of(request, "calls:calls")
    feed = feeds.begin(request, _("Calls for seats"), page, _("Calls for seats, the newest first"))
    rows = FilterForm(request.GET).narrow(Call.objects.visible_to(VISITOR))
    for row in rows.select_related("body", "decision").order_by("-created_at", "-pk")[:IN_FEED]:
        feed.add_item(
            title=f"{row.stage.label}: {row}",
            link=f"{settings.SITE_URL}{row.get_absolute_url()}",
            description=_("Closes %(day)s") % {"day": moment(row.closes_at)} + f" · {row.announcement}",
            author_name=str(row.body),
            pubdate=row.created_at,
            updateddate=_last_changed(row),
            unique_id=f"{settings.SITE_URL}/calls/{row.pk}",
            categories=[row.stage.value],
        )
    return feeds.answer(feed)


def _last_changed(found: Call) -> dt.datetime:
    """Return when a call last came to where it stands now."""
    now = timezone.now()
    published = found.decided.published_at if found.decided else None
    turns = (found.created_at, found.opens_at, found.closes_at, found.cancelled_at, published)
    return max(turn for turn in turns if turn is not None and turn <= now)


@require_safe
def call(request: Request, pk: int) -> HttpResponse:
    """Show a call: what body, which seats, who may nominate, until when, how; after closing, how many did."""
    found = get_call(request, pk)
    places = places_of(found)
    stage = found.stage
    counted = stage in {Stage.CLOSED, Stage.DECIDED}
    total, any_seat = numbers(found, places) if counted else (0, 0)
    own = _own(request, found)
    context = {
        "call": found,
        "body": found.body,
        "stage": stage.value,
        "places": places,
        "counted": counted,
        "total": total,
        "any_seat": any_seat,
        "left": time_left(found.closes_at),
        "closes": moment(found.closes_at),
        "opens": moment(found.opens_at),
        "who": who_may(found),
        **own,
        **{name: request.actor.may(f"calls.{name}", found) for name in ("change", "extend", "cancel", "decide")},
        "compare": request.actor.may("calls.compare", found),
    }
    return render(request, "calls/call.html", context)


def _own(request: Request, found: Call) -> dict[str, Any]:
    """Return what the page says to whoever acts for an organisation: its nomination, or whether it may nominate."""
    if not request.actor.organisation_id or not request.actor.may("calls.nominate", found):
        return {}
    organisation = Organisation.objects.filter(pk=request.actor.organisation_id).first()
    if organisation is None:
        return {}
    mine = found.nominations.filter(organisation=organisation).order_by("-given_at", "-pk").first()
    if mine is not None:
        mine.call = found
    return {"organisation": organisation, "mine": mine, "why_not": why_not(found, organisation)}


def form_page(  # noqa: PLR0917 - what such a page is made of
    request: Request, form: Any, back: tuple[Any, str], heading: str, submit: str, lead: str = "", draft: str = ""
) -> HttpResponse:
    """Show a form about a call; `back` is what it belongs to: a label and an address."""
    context = {"form": form, "back": back, "heading": heading, "submit": submit, "lead": lead, "draft": draft}
    return render(request, "calls/form.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def announce(request: Request, slug: str) -> HttpResponse:
    """Announce a call for seats of a body."""
    rows = Body.objects.visible_to(request.actor).select_related("convener", "area", "space__area")
    body = get_object_or_404(rows, slug=slug)
    demand(request, "calls.announce", body)
    form = CallForm(posted(request), body=body)
    if made := attempt(form, lambda _data: actions.announce(request.actor, body, **form.given())):
        messages.success(request, _("The call is announced. Organisations that may nominate are told when it opens."))
        return see_other(made.get_absolute_url())
    lead = _("The call is public at once. Organisations that may nominate are told by e-mail when it opens.")
    back = (body.name, body.get_absolute_url())
    return form_page(request, form, back, _("Announce a call for seats"), _("Announce the call"), lead, "call")


@login_required
@require_http_methods(["GET", "POST"])
def change(request: Request, pk: int) -> HttpResponse:
    """Change a call before it opens."""
    found = get_call(request, pk, "calls.change")
    form = CallForm(posted(request), body=found.body, call=found)
    if attempt(form, lambda _data: actions.change(request.actor, found, **form.given())):
        messages.success(request, _("The changes are saved."))
        return see_other(found.get_absolute_url())
    return form_page(request, form, _back(found), _("Change the call"), _("Save the changes"), "", "call")


def _back(found: Call) -> tuple[Any, str]:
    return found, found.get_absolute_url()


@login_required
@require_http_methods(["GET", "POST"])
def extend(request: Request, pk: int) -> HttpResponse:
    """Give more time."""
    found = get_call(request, pk, "calls.extend")
    form = ExtendForm(posted(request))
    if attempt(form, lambda _data: actions.extend(request.actor, found, **form.given())):
        messages.success(request, _("The closing is moved. Those who have nominated are told."))
        return see_other(found.get_absolute_url())
    lead = _("The call closes %(when)s. It can only be moved to later.") % {"when": moment(found.closes_at)}
    return form_page(request, form, _back(found), _("Give more time"), _("Move the closing"), lead)


@login_required
@require_http_methods(["GET", "POST"])
def cancel(request: Request, pk: int) -> HttpResponse:
    """Cancel a call."""
    found = get_call(request, pk, "calls.cancel")
    form = CancelForm(posted(request))
    if attempt(form, lambda data: actions.cancel(request.actor, found, **data)):
        messages.success(request, _("The call is cancelled. Those who had nominated are told."))
        return see_other(found.get_absolute_url())
    lead = _("Nobody is chosen, and it cannot be taken back. The page stays with your reason.")
    return form_page(request, form, _back(found), _("Cancel the call"), _("Cancel the call"), lead)
