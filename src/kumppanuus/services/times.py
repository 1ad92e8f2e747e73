"""From rules of times to days, and to words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dateutil.rrule import MONTHLY, WEEKLY, rrule, weekday
from django.utils.formats import date_format, time_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from kumppanuus.services.models import WEEKDAYS, Closure, Frequency, Schedule

ON_WEEKDAYS = {
    "MO": gettext_lazy("on Mondays"),
    "TU": gettext_lazy("on Tuesdays"),
    "WE": gettext_lazy("on Wednesdays"),
    "TH": gettext_lazy("on Thursdays"),
    "FR": gettext_lazy("on Fridays"),
    "SA": gettext_lazy("on Saturdays"),
    "SU": gettext_lazy("on Sundays"),
}
NUMBERS = {
    1: gettext_lazy("the first %(day)s of the month"),
    2: gettext_lazy("the second %(day)s of the month"),
    3: gettext_lazy("the third %(day)s of the month"),
    4: gettext_lazy("the fourth %(day)s of the month"),
    -1: gettext_lazy("the last %(day)s of the month"),
}
CODES = [code for code, _name in WEEKDAYS]
MOST_OCCURRENCES = 1000


@dataclass(frozen=True)
class Occurrence:
    """One time that something happens: a day with hours in Finnish time, where they are known."""

    day: dt.date
    opens: dt.time | None
    closes: dt.time | None
    schedule_id: int


def split_day(code: str) -> tuple[int, str]:
    """Split a weekday with its number: "-1FR" → (-1, "FR"), "TU" → (0, "TU")."""
    return (int(code[:-2]) if code[:-2] else 0), code[-2:]


def occurrences(
    schedules: Iterable[Schedule], closures: Iterable[Closure], first: dt.date, last: dt.date
) -> list[Occurrence]:
    """Return what happens from the first day to the last, both included, in order; closed days are left out.

    A rule without a first day is counted from Monday of the first week asked for. At most 1,000 a rule.
    """
    closed = [(one.first, one.last) for one in closures]
    found = [
        Occurrence(day, rule.opens, rule.closes, rule.pk or 0)
        for rule in schedules
        for day in _days(rule, first, last)
        if not any(start <= day <= end for start, end in closed)
    ]
    return sorted(found, key=lambda one: (one.day, one.opens or dt.time.min, one.schedule_id))


def _days(rule: Schedule, first: dt.date, last: dt.date) -> Iterator[dt.date]:
    start = rule.starts or first - dt.timedelta(days=first.weekday())
    end = min(last, rule.until or last)
    if rule.freq == Frequency.ONCE:
        if first <= start <= end:
            yield start
        return
    days = [
        weekday(CODES.index(name), number or None) for number, name in map(split_day, rule.byday.split(",")) if name
    ]
    moments = rrule(
        WEEKLY if rule.freq == Frequency.WEEKLY else MONTHLY,
        interval=rule.interval,
        byweekday=days or None,
        dtstart=dt.datetime.combine(start, dt.time.min),
        until=dt.datetime.combine(end, dt.time.max),
    )
    for moment in moments.xafter(dt.datetime.combine(first, dt.time.min), count=MOST_OCCURRENCES, inc=True):
        yield moment.date()


def hours(opens: dt.time | None, closes: dt.time | None) -> str:
    """Return hours in words: "10–12", "klo 10", or nothing."""
    if opens is None:
        return ""
    begins = time_format(opens, "TIME_FORMAT")
    if closes is None:
        return pgettext("hour", "at %(hour)s") % {"hour": begins}
    return _("%(begins)s–%(ends)s") % {"begins": begins, "ends": time_format(closes, "TIME_FORMAT")}


def in_words(rule: Schedule) -> str:
    """Return a rule as people say it in the active language: "On Tuesdays 10–12, every 2 weeks, until 30 May"."""
    parts = [_when(rule), hours(rule.opens, rule.closes)]
    said = " ".join(part for part in parts if part)
    if rule.freq != Frequency.ONCE:
        if rule.interval > 1:
            said += ", " + (
                ngettext("every %(n)d week", "every %(n)d weeks", rule.interval)
                if rule.freq == Frequency.WEEKLY
                else ngettext("every %(n)d month", "every %(n)d months", rule.interval)
            ) % {"n": rule.interval}
        if rule.starts and rule.until:
            said += (
                ", " + f"{date_format(rule.starts, 'SHORT_DATE_FORMAT')}–{date_format(rule.until, 'SHORT_DATE_FORMAT')}"
            )
        elif rule.until:
            said += ", " + _("until %(day)s") % {"day": date_format(rule.until, "SHORT_DATE_FORMAT")}
    note = str(rule.note)
    return f"{capfirst(said)} ({note})" if note else capfirst(said)


def _when(rule: Schedule) -> str:
    if rule.freq == Frequency.ONCE:
        return f"{date_format(rule.starts, 'l')} {date_format(rule.starts, 'DATE_FORMAT')}" if rule.starts else ""
    names = dict(WEEKDAYS)
    found = []
    for number, name in map(split_day, filter(None, rule.byday.split(","))):
        if rule.freq == Frequency.MONTHLY and number:
            found.append(str(NUMBERS.get(number, NUMBERS[1])) % {"day": names[name]})
        else:
            found.append(str(ON_WEEKDAYS[name]))
    if not found:
        return _("every week") if rule.freq == Frequency.WEEKLY else _("every month")
    return ", ".join(found)
