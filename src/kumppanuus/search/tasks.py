"""What keeps the index right by the clock: it catches up where nobody else has, merges, sweeps, and counts again."""

from __future__ import annotations

import datetime as dt
import logging

from django.utils import timezone

from kumppanuus.core.actors import system
from kumppanuus.core.clock import every
from kumppanuus.search import actions, below, following
from kumppanuus.search.actions import do, do_in_turn
from kumppanuus.search.documents import providers

log = logging.getLogger(__name__)
SILENT_DAYS = 120


@every("day")
def forget_silent() -> int:
    """Erase words that found nothing and that nobody has typed for some months."""
    before = timezone.localdate() - dt.timedelta(days=SILENT_DAYS)
    return actions.forget_silent(system("clock"), None, before=before)


@every("day")
def look_for_strays() -> int:
    """Index what is missing or too much, and posts whose holder changed by the calendar; return how many."""
    if not following.is_kept():
        return 0
    from kumppanuus.search import writing
    from kumppanuus.search.indexing import SPREAD, astray, chunks

    found = [(kind, pk) for kind in providers for pk in astray(kind)]
    found += [("organisations.post", pk) for pk in below.changed_by_the_calendar(timezone.localdate())]
    return sum(do_in_turn(writing.wait, things=some) for some in chunks(found, SPREAD))


@every("day")
def drop_strays_of_the_model() -> int:
    """Drop what the model has read and nobody can find any more; return how many."""
    from kumppanuus.search.semantic import embedding, making

    return int(do(making.drop_strays)) if embedding.is_here() else 0
