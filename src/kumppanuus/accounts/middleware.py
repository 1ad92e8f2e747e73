"""Nobody contributes before having accepted the terms in force. Costs nothing on pages that are only read."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from kumppanuus.accounts.terms import TERMS_VERSION
from kumppanuus.core.requests import see_other

SESSION_KEY = "terms"
SAFE = ("GET", "HEAD", "OPTIONS")
# What may be done before: signing in and out, accepting, stopping mail, choosing the language.
OPEN = ("account", "me/welcome", "me/data", "me/erase", "notices/stop", "act-for")


def terms_first(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: a change by a signed-in person who has not accepted the terms leads to them first."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.method in SAFE or _is_open(request.path) or has_accepted(request):
            return get_response(request)
        back = request.headers.get("referer", "")
        return see_other(f"{reverse('accounts:welcome')}?{urlencode({'next': back})}")

    return middleware


def has_accepted(request: HttpRequest) -> bool:
    """Say whether there is nothing to accept: nobody is signed in, or the version in force was accepted."""
    if request.session.get(SESSION_KEY) == TERMS_VERSION or not request.user.is_authenticated:
        return True
    if request.user.terms_version != TERMS_VERSION:
        return False
    request.session[SESSION_KEY] = TERMS_VERSION
    return True


def _is_open(path: str) -> bool:
    _empty, _language, *rest = path.split("/", 2)
    return bool(rest) and rest[0].startswith(OPEN)
