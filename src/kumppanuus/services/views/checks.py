"""Confirming and correcting from an e-mail link, and what needs confirming. A GET never changes anything."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kumppanuus.core.actions import Refused
from kumppanuus.core.requests import Request, posted, see_other
from kumppanuus.links.limits import limited
from kumppanuus.links.models import Link
from kumppanuus.links.resolve import LinkProblem, actor_for, follow, problem_page
from kumppanuus.services import actions
from kumppanuus.services.actions.checks import CONFIRM, CORRECT
from kumppanuus.services.lines import also_there, label_of, lines_of, values_of
from kumppanuus.services.models import Service, Status, Suggestion
from kumppanuus.services.upkeep_forms import LineForm

TRIES = {"most": 240, "seconds": 600, "methods": ("GET", "POST")}


def _opened(token: str, purpose: str) -> tuple[Link, Service] | LinkProblem:
    """Return the link and the public entry that it opens, or what is wrong."""
    link = follow(token, purpose)
    if not isinstance(link, Link):
        return link
    rows = Service.objects.exclude(status=Status.DRAFT).select_related("organisation")
    service = rows.filter(pk=link.target_id).first()
    return (link, service) if service else LinkProblem.UNKNOWN


@require_http_methods(["GET", "HEAD", "POST"])
@limited("services.links", **TRIES)  # type: ignore[arg-type]
def confirm_by_link(request: Request, token: str) -> HttpResponse:
    """Show the entry in plain text with one button: it is still right."""
    found = _opened(token, CONFIRM)
    if isinstance(found, LinkProblem):
        return problem_page(request, found)
    link, service = found
    if request.method == "POST":
        actions.confirm(actor_for(link), service)
        messages.success(request, _("Thank you. Readers see that it was right today."))
        return see_other(service.get_absolute_url())
    context = {"service": service, "lines": lines_of(service), "ended": service.status == Status.ENDED}
    return render(request, "services/confirm_by_link.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@limited("services.links", **TRIES)  # type: ignore[arg-type]
def correct_by_link(request: Request, token: str) -> HttpResponse:
    """Show each line with "correct" beside it; the last button says that everything else is right."""
    found = _opened(token, CORRECT)
    if isinstance(found, LinkProblem):
        return problem_page(request, found)
    link, service = found
    if request.method == "POST":
        actions.confirm(actor_for(link), service)
        messages.success(request, _("Thank you. Readers see that it was right today."))
        return see_other(service.get_absolute_url())
    context = {
        "service": service,
        "token": token,
        "lines": lines_of(service),
        "held": Suggestion.objects.visible_to(actor_for(link)).waiting(),
        "ended": service.status == Status.ENDED,
    }
    return render(request, "services/correct_by_link.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@limited("services.links", **TRIES)  # type: ignore[arg-type]
def correct_line(request: Request, token: str, line: str) -> HttpResponse:
    """Correct one line."""
    found = _opened(token, CORRECT)
    if isinstance(found, LinkProblem):
        return problem_page(request, found)
    link, service = found
    back = reverse("services:correct_by_link", args=[token])
    try:
        form = LineForm(posted(request), line=line, values=values_of(service, line))
    except LookupError:
        messages.warning(request, _("That line has been changed meanwhile. These are the lines now."))
        return see_other(back)
    if form.is_valid():
        try:
            made = actions.correct(
                actor_for(link), service, line=line, values=form.given(), was=form.cleaned_data["was"]
            )
        except Refused as exc:
            form.add_error(None, exc.message)
        else:
            now = _("It is corrected, and readers see it. The organisation's editors are told.")
            held = _("Thank you. The organisation's editor looks at it before it is shown.")
            same = _("Thank you. It is marked as right today.")
            messages.success(request, same if made is None else now if made.at_once else held)
            return see_other(back)
    context: dict[str, Any] = {"service": service, "form": form, "back": back, "label": label_of(line)}
    context["also"] = also_there(service, line)
    return render(request, "services/correct_line.html", context, status=422 if form.errors else 200)


@require_http_methods(["POST"])
def remind(request: Request, slug: str) -> HttpResponse:
    """Send the reminder of one entry now."""
    service = get_object_or_404(Service.objects.visible_to(request.actor).select_related("organisation"), slug=slug)
    actions.remind(request.actor, service)
    messages.success(request, _("The reminder is on its way."))
    return see_other(reverse("services:needs"))
