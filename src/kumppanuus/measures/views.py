"""Measures: the list and its files, one measure with what was said of it, proposing, accepting, reporting."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import NoReverseMatch
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kumppanuus.activity.conditional import same_until_anything_happens
from kumppanuus.core.requests import Request, attempt, demand, see_other
from kumppanuus.interop import feeds
from kumppanuus.interop.export import Column, offered, rows_response
from kumppanuus.measures import actions
from kumppanuus.measures.forms import DeclineForm, FilterForm, ProposeForm, ReportForm
from kumppanuus.measures.models import Measure, MeasureQuerySet
from kumppanuus.places.models import Area
from kumppanuus.places.order import in_reading_order

PER_PAGE, IN_FEED = 40, 50


def _visible(request: Request) -> MeasureQuerySet:
    found: MeasureQuerySet = Measure.objects.visible_to(request.actor).select_related("area", "owner", "post")
    return found


def measures(request: Request) -> HttpResponse:
    """List measures with a filter. Four queries."""
    form = FilterForm(request.GET)
    page = Paginator(form.narrow(_visible(request)), PER_PAGE).get_page(request.GET.get("page"))
    files = offered(request, _("These measures"), "measures:export", "measures:atom")
    filtered = any(request.GET.get(name) for name in form.fields)
    context = {"form": form, "page_obj": page, "files": files, "filtered": filtered, "query": feeds.query_of(request)}
    return render(request, "measures/measures.html", context)


def export(request: Request, fmt: str) -> HttpResponse:
    """Give the same measures as a file."""
    found = FilterForm(request.GET).narrow(_visible(request))
    columns: list[Column[Measure]] = [
        Column(_("What will be done"), lambda m: m.title, "title"),
        Column(_("Municipality"), lambda m: m.area.name, "area"),
        Column(_("Municipality's code"), lambda m: m.area.code, "area_code"),
        Column(_("Owner"), lambda m: m.owner.name, "owner"),
        Column(_("Post"), lambda m: m.post.title if m.post else None, "post"),
        Column(_("Due"), lambda m: m.due, "due"),
        Column(_("State"), lambda m: m.state if fmt == "json" else m.get_state_display(), "state"),
        Column(_("Late"), lambda m: m.is_late if fmt == "json" else (_("late") if m.is_late else None), "late"),
        Column(_("Why"), lambda m: m.reason, "reason"),
        Column(_("What shows that it is done"), lambda m: m.shows_done, "shows_done"),
        Column(_("Agreed on"), lambda m: m.agreed_on, "agreed_on"),
        Column(_("Address"), lambda m: request.build_absolute_uri(m.get_absolute_url()), "address"),
    ]
    return rows_response(request, _("measures"), columns, found, fmt)


@same_until_anything_happens
@require_safe
def atom(request: Request) -> HttpResponse:
    """Give what of a filtered list of measures was last proposed, agreed or reported as an Atom feed."""
    page = feeds.page_of(request, "measures:measures")
    feed = feeds.begin(request, _("Measures"), page, _("Measures, the last changed first"))
    for row in FilterForm(request.GET).narrow(_visible(request)).order_by("-changed_at", "-pk")[:IN_FEED]:
        told = (row.area.name, row.due and _("due %(day)s") % {"day": date_format(row.due)}, row.reason)
        feed.add_item(
            title=f"{row.get_state_display()}: {row}",
            link=f"{settings.SITE_URL}{row.get_absolute_url()}",
            description=" · ".join(str(one) for one in told if one),
            author_name=str(row.owner),
            pubdate=row.created_at,
            updateddate=row.changed_at,
            unique_id=f"{settings.SITE_URL}/measures/{row.pk}",
            categories=[row.state],
        )
    return feeds.answer(feed)


def measure(request: Request, pk: int) -> HttpResponse:
    """Show one measure with its states and reasons, and where it was agreed."""
    found = _get(request, pk)
    context = {
        "measure": found,
        "states": _course(found),
        "where": _where_agreed(request, found),
        "can_answer": request.actor.may("measures.accept", found),
        "can_countersign": request.actor.may("measures.countersign", found),
        "can_decline": request.actor.may("measures.decline", found),
        "first_signed_on": found.first_signed_on,
        "can_redact": request.actor.may("activity.redact", found),
        "can_report": request.actor.may("measures.report", found),
    }
    return render(request, "measures/measure.html", context)


def _course(found: Measure) -> list[dict[str, Any]]:
    """Return the states of a measure, the newest first, each with the new date where it moved then."""
    rows = list(found.states.all())
    earlier = [*(row.due for row in rows[1:]), None]
    return [
        {"state": row, "moved_to": row.due if before and row.due != before else None}
        for row, before in zip(rows, earlier, strict=True)
    ]


def _get(request: Request, pk: int) -> Measure:
    return get_object_or_404(_visible(request).select_related("proposed_by"), pk=pk)


def _where_agreed(request: Request, found: Measure) -> tuple[str, str] | None:
    """Return the name and address of the record the measure comes from, if the reader may see it."""
    if not found.agreed_model:
        return None
    try:
        rows: Any = apps.get_model(found.agreed_model)._default_manager
        record = rows.visible_to(request.actor).filter(pk=found.agreed_id).first()
        return (str(record), record.get_absolute_url()) if record else None
    except (LookupError, AttributeError, NoReverseMatch):
        return None


def propose(request: Request) -> HttpResponse:
    """Propose a measure for a municipality, without an item of a checklist."""
    if "area" not in request.GET:
        return _choose_area(request)
    area = get_object_or_404(Area.objects.municipalities(), slug=request.GET["area"])
    demand(request, "measures.propose", area)
    form = ProposeForm(request.POST or None, area=area, acting_for=request.actor.organisation_id)
    if request.method == "POST" and form.is_valid():
        made = actions.propose(request.actor, area, **form.cleaned_data)
        messages.success(
            request,
            _("The measure is agreed.")
            if made.agreed_on
            else _("Another signatory completes it.")
            if made.first_signed_on
            else _("The owner was asked to accept."),
        )
        return see_other(made.get_absolute_url())
    return render(request, "measures/propose.html", {"form": form, "area": area})


def _choose_area(request: Request) -> HttpResponse:
    if request.actor.person_id is None:
        raise PermissionDenied("measures.propose")
    areas = in_reading_order(Area.objects.municipalities().only("slug", "name"))
    return render(request, "measures/choose_area.html", {"areas": areas})


@require_POST
def accept(request: Request, pk: int) -> HttpResponse:
    """Accept a proposal."""
    found = _get(request, pk)
    answered = actions.accept(request.actor, found)
    messages.success(
        request, _("The measure is agreed.") if answered.agreed_on else _("Another signatory completes it.")
    )
    return see_other(found.get_absolute_url())


@require_POST
def countersign(request: Request, pk: int) -> HttpResponse:
    """Give the second of two signatures."""
    found = _get(request, pk)
    actions.countersign(request.actor, found)
    messages.success(request, _("The measure is agreed."))
    return see_other(found.get_absolute_url())


def decline(request: Request, pk: int) -> HttpResponse:
    """Decline a proposal with a reason."""
    found = _get(request, pk)
    demand(request, "measures.decline", found)
    form = DeclineForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.decline(request.actor, found, **form.cleaned_data)
        return see_other(found.get_absolute_url())
    return render(request, "measures/decline.html", {"form": form, "measure": found})


def report(request: Request, pk: int) -> HttpResponse:
    """Tell how a measure goes."""
    found = _get(request, pk)
    demand(request, "measures.report", found)
    form = ReportForm(request.POST or None, measure=found)
    if attempt(form, lambda data: actions.report(request.actor, found, **data)):
        messages.success(request, _("Saved. It is shown on this page and on the municipality's."))
        return see_other(found.get_absolute_url())
    return render(request, "measures/report.html", {"form": form, "measure": found})
