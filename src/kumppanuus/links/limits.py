"""Rate limits in fixed windows, counted in the database, so that all processes share them and none is lost."""

from __future__ import annotations

import datetime as dt
import hashlib
import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from kumppanuus.core.actions import Refused
from kumppanuus.core.actors import system
from kumppanuus.links.actions import tally


class TooMany(Refused):
    """Too many tries from one address. `wait` is the number of seconds until the next window."""

    status = 429

    def __init__(self, wait: int) -> None:
        self.wait = wait
        minutes = max(1, -(-wait // 60))
        super().__init__(
            _(
                "There have been many tries from your address in a short time. Nothing is lost. "
                "Try again in %(minutes)d min."
            )
            % {"minutes": minutes}
        )


def address_of(request: HttpRequest) -> str:
    """Return the network address of the reader; behind a trusted proxy, the one that the proxy saw."""
    forwarded = request.headers.get("x-forwarded-for", "") if settings.SECURE_PROXY_SSL_HEADER else ""
    return forwarded.rpartition(",")[2].strip() or str(request.META.get("REMOTE_ADDR", ""))


def count(request: HttpRequest, name: str, *, most: int, seconds: int) -> int:
    """Count one try of `name` from the reader's address. Raises TooMany beyond `most` tries in the window.

    Only a keyed digest of the address is kept, and only for the window.
    """
    now = int(time.time())
    window, wait = now // seconds, seconds - now % seconds
    digest = hashlib.sha256(f"{settings.SECRET_KEY}:{address_of(request)}".encode()).hexdigest()[:24]
    key = f"{name}:{seconds}:{window}:{digest}"
    ends = dt.datetime.fromtimestamp((window + 1) * seconds, dt.UTC)
    tries = tally(system("limits"), None, key=key, ends=ends)
    if tries > most:
        raise TooMany(wait)
    return tries


def limited(
    name: str, *, most: int, seconds: int, methods: tuple[str, ...] = ("POST",)
) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Decorate a view: more than `most` requests of the methods in a window answer 429 with a page."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            try:
                if request.method in methods:
                    count(request, name, most=most, seconds=seconds)
                return view(request, *args, **kwargs)
            except TooMany as exc:
                return too_many(request, exc)

        return inner

    return decorate


def too_many(request: HttpRequest, problem: TooMany) -> HttpResponse:
    """Return the page for too many tries."""
    response = render(request, "links/too_many.html", {"message": problem.message}, status=429)
    response.headers["Retry-After"] = str(problem.wait)
    return response
