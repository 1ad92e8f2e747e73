"""The list of negotiations with its files and feed, one of them, its material, its signed text and its files."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kumppanuus.activity.conditional import same_until_anything_happens
from kumppanuus.core.actors import Actor
from kumppanuus.core.requests import Request, demand
from kumppanuus.files.views import give
from kumppanuus.interop import feeds
from kumppanuus.interop.export import Column, offered, rows_response
from kumppanuus.negotiations import collecting, reading
from kumppanuus.negotiations.documents import BINARY
from kumppanuus.negotiations.forms import FilterForm
from kumppanuus.negotiations.models import ALAND, FollowUp, Negotiation, NegotiationQuerySet, Presentation
from kumppanuus.negotiations.permissions import own_party, runs
from kumppanuus.organisations.models import Role, acts_for
from kumppanuus.places.models import Area, AreaKind

PER_PAGE, IN_FEED = 40, 50
VISITOR = Actor()  # what leaves the page is what everybody may see
VERBS = (
    *(
        "change",
        "publish",
        "invite",
        "add_group",
        "add_point",
        "present",
        "propose",
        "offer",
        "sign",
        "reopen",
        "close",
    ),
    "begin_next",
)


def show(request: Request, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """Render a page that belongs to the negotiations in the navigation."""
    return render(request, template, {**context, "section": "bodies"}, status=status)


def visible(request: Request) -> NegotiationQuerySet:
    """Return the negotiations that the reader may see."""
    found: NegotiationQuerySet = Negotiation.objects.visible_to(request.actor).select_related("area", "convener")
    return found


def get_negotiation(request: Request, pk: int, permission: str = "") -> Negotiation:
    """Return the negotiation of the address, or raise Http404, or PermissionDenied without the permission."""
    found = get_object_or_404(visible(request).select_related("previous"), pk=pk)
    if permission:
        demand(request, permission, found)
    return found


def own_area(actor: Actor) -> Area | None:
    """Return where the organisation for which the actor acts convenes a negotiation. One query."""
    if not acts_for(actor, actor.organisation_id, Role.EDITOR):
        return None
    area = Area.objects.select_related("county").filter(government=actor.organisation_id).first()
    if area is not None and area.kind == AreaKind.MUNICIPALITY and area.code == "091":
        area = area.county
    return area if area is not None and area.kind == AreaKind.COUNTY and area.code != ALAND else None


@require_safe
def negotiations(request: Request) -> HttpResponse:
    """List negotiations, the newest first, with a filter. Three queries."""
    form = FilterForm(request.GET)
    page = Paginator(form.narrow(visible(request)), PER_PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "form": form,
        "page_obj": page,
        "files": offered(request, _("These negotiations"), "negotiations:export", "negotiations:atom"),
        "filtered": form.is_narrowed,
        "query": query.urlencode(),
        "own_area": own_area(request.actor),
    }
    return show(request, "negotiations/negotiations.html", context)


@require_safe
def export(request: Request, fmt: str) -> HttpResponse:
    """Give the same negotiations as a file."""
    plain = fmt == "json"
    columns: list[Column[Negotiation]] = [
        Column(_("Year"), lambda n: n.year, "year"),
        Column(_("Heading"), lambda n: n.title, "title"),
        Column(_("Area"), lambda n: n.area.name, "area"),
        Column(_("Convener"), lambda n: n.convener.name, "convener"),
        Column(_("Phase"), lambda n: n.phase.value if plain else n.phase.label, "phase"),
        Column(_("Day of the negotiation"), lambda n: n.meets_on, "meets_on"),
        Column(_("First follow-up"), lambda n: n.first_follow_up, "first_follow_up"),
        Column(_("Second follow-up"), lambda n: n.second_follow_up, "second_follow_up"),
        Column(_("Address"), lambda n: request.build_absolute_uri(n.get_absolute_url()), "address"),
    ]
    return rows_response(request, _("negotiations"), columns, FilterForm(request.GET).narrow(visible(request)), fmt)


@same_until_anything_happens
@require_safe
def atom(request: Request) -> HttpResponse:
    """Give what changed last in a filtered list as an Atom feed."""
    page = feeds.page_of(request, "negotiations:negotiations")
    feed = feeds.begin(
        request,
        _("Yearly negotiations"),
        page,
        _("Negotiations of counties, municipalities and NGOs, the last changed first"),
    )
    rows = FilterForm(request.GET).narrow(Negotiation.objects.visible_to(VISITOR)).select_related("area", "convener")
    for row in rows.order_by("-changed_at", "-pk")[:IN_FEED]:
        feed.add_item(
            title=f"{row.phase.label}: {row}",
            link=f"{settings.SITE_URL}{row.get_absolute_url()}",
            description=str(row.area.name),
            author_name=str(row.convener.name),
            pubdate=row.published_at,
            updateddate=row.changed_at,
            unique_id=f"{settings.SITE_URL}/negotiations/{row.pk}",
            categories=[row.phase.value],
        )
    return feeds.answer(feed)


@require_safe
def negotiation(request: Request, pk: int) -> HttpResponse:
    """Show the workspace of a year."""
    found = get_negotiation(request, pk)
    whole = reading.whole(found)
    actor = request.actor
    own = own_party(actor, found)
    context = {
        "negotiation": found,
        "whole": whole,
        "next": reading.next_in_words(whole),
        "may": {verb: actor.may(f"negotiations.{verb}", found) for verb in VERBS} if actor.person_id else {},
        "own": own,
        "asked": [_links(actor, one) for one in reading.follow_ups(found, own, runs(actor, found))],
        "rewritable": {one.pk for one in whole.proposals if actor.may("negotiations.rewrite", one)},
        "answerable": {one.pk for one in whole.proposals if actor.may("negotiations.accept", one)},
        "declinable": {one.pk for one in whole.proposals if actor.may("negotiations.decline", one)},
        "points_to_answer": {one.pk for one in whole.points if actor.may("negotiations.answer_point", one)},
        "leavable": {one.party.pk for one in whole.lines if actor.may("negotiations.leave", one.party)},
    }
    return show(request, "negotiations/negotiation.html", context)


def _links(actor: Actor, one: FollowUp) -> dict[str, Any]:
    """Return a follow-up with what the reader may do to its link."""
    may = {verb: actor.may(f"negotiations.{verb}", one) for verb in ("withdraw_link", "send_again")}
    return {"row": one, "withdraw": one.works and may["withdraw_link"], "send": may["send_again"]}  # type: ignore[attr-defined]


@require_safe
def material(request: Request, pk: int) -> HttpResponse:
    """Show what the negotiation is prepared from."""
    found = get_negotiation(request, pk)
    may_propose = request.actor.may("negotiations.propose", found)
    context = {"negotiation": found, "material": collecting.material(found), "may_propose": may_propose}
    return show(request, "negotiations/material.html", context)


@require_safe
def agreement(request: Request, pk: int, number: int) -> HttpResponse:
    """Show a text as it was offered and signed; also an earlier version."""
    found = get_negotiation(request, pk)
    text = get_object_or_404(found.agreements.all(), number=number)
    text.negotiation = found
    newest, signatures = found.agreements.first(), list(text.signatures.select_related("party__organisation"))
    context = {
        "negotiation": found,
        "agreement": text,
        "lines": reading.signed_lines(text),
        "signatures": signatures,
        "unsigned": reading.unsigned(text, signatures) if text == newest and found.offered_at else [],
        "newest": newest,
    }
    return show(request, "negotiations/agreement.html", context)


@require_safe
def document(request: Request, pk: int, fmt: str) -> HttpResponse:
    """Give the summary as PDF or DOCX."""
    if fmt not in BINARY:
        raise Http404
    found = get_negotiation(request, pk)
    content_type, render_file = BINARY[fmt]
    response = HttpResponse(render_file(found), content_type=content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{_("negotiation")}-{found.year}-{found.pk}.{fmt}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


@require_safe
def presentation(request: Request, pk: int) -> HttpResponseBase:
    """Give a presentation: its file, or the way to its address."""
    found = get_object_or_404(Presentation.objects.select_related("file"), pk=pk)
    get_negotiation(request, found.negotiation_id)
    return give(request, found.file) if found.file is not None else redirect(found.url)
