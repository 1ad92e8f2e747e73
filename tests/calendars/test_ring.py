"""The picture: marks have room, none is lost; a crowded year shows numbers; today's hand stands in its year only."""

from __future__ import annotations

import datetime as dt
import math
import re

from hypothesis import given
from hypothesis import strategies as st

from kumppanuus.calendars.dates import Dated, Kind
from kumppanuus.calendars.ring import SHAPES, drawn

TODAY = dt.date(2026, 11, 22)
DAYS = st.dates(dt.date(2026, 1, 1), dt.date(2026, 12, 31))


def dated(day: dt.date, number: int = 0, days: int = 0, kind: Kind = Kind.MEETING) -> Dated:
    when = {"first": day, "last": day + dt.timedelta(days=days)}
    return Dated(kind, f"{number}", "Kokous", address="/", changed_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC), **when)


def ring(rows, there=None, year=2026):
    return drawn(year, rows, there or {}, TODAY, lambda month: f"#m-{month}")


def points(found):
    return [tuple(map(float, re.findall(r"-?[\d.]+", mark.place))) for mark in found.marks]


@given(st.lists(DAYS, max_size=40))
def test_marks_do_not_lie_on_each_other_or_the_year_is_told_in_numbers(days):
    rows = [dated(day, n) for n, day in enumerate(sorted(days))]
    there = {month: sum(day.month == month for day in days) for month in range(1, 13)}
    found = ring(rows, there)
    if found.is_crowded:
        assert (found.marks, [one.number for one in found.sectors]) == ([], list(there.values()))
        return
    assert [mark.dated for mark in found.marks] == rows
    places = points(found)
    near = [math.dist(a, b) for n, a in enumerate(places) for b in places[n + 1 :]]
    assert min(near, default=99) > 12


def test_the_last_days_of_a_year_are_beside_the_first():
    days = [dt.date(2026, 1, 1), dt.date(2026, 12, 28)]
    places = points(ring([dated(day, n) for n, day in enumerate(days)], {1: 1, 12: 1}))
    assert math.dist(*places) > 12


def test_months_go_around_with_the_sun_from_the_top():
    days = [dt.date(2026, 1, 1), dt.date(2026, 4, 2), dt.date(2026, 7, 2), dt.date(2026, 10, 1)]
    sides = [(round(x / 142), round(y / 142)) for x, y in points(ring([dated(day) for day in days]))]
    assert sides == [(0, -1), (1, 0), (0, 1), (-1, 0)]


def test_several_days_are_an_arc_that_ends_with_the_year():
    first, second = ring([dated(dt.date(2026, 2, 1), days=20), dated(dt.date(2026, 12, 20), days=40)]).marks
    assert (first.arc[0], second.arc[0], "nan" in first.arc + second.arc) == ("M", "M", False)


def test_hand_stands_in_this_year_only():
    assert (bool(ring([]).hand), bool(ring([], year=2025).hand)) == (True, False)


def test_each_kind_has_a_shape_of_its_own():
    assert (SHAPES.keys(), len(set(SHAPES.values()))) == (set(Kind), len(Kind))
