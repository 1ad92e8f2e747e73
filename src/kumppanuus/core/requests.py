"""The request that views get."""

from __future__ import annotations

from django.http import HttpRequest

from kumppanuus.core.actors import Actor


class Request(HttpRequest):
    """A request with who asks: `actor` is set by the middleware `organisations.middleware.acting`."""

    actor: Actor
