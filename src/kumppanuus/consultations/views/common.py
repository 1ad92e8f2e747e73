"""What the pages of this app share."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from kumppanuus.consultations.models import Consultation
from kumppanuus.core.requests import Request, demand


def get_round(request: Request, slug: str, permission: str = "") -> Consultation:
    """Return the round. 404 if not visible, 403 if not allowed."""
    rows = Consultation.objects.visible_to(request.actor).select_related("organisation", "area")
    found = get_object_or_404(rows, slug=slug)
    if permission:
        demand(request, f"consultations.{permission}", found)
    return found


def form_page(
    request: Request, form: Any, found: Consultation | None, heading: Any, submit: Any, **more: Any
) -> HttpResponse:
    """Show a form about a round."""
    context = {"form": form, "round": found, "heading": heading, "submit": submit, **more}
    status = 422 if form.errors else 200
    return render(request, "consultations/form.html", context, status=status)
