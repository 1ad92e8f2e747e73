"""Pieces of pages that look the same to everyone with the same rights, kept until anything happens.

Every change that shows leaves an event, so the newest event is the version of everything: a piece is kept under it,
under the day (what is late, who holds a post) and the language, and for ten minutes at most.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.core.cache import cache
from django.utils import timezone
from django.utils.translation import get_language

from kumppanuus.core.asking import rows

KEPT_SECONDS = 600
T = TypeVar("T")


def version() -> int:
    """Return what changes whenever anything happens. One query."""
    newest: int | None = rows("SELECT MAX(id) FROM activity_event")[0][0]
    return newest or 0


def kept(name: str, make: Callable[[], T]) -> T:
    """Return what `make` gives, made once until anything happens.

    `name` must say all that the piece depends on besides what is recorded: the thing, the order, and each right of the
    reader that shows in it ("mirror:12:gap:can_agree"). Readers with the same name are shown the very same piece.
    """
    key = f"piece:{name}:{get_language()}:{timezone.localdate():%Y%m%d}:{version()}"
    found: T | None = cache.get(key)
    if found is None:
        found = make()
        cache.set(key, found, KEPT_SECONDS)
    return found
