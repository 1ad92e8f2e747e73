"""What the pages of this app share: getting things through what the reader may see, and the page of a form."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, OuterRef, Subquery
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from kumppanuus.core.requests import Request, demand
from kumppanuus.core.versions import VersionStatus
from kumppanuus.practices.models import Practice, PracticeVersion


def get_practice(request: Request, slug: str, permission: str = "") -> Practice:
    """Return the practice with its owner and the version in force. 404 if not visible, 403 if not allowed."""
    rows = Practice.objects.visible_to(request.actor).select_related(
        *("owner", "current__template", "current__upstream", "post"),
        *("forked_from__practice__owner", "forked_from__practice__current"),
    )
    made = (
        Practice.objects.listed()
        .filter(forked_from__practice=OuterRef("pk"))
        .order_by()
        .values("forked_from__practice")
    )
    rows = rows.annotate(made_from_it=Subquery(made.annotate(n=Count("pk")).values("n")))
    if request.actor.person_id:
        drafts = PracticeVersion.objects.visible_to(request.actor).filter(practice=OuterRef("pk"))
        rows = rows.annotate(draft_number=Subquery(drafts.filter(status=VersionStatus.DRAFT).values("number")[:1]))
    found = get_object_or_404(rows, slug=slug)
    if found.current is not None:
        found.current.practice = found
    if permission:
        demand(request, f"practices.{permission}", found)
    return found


def get_version(request: Request, slug: str, number: int) -> PracticeVersion:
    """Return a version that the reader may see, or raise Http404."""
    rows = PracticeVersion.objects.visible_to(request.actor).select_related("practice__owner", "template__template")
    return get_object_or_404(rows, practice__slug=slug, number=number)


def get_draft(request: Request, slug: str, permission: str = "write") -> PracticeVersion:
    """Return the draft of a practice. 404 if there is none or it is not visible, 403 if not allowed."""
    rows = PracticeVersion.objects.visible_to(request.actor).select_related(
        "practice__owner", "practice__current", "practice__space", "template__template"
    )
    found = rows.filter(practice__slug=slug, status=VersionStatus.DRAFT).first()
    if found is None:
        raise Http404
    demand(request, f"practices.{permission}", found)
    return found


def may(request: Request, obj: Any, *verbs: str) -> dict[str, bool]:
    """Return what the reader may do with a thing."""
    return {verb: request.actor.may(f"practices.{verb}", obj) for verb in verbs}


def form_page(request: Request, form: Any, back: Any, heading: str, submit: str, **more: Any) -> HttpResponse:
    """Show a form; `back` is the thing it is about, `draft` that one comes from writing it, `above` the name and the
    address of the page that one comes from otherwise.
    """
    _name, above = more.get("above", ("", ""))
    written = reverse("practices:edit", args=[back.slug]) if more.get("draft") else ""
    context = {
        "form": form,
        "of": back,
        "back": above or written or back.get_absolute_url(),
        "heading": heading,
        "submit": submit,
        **more,
    }
    return render(request, "practices/form.html", context, status=422 if form.errors else 200)
