"""The list of meetings and its files and feeds, a meeting's page and its screen, planning, calling and cancelling."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kumppanuus.activity.conditional import same_until_anything_happens
from kumppanuus.bodies.choices import areas
from kumppanuus.bodies.models import Body
from kumppanuus.core.actors import Actor
from kumppanuus.core.pieces import kept
from kumppanuus.core.requests import Request, attempt, demand, posted, see_other
from kumppanuus.interop import feeds
from kumppanuus.interop.export import Column, offered, rows_response
from kumppanuus.meetings import actions
from kumppanuus.meetings.documents import BINARY, agenda_as
from kumppanuus.meetings.forms.meetings import CancelForm, FilterForm, MeetingForm
from kumppanuus.meetings.models import ItemState, Meeting, MeetingQuerySet, MeetingState, ProposalState, seen_inside
from kumppanuus.meetings.reading import agenda_of, attendance_of, too_long_by, when, where
from kumppanuus.ui.languages import language_name

PER_PAGE, IN_FEED, IN_CALENDAR = 40, 50, 200
OPEN = (MeetingState.PLANNED, MeetingState.CALLED)
VISITOR = Actor()  # what leaves the page is what everybody may see


def show(request: Request, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """Render a page that belongs to the bodies in the navigation."""
    return render(request, template, {**context, "section": "bodies"}, status=status)


def _visible(request: Request) -> MeetingQuerySet:
    found: MeetingQuerySet = Meeting.objects.visible_to(request.actor)
    return found.select_related("body__area", "body__convener", "body__kind")


def get_meeting(request: Request, pk: int) -> Meeting:
    """Return the meeting of the address, or raise Http404."""
    return get_object_or_404(_visible(request).select_related("body__space"), pk=pk)


@require_safe
def meetings(request: Request) -> HttpResponse:
    """List meetings with a filter: the coming ones first of all. One query, three anew."""
    form = FilterForm(request.GET)
    form.is_valid()
    query = request.GET.copy()
    query.pop("page", None)
    asked = f"meetings:{quote(request.GET.urlencode())}:{seen_inside(request.actor)}"
    body = _body_of(request, form)
    shown = kept(asked, lambda: _list(request, form, body), minutes=5)
    context = {"list": shown, "query": query.urlencode(), "body": body}
    return show(request, "meetings/meetings.html", context)


def _list(request: Request, form: FilterForm, body: Body | None) -> SafeString:
    """Render the filter and one page of the meetings that it lets through."""
    context = {
        "form": form,
        "page_obj": Paginator(form.narrow(_visible(request)), PER_PAGE).get_page(request.GET.get("page")),
        "files": offered(request, _("These meetings"), "meetings:export", "meetings:atom"),
        "filtered": form.is_narrowed,
        "past": request.GET.get("when") == "past",
        "areas": areas(),
        "body": body,
    }
    return render_to_string("meetings/_list.html", context, request=request)


def _body_of(request: Request, form: FilterForm) -> Body | None:
    """Return the one body whose meetings are asked for."""
    slug = form.cleaned_data.get("body")
    return Body.objects.visible_to(request.actor).filter(slug=slug).first() if slug else None


@require_safe
def export(request: Request, fmt: str) -> HttpResponse:
    """Give the same meetings as a file."""
    found = FilterForm(request.GET).narrow(_visible(request))
    plain = fmt == "json"
    columns: list[Column[Meeting]] = [
        Column(_("Body"), lambda m: m.body.slug if plain else m.body.name, "body"),
        Column(_("Area"), lambda m: m.body.area.name, "area"),
        Column(_("Number in the year"), lambda m: m.number, "number"),
        Column(_("Year"), lambda m: m.year, "year"),
        Column(_("Heading"), lambda m: m.title, "title"),
        Column(_("Begins"), lambda m: m.starts_at, "starts_at"),
        Column(_("Ends"), lambda m: m.ends_at, "ends_at"),
        Column(_("Place"), lambda m: m.place, "place"),
        Column(_("Street address"), lambda m: m.address, "street_address"),
        Column(_("State"), lambda m: m.state if plain else m.get_state_display(), "state"),
        Column(_("Items can be proposed until"), lambda m: m.proposals_until, "proposals_until"),
        Column(_("Address"), lambda m: request.build_absolute_uri(m.get_absolute_url()), "address"),
    ]
    return rows_response(request, _("meetings"), columns, found, fmt)


@same_until_anything_happens
@require_safe
def atom(request: Request) -> HttpResponse:
    """Give what of a filtered list of meetings was last changed, called or planned as an Atom feed."""
    form = FilterForm(request.GET)
    page = feeds.page_of(request, "meetings:meetings")
    feed = feeds.begin(request, _("Meetings"), page, _("Meetings of bodies, the last changed first"))
    rows = form.narrow(Meeting.objects.visible_to(VISITOR)).select_related("body")
    for row in rows.order_by("-changed_at", "-pk")[:IN_FEED]:
        feed.add_item(
            title=f"{row.body}: {row}",
            link=f"{settings.SITE_URL}{row.get_absolute_url()}",
            description=" · ".join(filter(None, (when(row), where(row), str(row.get_state_display())))),
            author_name=str(row.body),
            pubdate=row.changed_at,
            updateddate=row.changed_at,
            unique_id=f"urn:uuid:{row.uid}",
            categories=[row.state],
        )
    return feeds.answer(feed)


@same_until_anything_happens
@require_safe
def feed(request: Request, slug: str) -> HttpResponse:
    """Give the meetings of an open body as a calendar; of another there is none for everybody."""
    body = get_object_or_404(Body.objects.visible_to(VISITOR), slug=slug)
    if body.open_to != "all":
        raise Http404
    rows = Meeting.objects.visible_to(VISITOR).filter(body=body).select_related("body")[:IN_CALENDAR]
    return as_calendar(str(body.name), rows, f"{settings.SITE_URL}{body.get_absolute_url()}")


@require_safe
def ics(request: Request, pk: int) -> HttpResponse:
    """Give one meeting as a calendar entry with its agenda."""
    found = get_meeting(request, pk)
    inside = request.actor.may("bodies.read_inside", found.body)
    return one_entry(found, inside=inside)


def one_entry(found: Meeting, *, inside: bool) -> HttpResponse:
    """Return one meeting as a calendar entry."""
    page = f"{settings.SITE_URL}{found.get_absolute_url()}"
    return as_calendar(str(found), [found], page, inside=inside, lines=agenda_of(found))


def as_calendar(name: str, rows: Any, page: str, **more: Any) -> HttpResponse:
    """Return meetings as a calendar."""
    from kumppanuus.meetings.calendar import calendar  # its library takes 12 MB of each worker

    return HttpResponse(calendar(name, rows, page, **more), content_type="text/calendar; charset=utf-8")


@require_safe
def meeting(request: Request, pk: int) -> HttpResponse:
    """Show a meeting: when and where, its agenda, who comes, and afterwards what came of it."""
    found = get_meeting(request, pk)
    actor = request.actor
    inside = actor.may("bodies.read_inside", found.body)
    may_change, may_arrange = actor.may("meetings.change", found), actor.may("meetings.arrange", found)
    may_send = actor.person_id is not None and actor.may("bodies.run", found.body)
    came = inside or may_change or found.state == MeetingState.HELD
    agenda, too_long = kept(
        f"agenda:{found.pk}:{may_arrange}:{may_send}:{came}",
        lambda: _agenda(request, found, may_arrange, may_send, came),
    )
    called = found.state == MeetingState.CALLED
    attendance = attendance_of(found) if called and (inside or may_change) else None
    places = attendance.places if attendance else []
    own = [one for one in places if one.mandate.person_id == actor.person_id]
    context = {
        "meeting": found,
        "body": found.body,
        "when": when(found),
        "where": where(found),
        "agenda": agenda,
        "too_long": too_long if may_change else 0,
        "inside": inside,
        "remote": found.remote_link if inside or may_change or found.remote_open else "",
        "languages": ", ".join(str(language_name(code)) for code in found.languages),
        "attendance": attendance,
        "mine": [(one, attendance.choices(one)) for one in own] if attendance else [],
        "may_change": may_change,
        "call_by": _call_by(found) if may_change and not called else None,
        "may_arrange": may_arrange,
        "may_propose": found.takes_proposals and actor.may("meetings.propose", found.body),
        "beyond_term": found.state in OPEN and found.body.ends is not None and found.day > found.body.ends,
        "waiting": _waiting(found) if may_change else [],
        "is_open": found.body.open_to == "all",
    }
    return show(request, "meetings/meeting.html", context)


def _agenda(request: Request, found: Meeting, may_arrange: bool, may_send: bool, came: bool) -> tuple[SafeString, int]:
    """Render the agenda, with what came of each item where it is shown, and how many minutes it is too long."""
    lines = agenda_of(found, outcomes=came)
    context = {"meeting": found, "lines": lines, "may_arrange": may_arrange, "may_send": may_send, "came": came}
    html = render_to_string("meetings/_agenda.html", context, request=request) if lines else SafeString("")
    return html, too_long_by(found, lines)


def _call_by(found: Meeting) -> dt.date | None:
    """Return the day by which the call is to be sent as the rules say."""
    rules = found.body.rules.first()
    return found.day - dt.timedelta(days=rules.call_days) if rules else None


def _waiting(found: Meeting) -> list[Any]:
    rows = found.body.proposals.filter(state=ProposalState.WAITING)
    return list(rows.select_related("organisation").order_by("given_at", "pk"))


@require_safe
def agenda_file(request: Request, pk: int, fmt: str) -> HttpResponse:
    """Give the agenda as PDF or DOCX, made anew each time. Two queries."""
    found = get_meeting(request, pk)
    return agenda_answer(found, fmt, inside=request.actor.may("bodies.read_inside", found.body))


def agenda_answer(found: Meeting, fmt: str, *, inside: bool) -> HttpResponse:
    """Return the agenda as a file. Raises Http404 for another format than PDF and DOCX."""
    if fmt not in BINARY:
        raise Http404
    kind, content = agenda_as(fmt, found, inside=inside)
    response = HttpResponse(content, content_type=kind)
    shown = "inline" if fmt == "pdf" else "attachment"
    name = f"{found.body.slug}-{found.day.isoformat()}"
    response["Content-Disposition"] = f'{shown}; filename="{name}.{fmt}"'
    if inside or found.body.open_to != "all":
        response["Cache-Control"] = "private, no-store"
    return response


@require_safe
def screen(request: Request, pk: int) -> HttpResponse:
    """Show one item in large type for the wall: the named one, else the first that is not dealt with."""
    found = get_meeting(request, pk)
    lines = [line for line in agenda_of(found) if not line.is_withdrawn]
    asked = request.GET.get("item", "")
    open_ = next((n for n, line in enumerate(lines) if line.item.state == ItemState.OPEN), 0)
    at = next((n for n, line in enumerate(lines) if str(line.number) == asked), open_)
    context = {
        "meeting": found,
        "body": found.body,
        "line": lines[at] if lines else None,
        "before": lines[at - 1] if lines and at else None,
        "after": lines[at + 1] if at + 1 < len(lines) else None,
        "coming": lines[at + 1 : at + 4],
        "total": len(lines),
    }
    return show(request, "meetings/screen.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def plan(request: Request, slug: str) -> HttpResponse:
    """Plan a meeting or a series."""
    body = get_object_or_404(Body.objects.visible_to(request.actor).select_related("space", "convener"), slug=slug)
    demand(request, "meetings.plan", body)
    form = MeetingForm(posted(request), body=body)
    if made := attempt(form, lambda _data: actions.plan(request.actor, body, **form.given())):
        number = actions.later_in_series(made).count() + 1
        more = _("%(n)d meetings are planned. Next: what stands on the agenda of the first.") % {"n": number}
        messages.success(request, more if number > 1 else _("Planned. Next: what stands on the agenda."))
        return see_other(made.get_absolute_url())
    context = {"form": form, "body": body}
    return show(request, "meetings/plan.html", context, status=422 if form.errors else 200)


def form_page(  # noqa: PLR0917 - what such a page is made of
    request: Request, form: Any, found: Meeting, heading: str, submit: str, lead: str = ""
) -> HttpResponse:
    """Show a form about a meeting."""
    context = {"form": form, "meeting": found, "body": found.body, "heading": heading, "submit": submit, "lead": lead}
    return show(request, "meetings/form.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def change(request: Request, pk: int) -> HttpResponse:
    """Change a meeting."""
    found = get_meeting(request, pk)
    demand(request, "meetings.change", found)
    called = found.state == MeetingState.CALLED
    form = MeetingForm(posted(request), body=found.body, meeting=found)
    if attempt(form, lambda _data: actions.change(request.actor, found, **form.given())):
        messages.success(request, _("The changes are saved."))
        return see_other(found.get_absolute_url())
    lead = _("Who was called is told of a new time or place. With a new time each is asked again.") if called else ""
    return form_page(request, form, found, _("Change the meeting"), _("Save the changes"), lead)


@login_required
@require_http_methods(["POST"])
def call(request: Request, pk: int) -> HttpResponse:
    """Send the call."""
    found = get_meeting(request, pk)
    demand(request, "meetings.call", found)
    actions.call(request.actor, found)
    messages.success(request, _("The call is sent. The answers show here as they come."))
    return see_other(found.get_absolute_url())


@login_required
@require_http_methods(["GET", "POST"])
def cancel(request: Request, pk: int) -> HttpResponse:
    """Cancel a meeting."""
    found = get_meeting(request, pk)
    demand(request, "meetings.cancel", found)
    form = CancelForm(posted(request), later=actions.later_in_series(found).count())
    if attempt(form, lambda data: actions.cancel(request.actor, found, **data)):
        rest = _("The meetings of the series from this one on are cancelled. Who was called is told.")
        one = _("The meeting is cancelled. Who was called is told.")
        messages.success(request, rest if form.cleaned_data.get("rest") else one)
        return see_other(found.get_absolute_url())
    lead = _("Its page and its agenda stay readable. What was proposed for it comes onto the next agenda by itself.")
    return form_page(request, form, found, _("Cancel the meeting"), _("Cancel the meeting"), lead)
