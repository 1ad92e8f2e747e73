"""Pieces of pages that look the same to everyone signed out, kept until anything happens.

Every change that shows leaves an event, so the newest event is the version of everything: a piece is kept under it,
under the day (what is late, who holds a post) and the language, and for ten minutes at most.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.core.cache import cache
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import get_language

from kumppanuus.activity.models import Event
from kumppanuus.core.actors import Actor

KEPT_SECONDS = 600
T = TypeVar("T")


def version() -> int:
    """Return what changes whenever anything happens. One query."""
    newest: int | None = Event.objects.aggregate(newest=Max("pk"))["newest"]
    return newest or 0


def kept(actor: Actor, name: str, make: Callable[[], T]) -> T:
    """Return what `make` gives; for a visitor it is made once until anything happens.

    `name` names the piece with all it depends on besides ("mirror:12:gap"). For anyone else it is made anew.
    """
    if not actor.is_visitor:
        return make()
    key = f"piece:{name}:{get_language()}:{timezone.localdate():%Y%m%d}:{version()}"
    found: T | None = cache.get(key)
    if found is None:
        found = make()
        cache.set(key, found, KEPT_SECONDS)
    return found
