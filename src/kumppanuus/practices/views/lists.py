"""The list of practices, its files and feed, and the reader's own."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kumppanuus.core.requests import Request
from kumppanuus.organisations.models import Role, acts_for
from kumppanuus.practices.forms import FilterForm
from kumppanuus.practices.models import Practice

PER_PAGE = 30


@require_safe
def practices(request: Request) -> HttpResponse:
    """List what is published, the last published first, with filters."""
    form = FilterForm(request.GET)
    rows = Practice.objects.visible_to(request.actor).listed().select_related("owner", "current")
    page = Paginator(form.narrow(rows), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page_obj": page,
        "may_create": acts_for(request.actor, request.actor.organisation_id, Role.EDITOR),
    }
    return render(request, "practices/practices.html", context)


@login_required
@require_safe
def mine(request: Request) -> HttpResponse:
    """List what the reader's organisations write: drafts first."""
    rows = Practice.objects.written_by(request.actor).select_related("owner", "current").prefetch_related("versions")
    found = [(one, next((v for v in one.versions.all() if v.is_draft), None)) for one in rows.distinct()]
    found.sort(key=lambda pair: pair[1] is None)
    return render(request, "practices/mine.html", {"rows": found})
