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
from kumppanuus.organisations.models import organisations_of
from kumppanuus.practices.documents import FORMS
from kumppanuus.practices.documents.fields import lines_of
from kumppanuus.practices.documents.plain import language_of
from kumppanuus.practices.models import (
    CREDITED,
    Attachment,
    Practice,
    PracticeVersion,
    Template,
    caring_spaces,
    held_posts,
)
from kumppanuus.practices.views import shown
from kumppanuus.practices.views.common import get_practice, get_version, may

VERBS_OF_STRANGERS = ("request", "adopt")
VERBS = (
    *("describe", "draft", "withdraw", "reopen", "invite", "offer", "take_over", "decline_offer", "include"),
    *VERBS_OF_STRANGERS,
)


@require_safe
def practice(request: Request, slug: str) -> HttpResponse:
    """Show a practice: the version in force, who uses and writes it. Without a published version whoever writes it is
    led to the draft. One query signed out, eleven after any event.
    """
    read: list[shown.People] = []
    pieces = kept(f"practice:{slug}", lambda: shown.practice(slug, read), minutes=shown.MINUTES)
    if pieces is None:
        get_practice(request, slug)
        return redirect("practices:edit", slug)
    found: Practice = pieces["practice"]
    near = _is_near(request, pieces)
    inside = near and pieces["inside"].intersection(organisations_of(request.actor))
    draft = pieces["draft"] if inside else None
    context = {
        "practice": found,
        "version": found.current,
        "shown": pieces,
        "numbers": [draft, *pieces["numbers"]] if draft else pieces["numbers"],
        "draft": draft,
        "own_adoption": pieces["adopters"].get(request.actor.organisation_id),
        "may": may(request, found, *(VERBS if near else VERBS_OF_STRANGERS)),
        "may_fork": request.actor.may("practices.fork", found.current),
        "behind": pieces["behind"],
        "near": near,
    }
    if near:
        context |= _people(request, read[0] if read else shown.people(found))
    return render(request, "practices/practice.html", context)


def _is_near(request: Request, pieces: dict[str, Any]) -> bool:
    """Say whether the reader may see or do more with a practice than any member of any organisation: a member of who
    owns or develops it, or was asked to, or somebody who cares for collections. Two queries at most, none signed out.
    """
    actor = request.actor
    if not actor.person_id:
        return False
    return bool(pieces["parties"].intersection(organisations_of(actor)) or caring_spaces(actor) or held_posts(actor))


def _people(request: Request, people: shown.People) -> dict[str, Any]:
    """Return who develops a practice and where it stands, as the reader may see it and with what she may do."""
    actor = request.actor
    developers = [one for one in people.developers if actor.may("practices.view_developer", one)]
    inclusions = [one for one in people.inclusions if actor.may("practices.view_inclusion", one)]
    return {
        "developers": [one for one in developers if one.state in CREDITED],
        "asked": [one for one in developers if one.state in {"invited", "asked"}],
        "can": {one.pk: may(request, one, "accept", "end") for one in developers},
        "inclusions": [(one, may(request, one, "remove")) for one in inclusions],
    }


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
