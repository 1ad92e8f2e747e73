"""The list of rounds, its files and feed."""

from __future__ import annotations

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kumppanuus.activity.conditional import same_until_anything_happens
from kumppanuus.consultations.models import Consultation, ConsultationQuerySet, State
from kumppanuus.core.actors import Actor
from kumppanuus.core.requests import Request
from kumppanuus.interop import feeds
from kumppanuus.interop.export import Column, offered, rows_response
from kumppanuus.organisations.models import Role, acts_for

PER_PAGE, IN_FEED, LONGEST = 30, 50, 120
VISITOR = Actor()  # what leaves the page is what everybody may see
FILTERS = ("state", "organisation", "area")


def chosen_in(request: Request) -> dict[str, str]:
    """Return the choices of an address; words that cannot be a choice are left out."""
    given = {name: request.GET.get(name, "")[:LONGEST].replace("\x00", "") for name in FILTERS}
    if given["state"] not in State.values:
        given["state"] = ""
    return {name: value for name, value in given.items() if value}


def narrow(rows: ConsultationQuerySet, chosen: dict[str, str]) -> ConsultationQuerySet:
    """Return the rounds of the choices."""
    if state := chosen.get("state"):
        rows = rows.in_state(state)
    if slug := chosen.get("organisation"):
        rows = rows.filter(organisation__slug=slug)
    if area := chosen.get("area"):
        rows = rows.filter(Q(area__slug=area) | Q(organisation__home__slug=area))
    return rows.select_related("organisation", "area")


@require_safe
def rounds(request: Request) -> HttpResponse:
    """List rounds, those that close last first."""
    chosen, rows = chosen_in(request), Consultation.objects.visible_to(request.actor)
    page = Paginator(narrow(rows, chosen), PER_PAGE).get_page(request.GET.get("page"))
    organisations = rows.order_by().values_list("organisation__slug", "organisation__name").distinct()
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "page_obj": page,
        "states": State.choices,
        "organisations": sorted(((slug, str(name)) for slug, name in organisations), key=lambda one: one[1]),
        "chosen": chosen,
        "query": query.urlencode(),
        "files": offered(request, _("These comment rounds"), "consultations:export", "consultations:atom"),
        "may_prepare": acts_for(request.actor, request.actor.organisation_id, Role.EDITOR),
    }
    return render(request, "consultations/rounds.html", context)


@require_safe
def export(request: Request, fmt: str) -> HttpResponse:
    """Give the same rounds as a file."""
    rows = narrow(Consultation.objects.visible_to(request.actor), chosen_in(request))
    plain = fmt == "json"
    columns: list[Column[Consultation]] = [
        Column(_("What is asked for comments"), lambda c: c.title, "title"),
        Column(_("Who runs it"), lambda c: c.organisation.name, "organisation"),
        Column(_("State"), lambda c: c.state.value if plain else c.state.label, "state"),
        Column(_("Opens"), lambda c: c.opens_at, "opens"),
        Column(_("Comments by"), lambda c: c.closes_at, "closes"),
        Column(_("What is commented"), lambda c: c.target_title, "target"),
        Column(_("Address"), lambda c: request.build_absolute_uri(c.get_absolute_url()), "address"),
    ]
    return rows_response(request, _("comment-rounds"), columns, rows, fmt)


@same_until_anything_happens
@require_safe
def atom(request: Request) -> HttpResponse:
    """Give a filtered list of rounds as an Atom feed: an entry for what has happened last to each."""
    page = feeds.page_of(request, "consultations:rounds")
    feed = feeds.begin(request, _("Comment rounds"), page)
    for row in narrow(Consultation.objects.visible_to(VISITOR), chosen_in(request)).order_by("-opens_at")[:IN_FEED]:
        when = row.concluded_at or row.closed_at or row.opens_at
        feed.add_item(
            title=f"{row.title} ({row.state.label})",
            link=f"{settings.SITE_URL}{row.get_absolute_url()}",
            description=str(row.summary or row.introduction),
            author_name=str(row.organisation.name),
            pubdate=row.opens_at,
            updateddate=when,
            unique_id=f"{settings.SITE_URL}/consultations/{row.pk}/{row.state}",
            categories=[row.state.value],
        )
    return feeds.answer(feed)
