"""The days of a series of meetings. The hours stay what the clock on the wall says, summer and winter."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterator
from itertools import count

from django.utils import timezone

WEEKS, MONTHS = "weeks", "months"
MOST = 60  # meetings in one series


def days_of(first: dt.date, *, every: int, unit: str, until: dt.date) -> list[dt.date]:
    """Return the days from the first one until the last, at most `MOST`: every n weeks, or every n months on the same
    weekday of the month (the second Tuesday; a fifth one where there is none is the last).
    """
    days: list[dt.date] = []
    for day in _weekly(first, every) if unit == WEEKS else _monthly(first, every):
        if day > until or len(days) == MOST:
            return days
        days.append(day)
    return days


def _weekly(first: dt.date, every: int) -> Iterator[dt.date]:
    for n in count():
        yield first + dt.timedelta(weeks=n * every)


def _monthly(first: dt.date, every: int) -> Iterator[dt.date]:
    which = (first.day - 1) // 7
    for n in count():
        months = first.year * 12 + first.month - 1 + n * every
        year, month = months // 12, months % 12 + 1
        offset = (first.weekday() - dt.date(year, month, 1).weekday()) % 7
        last = calendar.monthrange(year, month)[1]
        day = 1 + offset + 7 * which
        yield dt.date(year, month, day if day <= last else day - 7)


def moved_to(moment: dt.datetime, days: int) -> dt.datetime:
    """Return the same hour on the wall so many days later, whatever summer time does in between."""
    local = timezone.localtime(moment)
    return dt.datetime.combine(local.date() + dt.timedelta(days=days), local.time(), local.tzinfo)


def end_of(day: dt.date) -> dt.datetime:
    """Return the last minute of a day."""
    return dt.datetime.combine(day, dt.time(23, 59), timezone.get_default_timezone())
