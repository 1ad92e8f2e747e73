"""Pieces of pages that look the same to everyone with the same rights, kept until anything happens.

Every change that shows leaves an event, so the newest event is the version of everything: a piece is kept under it,
under the day (what is late, who holds a post) and the language, and for ten minutes at most. The app that records
events says at start how to ask for the newest.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from hashlib import blake2b
from itertools import count
from typing import Any, TypeVar

from django.core.cache import cache
from django.utils import timezone
from django.utils.translation import get_language

KEPT_SECONDS = 600
LONGEST = 150  # characters of a name that stand in the key as they are
T = TypeVar("T")
_newest: list[Callable[[], int]] = []


def versioned_by(newest: Callable[[], int]) -> Callable[[], int]:
    """Register the function that returns what changes whenever anything happens."""
    _newest[:] = [newest]
    return newest


def kept(name: str, make: Callable[[], T], *, minutes: int = 0) -> T:
    """Return what `make` gives, made once until anything happens. One query.

    `minutes` is given where the hour shows in it (a meeting is under way): it is made anew each time so many are over.

    `name` must say all that the piece depends on besides what is recorded: the thing, the order, and each right of the
    reader that shows in it ("mirror:12:gap:can_agree"). Readers with the same name are shown the very same piece.
    """
    name = name.replace(" ", "")
    if len(name) > LONGEST:
        name = blake2b(name.encode(), digest_size=20).hexdigest()
    slot = int(time.time() // (60 * minutes)) if minutes else ""
    key = f"piece:{name}:{get_language()}:{timezone.localdate():%Y%m%d}{slot}:{_newest[0]()}"
    found: T | None = cache.get(key)
    if found is None:
        found = make()
        cache.set(key, found, KEPT_SECONDS)
    return found


_here: dict[str, tuple[int, Any]] = {}
_number = count(1)


def held(key: str, make: Callable[[], T], seconds: int = KEPT_SECONDS) -> T:
    """Return what `make` gives, made once in so many seconds, or until the key is deleted from the cache.

    The cache holds only that it still stands; the thing itself is handed out as it is, since to unpickle a few hundred
    terms at each request costs more than to show them. So nobody may change it, and the keys must be few.
    """
    number = cache.get(key)
    found = _here.get(key)
    if number is None or found is None or found[0] != number:
        found = _here[key] = (next(_number), make())
        cache.set(key, found[0], seconds)
    thing: T = found[1]
    return thing
