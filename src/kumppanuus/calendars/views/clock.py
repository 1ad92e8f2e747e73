"""The clock of a year: one picture and one list, from one filter."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from urllib.parse import quote

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kumppanuus.calendars.dates import Dated, Kind
from kumppanuus.calendars.filters import EARLIEST, LATEST, ClockFilter, area_choices
from kumppanuus.calendars.reading import dates, last_of, numbers
from kumppanuus.calendars.ring import SHAPES, drawn
from kumppanuus.core.pieces import kept
from kumppanuus.core.requests import Request
from kumppanuus.organisations.models import Role, acts_for

MOST_ON_PAGE = 150  # dates of a year; a year with more is read a month at a time


@dataclass(frozen=True)
class MonthOf:
    """A month of the list with its dates."""

    number: int
    name: str
    rows: list[Dated]
    is_now: bool


@require_safe
def calendar(request: Request) -> HttpResponse:
    """Show a year as a ring and a list. Four queries and those of the reader; `_clock` says what it costs anew."""
    chosen, actor = ClockFilter(request.GET, request.actor), request.actor
    year, query = chosen.year, chosen.query(year=None, month=None, mine=None)
    who = f"{actor.person_id}:{actor.organisation_id}" if actor.person_id else ""
    asked = quote(chosen.query(year=year), safe="")
    context = {
        "chosen": chosen,
        "year": year,
        "clock": kept(f"clock:{who}:{asked}:{bool(chosen.missing)}", lambda: _clock(chosen)),
        "before": chosen.query(year=year - 1, month=None) if year > EARLIEST else "",
        "after": chosen.query(year=year + 1, month=None) if year < LATEST else "",
        "areas": area_choices(),
        "kinds": Kind.choices,
        "bodies": chosen.body_choices(),
        "signed_in": actor.person_id is not None,
        "may_add": acts_for(actor, actor.organisation_id, Role.EDITOR),
        "feeds": None if chosen.mine else _feeds(query),
        "section": "bodies",
    }
    return render(request, "calendars/calendar.html", context)


def _clock(chosen: ClockFilter) -> SafeString:
    """Write the picture and the list. One query for each provider, one for the numbers, at most two for the filter."""
    year, today, wanted = chosen.year, timezone.localdate(), chosen.wanted
    by_month = {month: n for (_year, month), n in numbers(wanted, *_year(year)).items()}
    total = sum(by_month.values())
    is_long = total > MOST_ON_PAGE
    month = (chosen.month or (today.month if today.year == year else 1)) if is_long else None
    window = (dt.date(year, month, 1), last_of((year, month))) if month else _year(year)
    rows = dates(wanted, *window, most=MOST_ON_PAGE + 1)
    shown = rows[:MOST_ON_PAGE]

    def address(number: int) -> str:
        return f"?{chosen.query(year=year, month=number)}" if is_long else f"#m-{number}"

    context = {
        "chosen": chosen,
        "year": year,
        "months": _months(shown, year, today),
        "ring": drawn(year, None if is_long else shown, by_month, today, address),
        "total": total,
        "is_long": is_long,
        "month": month,
        "month_links": [(n, MONTHS[n], by_month.get(n, 0), chosen.query(year=year, month=n)) for n in range(1, 13)],
        "has_more": len(rows) > MOST_ON_PAGE,
        "legend": _legend(shown),
        "next": next((one for one in shown if one.last >= today and not one.is_cancelled), None),
    }
    return render_to_string("calendars/_clock.html", context)


def _year(year: int) -> tuple[dt.date, dt.date]:
    return dt.date(year, 1, 1), dt.date(year, 12, 31)


def _months(rows: Iterable[Dated], year: int, today: dt.date) -> list[MonthOf]:
    grouped = groupby(rows, key=lambda one: one.first.month)
    now = today.month if today.year == year else 0
    return [MonthOf(number, str(MONTHS[number]), list(own), number == now) for number, own in grouped]


def _legend(rows: Iterable[Dated]) -> list[tuple[str, Any, str]]:
    """Return the kinds that stand in the picture with their words and shapes."""
    there = {one.kind for one in rows}
    return [(kind.value, kind.label, SHAPES[kind]) for kind in Kind if kind in there]


def _feeds(query: str) -> list[tuple[str, str, str]]:
    """Return the feeds of the same filter: (media type, title, address). They go on from year to year."""
    tail = f"?{query}" if query else ""
    return [
        ("text/calendar", _("Annual clock (iCalendar)"), reverse("calendars:ics") + tail),
        ("application/atom+xml", _("News feed (Atom)"), reverse("calendars:atom") + tail),
    ]
