"""The request that views get, and what most of them do with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import urlsplit

from django.core.exceptions import PermissionDenied
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse

from kumppanuus.core.actions import Refused
from kumppanuus.core.actors import Actor

T = TypeVar("T")


class Request(HttpRequest):
    """A request with who asks: `actor` is set by the middleware `organisations.middleware.acting`."""

    actor: Actor


def demand(request: Request, permission: str, obj: Any = None) -> None:
    """Raise PermissionDenied (page 403) unless the reader has the permission; for pages that lead to an action."""
    if not request.actor.may(permission, obj):
        raise PermissionDenied(permission)


def attempt(form: BaseForm, act: Callable[[dict[str, Any]], T], *, field: str | None = None) -> T | None:
    """Do the action with what a valid form holds; what it refuses is said on the form, or beside its `field`.

    Returns what the action returns, or None when the form is to be shown. Raises PermissionDenied as actions do.
    """
    if not form.is_valid():
        return None
    try:
        return act(form.cleaned_data)
    except Refused as refusal:
        form.add_error(field, str(refusal.message))
        return None


def path_of(address: str) -> str:
    """Return the path of an address that somebody wrote; "" where it is none ("http://[::1")."""
    try:
        return urlsplit(address).path
    except ValueError:
        return ""


def see_other(address: str) -> HttpResponse:
    """Redirect after a change (303), so that reloading does not repeat it."""
    response = HttpResponseRedirect(address)
    response.status_code = 303
    return response


def posted(request: HttpRequest) -> QueryDict | None:
    """Return what a form is bound to: the posted data, also when empty, or None when the page is only read."""
    return request.POST if request.method == "POST" else None


def addresses(name: str, *args: Any) -> Callable[[str], str]:
    """Return what writes the addresses of a list's rows from their slugs: resolving each would cost more than the
    rest of its row. `args` are what stands before the slug.
    """
    head, _slug, tail = reverse(name, args=[*args, "SLUG"]).rpartition("SLUG")
    return lambda slug: f"{head}{slug}{tail}"
