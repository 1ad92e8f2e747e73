"""What every page knows: the name of the site, the languages with this page's address in each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from kumppanuus.ui.components.frame import in_language
from kumppanuus.ui.languages import INTERFACE, OWN_NAMES

PRODUCT = "Kumppanuuspöytä"
Provider = Callable[[HttpRequest], dict[str, Any]]

_providers: list[Provider] = []


def register(provider: Provider) -> Provider:
    """Let a higher app add to every page. It must cost nothing for visitors (cache per process).

    The frame reads: `site_name` (Text or str), `home_url`, `acting_for` (name of the organisation that a
    signed-in person acts for, or "" for herself), `work_count` (what waits for her).
    """
    _providers.append(provider)
    return provider


def page(request: HttpRequest) -> dict[str, Any]:
    """Return the page frame's own values and what higher apps registered."""
    actor = getattr(request, "actor", None)
    match = getattr(request, "resolver_match", None)
    whole = request.get_full_path()
    values: dict[str, Any] = {
        "site_name": PRODUCT,
        "home_url": f"/{(get_language() or 'fi').split('-')[0]}/",
        "SITE_URL": settings.SITE_URL,
        "signed_in": bool(actor is not None and actor.person_id),
        "section": match.app_name if match else "",
        "in_languages": [
            (code, OWN_NAMES[code], in_language(whole, code), in_language(request.path, code)) for code in INTERFACE
        ],
    }
    for provider in _providers:
        values |= provider(request)
    return values
