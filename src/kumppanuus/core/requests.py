"""The request that views get, and the two things that most of them do with it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from kumppanuus.core.actors import Actor


class Request(HttpRequest):
    """A request with who asks: `actor` is set by the middleware `organisations.middleware.acting`."""

    actor: Actor


def demand(request: Request, permission: str, obj: Any = None) -> None:
    """Raise PermissionDenied (page 403) unless the reader has the permission; for pages that lead to an action."""
    if not request.actor.may(permission, obj):
        raise PermissionDenied(permission)


def see_other(address: str) -> HttpResponse:
    """Redirect after a change (303), so that reloading does not repeat it."""
    response = HttpResponseRedirect(address)
    response.status_code = 303
    return response
