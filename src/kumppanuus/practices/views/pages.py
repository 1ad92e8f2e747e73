"""A practice's page, and the page of each of its versions."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from kumppanuus.core.requests import Request, see_other
from kumppanuus.practices.models import PracticeVersion
from kumppanuus.practices.reading import citation, credits, read
from kumppanuus.practices.views.common import get_practice, get_version, may

VERBS = ("describe", "draft", "withdraw", "reopen", "invite", "request", "offer", "take_over", "include", "adopt")


@require_safe
def practice(request: Request, slug: str) -> HttpResponse:
    """Show a practice: the version in force as a stranger reads it, then who uses and writes it. Without a published
    version whoever writes it is led to the draft.
    """
    found = get_practice(request, slug)
    if found.current is None:
        return redirect("practices:edit", slug)
    versions = list(PracticeVersion.objects.visible_to(request.actor).filter(practice=found).order_by("-number"))
    context = {
        **_read(found.current),
        "practice": found,
        "versions": versions,
        "draft": next((one for one in versions if one.is_draft), None),
        "may": may(request, found, *VERBS),
    }
    return render(request, "practices/practice.html", context)


def _read(version: PracticeVersion) -> dict[str, object]:
    return {
        "version": version,
        "reading": read(version, written_only=True),
        "citation": citation(version.practice, version),
        "credits": credits(version),
    }


@require_safe
def version(request: Request, slug: str, number: int) -> HttpResponse:
    """Show a version at its permanent address; a draft leads to where it is written."""
    found = get_version(request, slug, number)
    if found.is_draft:
        return see_other(reverse("practices:edit", args=[slug]))
    later = PracticeVersion.objects.filter(practice=found.practice_id, number__gt=found.number).exclude(status="draft")
    context = {**_read(found), "practice": found.practice, "later": later.order_by("-number").first()}
    return render(request, "practices/version.html", context)
