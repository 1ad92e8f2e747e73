"""The page of a round, its comments, its summary as page and documents."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from kumppanuus.consultations import documents
from kumppanuus.consultations.models import Consultation, Remark, Stance
from kumppanuus.consultations.reading import (
    Outcomes,
    figures,
    own_invitation,
    reply_of,
    shown_parts,
    with_reply,
)
from kumppanuus.consultations.views.common import get_round
from kumppanuus.core.requests import Request
from kumppanuus.interop.export import Column, rows_response

PER_PAGE, GROUPS, LONGEST_ID = 50, 30, 16


def verbs(request: Request, found: Consultation) -> dict[str, bool]:
    """Return what the reader may do with the round now."""
    moderates = request.actor.may("consultations.moderate", found)
    return {
        "moderate": moderates,
        "comment": found.is_open and request.actor.may("consultations.comment", found),
        "announce": moderates and found.opens_at is None,
        "invite": moderates and not found.is_over,
        "remind": moderates and found.is_open,
        "extend": moderates and found.opens_at is not None and found.closed_at is None,
    }


@require_safe
def round_page(request: Request, slug: str) -> HttpResponse:
    """Show what is asked, until when, who was invited and has answered, and the text with its marks."""
    found = get_round(request, slug)
    own: list[Remark] = []
    if request.actor.person_id:
        own = list(
            found.remarks.filter(person=request.actor.person_id).select_related("part", "organisation", "person")
        )
    invited = list(found.invitations.visible_to(request.actor).standing().select_related("organisation")[:400])
    context = {
        "round": found,
        "may": verbs(request, found),
        "parts": shown_parts(found, request.actor),
        "own": own,
        "invited": invited,
        "figures": figures(found),
        "invitation": own_invitation(request.actor, found),
        "days_left": (timezone.localdate(found.closes_at) - timezone.localdate()).days,
    }
    return render(request, "consultations/round.html", context)


def _wanted(request: Request, found: Consultation) -> Any:
    rows = with_reply(found.remarks.visible_to(request.actor).given())
    if key := request.GET.get("part", "")[:80].replace("\x00", ""):
        rows = rows.filter(part__key=key)
    if (stance := request.GET.get("stance", "")) in Stance.values:
        rows = rows.filter(stance=stance)
    theme = request.GET.get("theme", "")
    if found.concluded_at and theme.isdigit() and len(theme) < LONGEST_ID:
        rows = rows.filter(theme=int(theme))
    return rows.order_by("given_at", "pk")


@require_safe
def remarks(request: Request, slug: str) -> HttpResponse:
    """List the comments that the reader may see, page by page, of one part if she wants."""
    found = get_round(request, slug)
    page = Paginator(_wanted(request, found), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "round": found,
        "page_obj": page,
        "rows": [(one, reply_of(one) if found.concluded_at else None) for one in page],
        "parts": [(part.key, str(part.heading)) for part in found.parts.all()],
        "stances": Stance.choices,
        "part": request.GET.get("part", ""),
        "stance": request.GET.get("stance", ""),
        "themes": [(theme.pk, str(theme.title)) for theme in found.themes.all()] if found.concluded_at else [],
        "theme": request.GET.get("theme", ""),
        "files": offered_of(request, found),
    }
    return render(request, "consultations/remarks.html", context)


def offered_of(request: Request, found: Consultation) -> list[tuple[str, str, str]]:
    """Return the files of the comments of a round, filtered as the page that is read."""
    query = request.GET.copy()
    query.pop("page", None)
    names = [(fmt, reverse("consultations:remarks_export", args=[found.slug, fmt])) for fmt in ("xlsx", "csv", "json")]
    return [(_("These comments"), f"{address}?{query.urlencode()}", fmt.upper()) for fmt, address in names]


@require_safe
def remarks_export(request: Request, slug: str, fmt: str) -> HttpResponse:
    """Give the comments that the reader may see as a file, with what became of each once that is published."""
    found = get_round(request, slug)
    plain, concluded = fmt == "json", found.concluded_at is not None

    def verdict(remark: Remark) -> Any:
        reply = reply_of(remark) if concluded else None
        return reply and (reply.verdict if plain else reply.get_verdict_display())

    def answer(remark: Remark) -> Any:
        reply = reply_of(remark) if concluded else None
        return reply.text if reply else None

    columns: list[Column[Remark]] = [
        Column(_("Number"), lambda r: r.pk, "id"),
        Column(pgettext("of a text", "Part"), lambda r: r.part.heading if r.part else None, "part"),
        Column(_("Chosen words"), lambda r: r.quote, "quote"),
        Column(_("Stance"), lambda r: r.stance if plain else r.get_stance_display(), "stance"),
        Column(_("Comment"), lambda r: r.text, "text"),
        Column(_("In whose name"), lambda r: r.author, "author"),
        Column(_("Approved by"), lambda r: r.approved_by, "approved_by"),
        Column(_("Approved on"), lambda r: r.approved_on, "approved_on"),
        Column(_("Given"), lambda r: r.given_at, "given"),
        Column(_("Late"), lambda r: r.is_late, "late"),
        Column(_("Group"), lambda r: r.theme.title if concluded and r.theme else None, "theme"),
        Column(_("What becomes of it"), verdict, "verdict"),
        Column(_("Answer, with the reason"), answer, "answer"),
    ]
    name = "-".join((found.slug, _("comments")))
    return rows_response(request, name, columns, _wanted(request, found), fmt)


@require_safe
def summary(request: Request, slug: str) -> HttpResponse:
    """Show the closing summary: every comment with what became of it. Its moderators see it before it is published."""
    found = get_round(request, slug)
    if found.concluded_at is None and not request.actor.may("consultations.moderate", found):
        raise Http404
    outcomes: Any = Outcomes(found)
    page: Any = Paginator(outcomes, GROUPS).get_page(request.GET.get("page"))
    context = {"round": found, "figures": figures(found), "page_obj": page}
    return render(request, "consultations/summary.html", context)


@require_safe
def document(request: Request, slug: str, fmt: str) -> HttpResponse:
    """Give the published summary as a tagged PDF or as DOCX."""
    found = get_round(request, slug)
    if fmt not in documents.BINARY or found.concluded_at is None:
        raise Http404
    kind, render_it = documents.BINARY[fmt]
    answer = HttpResponse(render_it(found), content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{found.slug}-summary.{fmt}"'
    return answer
