"""A practice's page, and the page of each of its versions."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from kumppanuus.core.pieces import kept
from kumppanuus.core.requests import Request, see_other
from kumppanuus.files.views import give
from kumppanuus.practices.documents import FORMS
from kumppanuus.practices.documents.fields import lines_of
from kumppanuus.practices.documents.plain import language_of
from kumppanuus.practices.forking import behind
from kumppanuus.practices.models import (
    CREDITED,
    Attachment,
    Developer,
    Inclusion,
    Practice,
    PracticeVersion,
    Template,
)
from kumppanuus.practices.views import shown
from kumppanuus.practices.views.common import get_practice, get_version, may

VERBS = (
    *("describe", "draft", "withdraw", "reopen", "invite", "request", "offer", "take_over", "decline_offer"),
    *("include", "adopt"),
)


@require_safe
def practice(request: Request, slug: str) -> HttpResponse:
    """Show a practice: the version in force as a stranger reads it, then who uses and writes it. Without a published
    version whoever writes it is led to the draft. Four queries signed out, eleven after any event.
    """
    found = get_practice(request, slug)
    if found.current is None:
        return redirect("practices:edit", slug)
    current = found.current
    pieces = kept(f"practice:{found.pk}", lambda: shown.practice(found, current), minutes=shown.MINUTES)
    draft = getattr(found, "draft_number", None)
    context = {
        "practice": found,
        "version": current,
        "shown": pieces,
        "numbers": [*([draft] if draft else []), *pieces["numbers"]],
        "draft": draft,
        "own_adoption": pieces["adopters"].get(request.actor.organisation_id),
        "may_redact": request.actor.person_id is not None and request.actor.may("activity.redact", found),
        "inclusions": _inclusions(request, found),
        "may": may(request, found, *VERBS),
        "may_fork": request.actor.may("practices.fork", current),
        "behind": behind(found, current.upstream),
        **_people(request, found),
    }
    return render(request, "practices/practice.html", context)


def _people(request: Request, found: Practice) -> dict[str, Any]:
    rows = Developer.objects.visible_to(request.actor).filter(practice=found).select_related("organisation", "person")
    developers = list(rows)
    for one in developers:
        one.practice = found
    return {
        "developers": [one for one in developers if one.state in CREDITED],
        "asked": [one for one in developers if one.state in {"invited", "asked"}],
        "can": {one.pk: may(request, one, "accept", "end") for one in developers},
    }


def _inclusions(request: Request, found: Practice) -> list[tuple[Inclusion, dict[str, bool]]]:
    rows = Inclusion.objects.visible_to(request.actor).filter(practice=found).select_related("collection").distinct()
    made = []
    for one in rows:
        one.practice = found
        made.append((one, may(request, one, "remove")))
    return made


@require_safe
def version(request: Request, slug: str, number: int) -> HttpResponse:
    """Show a version at its permanent address; a draft leads to where it is written."""
    found = get_version(request, slug, number)
    if found.is_draft:
        return see_other(reverse("practices:edit", args=[slug]))
    consult = may(request, found, "consult")["consult"]
    body = kept(f"version:{found.pk}:{consult}", lambda: shown.version(found, consult=consult), minutes=shown.MINUTES)
    context = {"version": found, "practice": found.practice, "body": body}
    return render(request, "practices/version.html", context)


@require_safe
def compare(request: Request, slug: str, number: int, other: int) -> HttpResponse:
    """Show what changed from one version to another, section by section and word by word."""
    before, after = get_version(request, slug, number), get_version(request, slug, other)
    if before.is_draft or after.is_draft:
        body = shown.compared(before, after)  # saving a draft leaves no event
    else:
        body = kept(f"compared:{before.pk}:{after.pk}", lambda: shown.compared(before, after))
    rows = PracticeVersion.objects.visible_to(request.actor).filter(practice=after.practice_id).order_by("-number")
    context = {
        "practice": after.practice,
        "before": before,
        "after": after,
        "body": body,
        "numbers": list(rows.values_list("number", flat=True)),
    }
    return render(request, "practices/compare.html", context)


@require_safe
def choose(request: Request, slug: str) -> HttpResponse:
    """Lead from a choice of two versions to what changed between them."""
    numbers = [request.GET.get(name, "") for name in ("from", "to")]
    if not all(one.isdigit() and len(one) < 6 for one in numbers):
        raise Http404
    return redirect("practices:compare", slug, *map(int, numbers))


@require_safe
def document(request: Request, slug: str, number: int, fmt: str) -> HttpResponse:
    """Give a version as PDF, DOCX, Markdown or JSON; a draft says that it is one."""
    found = get_version(request, slug, number)
    if fmt not in FORMS:
        raise Http404
    kind, make = FORMS[fmt]
    response = HttpResponse(make(found), content_type=kind)
    shown = "inline" if fmt == "pdf" else "attachment"
    response["Content-Disposition"] = f'{shown}; filename="{slug}-v{number}.{fmt}"'
    if found.is_draft:
        response["Cache-Control"] = "private, no-store"
    return response


@require_safe
def take_out(request: Request, slug: str, number: int) -> HttpResponse:
    """Show a version field by field, each with a button that copies it, as Innokylä asks for them."""
    found = get_version(request, slug, number)
    language = language_of(found)
    context = {
        "practice": found.practice,
        "version": found,
        "lines": lines_of(found, language),
        "language": language,
        "several": len(found.name) > 1,
    }
    return render(request, "practices/take_out.html", context)


@require_safe
def attachment(request: Request, pk: int) -> HttpResponseBase:
    """Give a file to whoever may read its version."""
    found = get_object_or_404(Attachment.objects.select_related("file", "version__practice"), pk=pk)
    get_version(request, found.version.practice.slug, found.version.number)
    return give(request, found.file)


@require_safe
def template(request: Request, code: str) -> HttpResponse:
    """Show the headings of a template with their help."""
    found = get_object_or_404(Template.objects.visible_to(request.actor).select_related("space"), code=code)
    shown = found.versions.exclude(status="draft").order_by("-number").first()
    context: dict[str, Any] = {
        "template": found,
        "version": shown,
        "fields": list(shown.fields.all()) if shown else [],
    }
    context["may_edit"] = found.space is not None and request.actor.may("practices.begin_template", found.space)
    return render(request, "practices/template.html", context)
