"""What every page knows: the languages with this page's address in each."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def page(request: HttpRequest) -> dict[str, Any]:
    """Return the page frame's own values."""
    return {"LANGUAGES": settings.LANGUAGES, "SITE_URL": settings.SITE_URL}
