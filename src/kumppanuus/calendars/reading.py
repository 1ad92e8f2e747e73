"""What pages, feeds and the API read of the clock: dates of a window, numbers by month, those nearest to today."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from kumppanuus.calendars.dates import Dated, Provider, Wanted, providers
from kumppanuus.places.models import Area, AreaKind

MOST_IN_FEED = 2_000
BACK, AHEAD = 12, 24  # months that feeds tell: what was cancelled stays in them for a year
Month = tuple[int, int]


def reach(area: Area) -> frozenset[int] | None:
    """Return the areas whose dates concern an area: itself, what lies in it, and what it lies in. One query.

    None for the country: everything concerns it.
    """
    if area.kind == AreaKind.COUNTRY:
        return None
    near = Q(pk=area.pk) | Q(county=area) | Q(region=area) | Q(sets=area) | Q(members=area) | Q(kind=AreaKind.COUNTRY)
    own = [pk for pk in (area.county_id, area.region_id) if pk]
    inside = Area.objects.filter(Q(county=area) | Q(region=area))
    around = Q(pk__in=own) | Q(pk__in=inside.values("region")) | Q(pk__in=inside.values("county"))
    return frozenset(Area.objects.filter(near | around).order_by().values_list("pk", flat=True))


def last_of(month: Month) -> dt.date:
    """Return the last day of a month."""
    return dt.date(*month, monthrange(*month)[1])


def _asked(wanted: Wanted) -> Iterator[tuple[Provider, QuerySet[Any]]]:
    for provider in providers:
        rows = provider.wanted(wanted)
        if rows is not None:
            yield provider, rows


def dates(wanted: Wanted, first: dt.date, last: dt.date, *, most: int = MOST_IN_FEED) -> list[Dated]:
    """Return the dates of a window in order, at most so many of each provider. One query for each provider."""
    found: list[Dated] = []
    for provider, rows in _asked(wanted):
        found += provider.tell(provider.between(rows, first, last)[:most], first, last)
    if wanted.kinds:
        found = [one for one in found if one.kind in wanted.kinds]
    return sorted(found, key=lambda one: one.order)


def numbers(wanted: Wanted, first: dt.date, last: dt.date) -> dict[Month, int]:
    """Return how many dates each month of a window has; whole months. One query."""
    parts = [part for provider, rows in _asked(wanted) for part in provider.counts(rows, first, last)]
    found: Counter[Month] = Counter()
    if parts:
        for year, month, number in parts[0].union(*parts[1:], all=True):
            found[int(year), int(month)] += number
    return dict(found)


@dataclass(frozen=True)
class Nearest:
    """The dates nearest to today that fit into a feed; `is_whole` says whether all of the window did."""

    rows: list[Dated]
    first: dt.date
    last: dt.date
    is_whole: bool


def nearest(wanted: Wanted, year: int | None = None) -> Nearest:
    """Return what a feed tells: a year, or from a year ago to two years from now; whole months around today, as many
    as fit. One query more than there are providers.
    """
    today = timezone.localdate()
    months = [_shifted(today, n) for n in range(-BACK, AHEAD + 1)]
    if year is not None:
        months = [(year, n) for n in range(1, 13)]
    first, last = dt.date(*months[0], 1), last_of(months[-1])
    there = numbers(wanted, first, last)
    here = (today.year, today.month)
    middle = min(range(len(months)), key=lambda n: abs(_distance(months[n], here)))
    low = high = middle
    total = there.get(months[middle], 0)
    while low > 0 or high < len(months) - 1:
        steps = [n for n in (high + 1, low - 1) if 0 <= n < len(months)]
        step = min(steps, key=lambda n: abs(_distance(months[n], here)))
        if total + there.get(months[step], 0) > MOST_IN_FEED:
            break
        total += there.get(months[step], 0)
        low, high = min(low, step), max(high, step)
    first, last = dt.date(*months[low], 1), last_of(months[high])
    rows = dates(wanted, first, last)
    fits = total <= MOST_IN_FEED
    return Nearest(rows[:MOST_IN_FEED], first, last, fits and (low, high) == (0, len(months) - 1))


def _shifted(day: dt.date, months: int) -> Month:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return year, month + 1


def _distance(one: Month, other: Month) -> int:
    return (one[0] - other[0]) * 12 + one[1] - other[1]
