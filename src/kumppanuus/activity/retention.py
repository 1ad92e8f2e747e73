"""Erasing what has been kept long enough: one call for the clock, once a day. Mail is cleaned with the queue."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.utils import timezone

from kumppanuus.accounts import actions as accounts
from kumppanuus.activity import actions
from kumppanuus.core.actors import system
from kumppanuus.links import actions as links
from kumppanuus.spaces import actions as spaces

UNFINISHED, LINKS = dt.timedelta(days=2), dt.timedelta(days=90)


def purge_all(now: dt.datetime | None = None) -> dict[str, int]:
    """Erase what is old enough, each kind by its own time (logs: LOG_DAYS); return how many rows of each kind."""
    moment, clock = now or timezone.now(), system("clock")
    log = moment - dt.timedelta(days=settings.LOG_DAYS)
    return {
        "events": actions.purge(clock, None, before=log),
        "feedback": spaces.purge_feedback(clock, None, before=log),
        "looks": accounts.purge_views(clock, None, before=log),
        "links": links.purge(clock, None, before=moment - LINKS),
        "unfinished": accounts.purge_unfinished(clock, None, before=moment - UNFINISHED),
    }
