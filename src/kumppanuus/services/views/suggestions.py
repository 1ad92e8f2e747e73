"""Suggesting corrections and entries, and deciding on them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kumppanuus.core.actions import Refused
from kumppanuus.core.requests import Request, posted, see_other
from kumppanuus.links.limits import limited
from kumppanuus.links.models import Link
from kumppanuus.links.resolve import actor_for, follow, problem_page
from kumppanuus.organisations.models import Organisation, Role, acts_for
from kumppanuus.services import actions
from kumppanuus.services.actions.suggestions import STATE
from kumppanuus.services.lines import also_there, in_plain, label_of, lines_of, shared_places, values_of
from kumppanuus.services.models import Service, ServiceKind, Status, Suggestion, SuggestionKind, SuggestionState
from kumppanuus.services.upkeep_forms import DeclineForm, LineForm, Stranger, SuggestedEntryForm, SuggestForm

PAGE = 30
OFTEN: dict[str, Any] = {"most": 20, "seconds": 3600}


def _sent(
    request: Request, who: Stranger, send: Callable[[], tuple[Suggestion, str]], form: Any
) -> HttpResponse | None:
    """Send what was suggested and lead to its state; None when the form is to be shown. Machines are thanked only."""
    if who.is_machine:
        return see_other(reverse("services:services"))
    try:
        _made, token = send()
    except Refused as exc:
        form.add_error(None, exc.message)
        return None
    messages.success(request, _("Thank you. It was sent to those who keep the entry."))
    return see_other(reverse("services:suggestion", args=[token]))


def _open_entry(request: Request, slug: str) -> Service:
    rows = Service.objects.visible_to(request.actor).filter(status__in=(Status.PUBLISHED, Status.PAUSED))
    return get_object_or_404(rows.select_related("organisation"), slug=slug)


@require_http_methods(["GET", "HEAD", "POST"])
@limited("services.suggest", **OFTEN)
def suggest(request: Request, slug: str) -> HttpResponse:
    """Say in words what is wrong, or choose the line to correct."""
    service = _open_entry(request, slug)
    form = SuggestForm(posted(request), known=bool(request.actor.person_id))
    if form.is_valid():
        given = form.cleaned_data

        def send() -> tuple[Suggestion, str]:
            return actions.suggest(request.actor, service, words=given["words"], email=given.get("email", ""))

        if answer := _sent(request, form, send, form):
            return answer
    context = {"service": service, "form": form, "lines": [one for one in lines_of(service) if one.value]}
    return render(request, "services/suggest.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@limited("services.suggest", **OFTEN)
def suggest_line(request: Request, slug: str, line: str) -> HttpResponse:
    """Suggest how one line should be."""
    service = _open_entry(request, slug)
    back = reverse("services:suggest", args=[slug])
    try:
        form = LineForm(posted(request), line=line, values=values_of(service, line))
    except LookupError:
        return see_other(back)
    who = Stranger(posted(request), known=bool(request.actor.person_id))
    if form.is_valid() and who.is_valid():
        email = who.cleaned_data.get("email", "")

        def send() -> tuple[Suggestion, str]:
            return actions.suggest(request.actor, service, line=line, values=form.given(), email=email)

        if answer := _sent(request, who, send, form):
            return answer
    context = {"service": service, "form": form, "who": who, "back": back, "label": label_of(line)}
    context["also"] = also_there(service, line)
    return render(request, "services/suggest_line.html", context, status=422 if form.errors or who.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@limited("services.suggest", **OFTEN)
def suggest_entry(request: Request, organisation: str) -> HttpResponse:
    """Suggest an entry for an organisation."""
    owner = get_object_or_404(Organisation.objects.visible_to(request.actor), slug=organisation)
    form = SuggestedEntryForm(posted(request), known=bool(request.actor.person_id), initial={"area": owner.home_id})
    if form.is_valid():
        given = form.cleaned_data

        def send() -> tuple[Suggestion, str]:
            return actions.suggest_entry(
                request.actor, owner, fields=form.entry(), words=given["words"], email=given.get("email", "")
            )

        if answer := _sent(request, form, send, form):
            return answer
    context = {"organisation": owner, "form": form}
    return render(request, "services/suggest_entry.html", context, status=422 if form.errors else 200)


def told(one: Suggestion) -> dict[str, Any]:
    """Return what a page says of a suggestion."""
    if one.kind == SuggestionKind.ENTRY and one.service_id is None:
        given = one.after
        kind = dict(ServiceKind.choices).get(given.get("kind", ""), "")
        lines = [given.get(name, "") for name in ("summary", "times", "address", "phone")]
        return {"one": one, "title": given.get("name", ""), "kind": kind, "lines": [line for line in lines if line]}
    title = str(one.service.name) if one.service else str(one.organisation.name)
    shown = {"one": one, "title": title, "kind": one.get_kind_display(), "lines": []}
    if one.kind == SuggestionKind.LINE:
        shown |= {
            "label": label_of(one.line),
            "before": in_plain(one.line, one.before),
            "after": in_plain(one.line, one.after),
        }
    return shown


@require_safe
@limited("services.suggestion", most=120, seconds=600, methods=("GET",))
def suggestion(request: Request, token: str) -> HttpResponse:
    """Show who suggested it what became of it."""
    link = follow(token, STATE)
    if not isinstance(link, Link):
        return problem_page(request, link)
    rows = Suggestion.objects.visible_to(actor_for(link)).select_related("service", "organisation")
    return render(request, "services/suggestion.html", told(get_object_or_404(rows, pk=link.target_id)))


@login_required
@require_safe
def suggestions(request: Request) -> HttpResponse:
    """List what was suggested and corrected, what waits first, to whoever keeps the entries; and one's own."""
    rows = Suggestion.objects.visible_to(request.actor).select_related("service", "organisation")
    waits, rest = rows.filter(state=SuggestionState.WAITING), rows.exclude(state=SuggestionState.WAITING)
    page = Paginator(rest, PAGE).get_page(request.GET.get("page"))

    def able(one: Suggestion) -> dict[str, Any]:
        """Whoever sees one that is not her own, or acts for its organisation as an editor, decides on it."""
        decides = one.person_id != request.actor.person_id or acts_for(request.actor, one.organisation_id, Role.EDITOR)
        stands = one.state == SuggestionState.ACCEPTED and one.kind == SuggestionKind.LINE
        return told(one) | {"decides": decides, "undo": stands}

    first = list(waits[:PAGE])
    shared = shared_places((one.service, one.line) for one in first if one.service)
    context = {
        "waiting": [able(one) | {"also": shared.get((one.service_id or 0, one.line), 0)} for one in first],
        "page": page,
        "decided": [able(one) for one in page],
    }
    return render(request, "services/suggestions.html", context)


def _to_decide(request: Request, pk: int) -> Suggestion:
    rows = Suggestion.objects.visible_to(request.actor).select_related("organisation", "service")
    return get_object_or_404(rows, pk=pk)


@login_required
@require_POST
def accept_suggestion(request: Request, pk: int) -> HttpResponse:
    """Take it over."""
    actions.accept_suggestion(request.actor, _to_decide(request, pk))
    messages.success(request, _("It is taken over, and whoever suggested it is told."))
    return see_other(reverse("services:suggestions"))


@login_required
@require_http_methods(["GET", "POST"])
def decline_suggestion(request: Request, pk: int) -> HttpResponse:
    """Say no, with a reason."""
    found = _to_decide(request, pk)
    form = DeclineForm(posted(request))
    if form.is_valid():
        actions.decline_suggestion(request.actor, found, **form.cleaned_data)
        messages.success(request, _("It is declined, and whoever suggested it gets your reason."))
        return see_other(reverse("services:suggestions"))
    context = told(found) | {"form": form}
    return render(request, "services/decline.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def undo_correction(request: Request, pk: int) -> HttpResponse:
    """Put back what stood there."""
    actions.undo_correction(request.actor, _to_decide(request, pk))
    messages.success(request, _("It says again what it said before."))
    return see_other(reverse("services:suggestions"))
