"""The list of matters with its files and feed, a matter with its path, and the document to deliver."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from kumppanuus.activity.conditional import same_until_anything_happens
from kumppanuus.core.actors import Actor
from kumppanuus.core.requests import Request, demand
from kumppanuus.interop import feeds
from kumppanuus.interop.export import Column, offered, rows_response
from kumppanuus.matters import reading, receivers
from kumppanuus.matters.documents import BINARY
from kumppanuus.matters.forms import FilterForm
from kumppanuus.matters.models import Matter, MatterQuerySet

PER_PAGE, IN_FEED = 40, 50
VISITOR = Actor()  # what leaves the page is what everybody may see
VERBS = (
    *("take_up", "record_delivery", "record_number", "record_handling", "answer"),
    *("give_back", "send_on", "close", "withdraw", "attach"),
)
READ = ("area", "organisation", "person", "holder", "sender")


def show(request: Request, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """Render a page that belongs to the matters in the navigation."""
    return render(request, template, {**context, "section": "matters"}, status=status)


def visible(request: Request) -> MatterQuerySet:
    """Return the matters that the reader may see."""
    found: MatterQuerySet = Matter.objects.visible_to(request.actor).select_related("area", "person")
    return found


def get_matter(request: Request, pk: int, permission: str = "") -> Matter:
    """Return the matter of the address, or raise Http404, or PermissionDenied without the permission."""
    rows = Matter.objects.visible_to(request.actor).select_related(*READ)
    found = get_object_or_404(rows.prefetch_related("steps__to_organisation", "attachments__file"), pk=pk)
    if permission:
        demand(request, permission, found)
    return found


@require_safe
def matters(request: Request) -> HttpResponse:
    """List matters with a filter, what changed last first. Three queries."""
    form = FilterForm(request.GET)
    page = Paginator(form.narrow(visible(request)), PER_PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    files = offered(request, _("These matters"), "matters:export", "matters:atom")
    context = {
        "form": form,
        "page_obj": page,
        "files": files,
        "filtered": form.is_narrowed,
        "query": query.urlencode(),
    }
    return show(request, "matters/matters.html", context)


@require_safe
def export(request: Request, fmt: str) -> HttpResponse:
    """Give the same matters as a file."""
    found = FilterForm(request.GET).narrow(visible(request))
    plain = fmt == "json"
    columns: list[Column[Matter]] = [
        Column(_("What it is about"), lambda m: m.title, "title"),
        Column(_("Kind"), lambda m: m.kind if plain else m.get_kind_display(), "kind"),
        Column(_("Area"), lambda m: m.area.name, "area"),
        Column(pgettext("a matter", "From"), reading.sender_in_words, "sender"),
        Column(_("Given on"), lambda m: m.given_on, "given_on"),
        Column(_("State"), lambda m: m.state if plain else m.get_state_display(), "state"),
        Column(_("Waits at"), lambda m: m.waits_name, "waits_at"),
        Column(_("Since"), lambda m: m.since, "since"),
        Column(_("Answer promised by"), lambda m: m.due, "due"),
        Column(_("Late"), lambda m: m.is_late if plain else (_("late") if m.is_late else None), "late"),
        Column(_("Diary number"), lambda m: m.diary_number, "diary_number"),
        Column(_("Address"), lambda m: request.build_absolute_uri(m.get_absolute_url()), "address"),
    ]
    return rows_response(request, _("matters"), columns, found, fmt)


@same_until_anything_happens
@require_safe
def atom(request: Request) -> HttpResponse:
    """Give what of a filtered list of matters last took a step as an Atom feed."""
    form = FilterForm(request.GET)
    page = feeds.page_of(request, "matters:matters")
    feed = feeds.begin(request, _("Matters"), page, _("Matters and their steps, the last changed first"))
    rows = form.narrow(Matter.objects.visible_to(VISITOR)).select_related("area", "person")
    for row in rows[:IN_FEED]:
        feed.add_item(
            title=f"{row.get_state_display()}: {row}",
            link=f"{settings.SITE_URL}{row.get_absolute_url()}",
            description=reading.here_in_words(row),
            author_name=str(reading.sender_in_words(row)),
            pubdate=row.given_at,
            updateddate=row.changed_at,
            unique_id=f"{settings.SITE_URL}/matters/{row.pk}",
            categories=[row.state],
        )
    return feeds.answer(feed)


@require_safe
def matter(request: Request, pk: int) -> HttpResponse:
    """Show a matter with its whole path as a line."""
    found = get_matter(request, pk)
    return show(request, "matters/matter.html", context_of(request, found))


def context_of(request: Request, found: Matter) -> dict[str, Any]:
    """Return what the page of a matter shows."""
    steps = reading.steps_of(found)
    for step in steps:
        step.matter = found
    actor = request.actor
    may = {verb: actor.may(f"matters.{verb}", found) for verb in VERBS}
    return {
        "matter": found,
        "sender": reading.sender_in_words(found, named=actor.may("matters.read_document", found)),
        "lines": reading.with_pages(reading.path_of(found, steps)),
        "here": reading.here_in_words(found),
        "next": reading.next_in_words(found),
        "not_pending": reading.not_pending(found),
        "may": may,
        "agenda": receivers.agenda(found.held_model, found.pk) if may["take_up"] else "",
        "may_read_document": actor.may("matters.read_document", found),
        "correctable": {step.pk for step in steps if actor.may("matters.correct", step)},
        "may_redact": bool(actor.person_id) and actor.may("activity.redact", found),
    }


@require_safe
def document(request: Request, pk: int, fmt: str) -> HttpResponse:
    """Give the document to deliver as PDF or DOCX, with the sender's name: for who gave it, has it or sent it."""
    if fmt not in BINARY:
        raise Http404
    found = get_matter(request, pk, "matters.read_document")
    content_type, render_file = BINARY[fmt]
    response = HttpResponse(render_file(found), content_type=content_type)
    name = _("matter")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}-{found.pk}.{fmt}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response
