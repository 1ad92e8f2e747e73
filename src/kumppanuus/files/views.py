"""Giving a file to those who may see it, in a way that it can do nothing here."""

from __future__ import annotations

import uuid

from django.http import FileResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from kumppanuus.core.requests import Request
from kumppanuus.files.models import File

POLICY = "sandbox; default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'"


@require_safe
def download(request: Request, uuid: uuid.UUID) -> HttpResponseBase:
    """Give the content: pictures to be shown, everything else to be saved; nothing in it can run here."""
    return give(request, get_object_or_404(File.objects.visible_to(request.actor), uuid=uuid))


def give(request: Request, found: File) -> HttpResponseBase:
    """Give the content of a file to a reader of whom the caller knows that she may read it."""
    if found.removed_at is not None or not found.stored:
        return render(request, "files/removed.html", status=410)
    response = FileResponse(
        found.stored.open("rb"),
        as_attachment=not found.is_image,
        filename=found.name,
        content_type=found.content_type,
    )
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["Cache-Control"] = "private, max-age=300"
    return response
