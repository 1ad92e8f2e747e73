"""Pieces of pages that look the same to everyone with the same rights, kept until anything happens.

Every change that shows leaves an event, so the newest event is the version of everything: a piece is kept under it,
under the day (what is late, who holds a post) and the language, and for ten minutes at most. The app that records
events says at start how to ask for the newest.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.core.cache import cache
from django.utils import timezone
from django.utils.translation import get_language

KEPT_SECONDS = 600
T = TypeVar("T")
_newest: list[Callable[[], int]] = []


def versioned_by(newest: Callable[[], int]) -> Callable[[], int]:
    """Register the function that returns what changes whenever anything happens."""
    _newest[:] = [newest]
    return newest


def kept(name: str, make: Callable[[], T]) -> T:
    """Return what `make` gives, made once until anything happens. One query.

    `name` must say all that the piece depends on besides what is recorded: the thing, the order, and each right of the
    reader that shows in it ("mirror:12:gap:can_agree"). Readers with the same name are shown the very same piece.
    """
    key = f"piece:{name}:{get_language()}:{timezone.localdate():%Y%m%d}:{_newest[0]()}"
    found: T | None = cache.get(key)
    if found is None:
        found = make()
        cache.set(key, found, KEPT_SECONDS)
    return found
