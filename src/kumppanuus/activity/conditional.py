"""Answers that are the same until anything happens: whoever has one already is told so (304) before any work is done.

Every change that shows leaves an event, so the newest event and the day are the version and the date of everything.
"""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
from collections.abc import Callable
from typing import Any, TypeVar, cast

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import condition

from kumppanuus.activity.models import Event

View = TypeVar("View", bound=Callable[..., Any])
SETTLED = dt.timedelta(seconds=2)  # dates tell seconds only: younger than this something may still come with the same


def changed_at() -> dt.datetime | None:
    """Return when anything that shows last changed, days turning among it; None right after. One query."""
    return settled(_newest()[1])


def _newest() -> tuple[int, dt.datetime | None]:
    return Event.objects.order_by("-pk").values_list("pk", "at").first() or (0, None)


def settled(newest: dt.datetime | None) -> dt.datetime | None:
    """Return the newest event's moment, or this day's beginning if that is later; None right after one."""
    today = timezone.make_aware(dt.datetime.combine(timezone.localdate(), dt.time.min))
    last = max(newest, today) if newest else today
    return last if timezone.now() - last >= SETTLED else None


def same_until_anything_happens(view: View) -> View:
    """Decorate a view whose answer is the same for every reader and depends on nothing but its address and the data.

    One query more, and no other where the asker has it already.
    """

    @functools.wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        newest, at = _newest()
        said = f"{request.get_full_path()}:{get_language()}:{timezone.localdate()}:{newest}"
        tag, last = f'W/"{hashlib.blake2b(said.encode(), digest_size=12).hexdigest()}"', settled(at)
        asked = condition(etag_func=lambda *_a, **_k: tag, last_modified_func=lambda *_a, **_k: last)
        return asked(view)(request, *args, **kwargs)

    return cast(View, answer)
