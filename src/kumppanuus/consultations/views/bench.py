"""The moderators' workbench: many comments at once, grouped and answered."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kumppanuus.consultations import actions
from kumppanuus.consultations.actions.answering import MOST_AT_ONCE
from kumppanuus.consultations.forms import GroupForm, ReplyForm
from kumppanuus.consultations.models import Consultation, Remark, Stance, Theme
from kumppanuus.consultations.reading import reply_of, unanswered, with_reply
from kumppanuus.consultations.views.common import form_page, get_round
from kumppanuus.core.actions import Refused
from kumppanuus.core.requests import Request, attempt, demand, posted, see_other
from kumppanuus.core.texts import Text

PER_PAGE = 50
LONGEST_ID = 16


def _narrow(request: Request, found: Consultation) -> Any:
    """Return the comments of the choices in the address."""
    rows = with_reply(found.remarks.given())
    part, stance = request.GET.get("part", "")[:80].replace("\x00", ""), request.GET.get("stance", "")
    theme, state = request.GET.get("theme", ""), request.GET.get("state", "")
    if part:
        rows = rows.filter(part=None) if part == "whole" else rows.filter(part__key=part)
    if stance in Stance.values:
        rows = rows.filter(stance=stance)
    if theme == "none":
        rows = rows.filter(theme=None)
    elif theme.isdigit() and len(theme) < LONGEST_ID:
        rows = rows.filter(theme=int(theme))
    if state == "unanswered":
        rows = unanswered(rows)
    return rows.order_by("part__order", "given_at", "pk")


@login_required
@require_http_methods(["GET", "POST"])
def bench(request: Request, slug: str) -> HttpResponse:
    """List what was said with its groups, filtered and paged; move the chosen ones into a group."""
    found = get_round(request, slug, "moderate")
    if request.method == "POST":
        return _group(request, found)
    page = Paginator(_narrow(request, found), PER_PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "round": found,
        "page_obj": page,
        "rows": [(one, reply_of(one)) for one in page],
        "themes": list(found.themes.select_related("reply").annotate(n=Count("remarks"))),
        "parts": [(part.key, str(part.heading)) for part in found.parts.all()],
        "stances": Stance.choices,
        "chosen": {name: request.GET.get(name, "") for name in ("part", "stance", "theme", "state")},
        "at_once": MOST_AT_ONCE,
        "left": unanswered(found.remarks.all()).count(),
        "query": query.urlencode(),
    }
    return render(request, "consultations/bench.html", context)


def _seen(request: Request, shown: Any) -> dict[int, int | None]:
    """Return the chosen comments with the group in which each was seen ("12:3", "12:"); all that are shown if she says
    so, where they are now: there is no page on which she has seen them.
    """
    if "all" in request.POST:
        return dict(shown.order_by("pk").values_list("pk", "theme")[: MOST_AT_ONCE + 1])
    found: dict[int, int | None] = {}
    for one in request.POST.getlist("remark"):
        pk, _sep, theme = one.partition(":")
        if pk.isdigit() and len(pk) < LONGEST_ID and (not theme or (theme.isdigit() and len(theme) < LONGEST_ID)):
            found[int(pk)] = int(theme) if theme else None
    return found


def _group(request: Request, found: Consultation) -> HttpResponse:
    form, seen = GroupForm(request.POST, consultation=found), _seen(request, _narrow(request, found))
    again = see_other(request.get_full_path())
    if not form.is_valid():
        messages.error(request, _("That group is not there any more. Nothing was moved; choose another."))
        return again
    data = form.cleaned_data
    out = "out" in request.POST
    if not seen or not (out or data["theme"] or data["title"]):
        messages.info(request, _("Choose the comments, then a group or a name for a new one. Nothing was moved."))
        return again
    language = (get_language() or "fi").split("-")[0]
    title = Text({language: data["title"]}) if data["title"] and not data["theme"] and not out else None
    try:
        moved, stayed = actions.group(
            request.actor, found, seen=seen, theme=None if out else data["theme"], title=title
        )
    except Refused as refusal:
        messages.error(request, refusal.message)
        return again
    words = ngettext("%(count)d comment was moved.", "%(count)d comments were moved.", moved)
    messages.success(request, words % {"count": moved})
    if stayed:
        words = ngettext(
            "%(count)d had been moved by somebody else meanwhile and stayed there.",
            "%(count)d had been moved by somebody else meanwhile and stayed there.",
            stayed,
        )
        messages.info(request, words % {"count": stayed})
    return again


def _back(found: Consultation) -> str:
    return reverse("consultations:bench", args=[found.slug])


@login_required
@require_http_methods(["GET", "POST"])
def theme(request: Request, pk: int) -> HttpResponse:
    """Answer a group once for all its comments."""
    rows = Theme.objects.visible_to(request.actor).select_related("consultation__organisation", "reply")
    found = get_object_or_404(rows, pk=pk)
    demand(request, "consultations.reply_theme", found)
    reply = getattr(found, "reply", None)
    form = ReplyForm(posted(request), initial={"verdict": reply.verdict, "text": reply.text} if reply else {})
    if attempt(form, lambda data: actions.reply_theme(request.actor, found, **data)):
        messages.success(request, _("Saved. It is published with the summary."))
        return see_other(_back(found.consultation))
    remarks = list(found.remarks.given().select_related("organisation", "person", "part").order_by("pk")[:PER_PAGE])
    more = {"remarks": remarks, "back": _back(found.consultation), "lead": str(found.title)}
    return form_page(request, form, found.consultation, _("Answer the group"), _("Save the answer"), **more)


@login_required
@require_http_methods(["GET", "POST"])
def remark(request: Request, pk: int) -> HttpResponse:
    """Answer one comment by itself."""
    rows = Remark.objects.visible_to(request.actor).select_related(
        "consultation__organisation", "own_reply", "organisation", "person", "part"
    )
    found = get_object_or_404(rows, pk=pk)
    demand(request, "consultations.reply_remark", found)
    reply = getattr(found, "own_reply", None)
    form = ReplyForm(posted(request), initial={"verdict": reply.verdict, "text": reply.text} if reply else {})
    if attempt(form, lambda data: actions.reply_remark(request.actor, found, **data)):
        messages.success(request, _("Saved. It is published with the summary."))
        return see_other(_back(found.consultation))
    more = {"remarks": [found], "back": _back(found.consultation)}
    return form_page(request, form, found.consultation, _("Answer the comment"), _("Save the answer"), **more)
