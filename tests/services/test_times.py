"""From rules of times to days and words."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from kumppanuus.core.texts import Text
from kumppanuus.services.models import Closure, Schedule
from kumppanuus.services.times import in_words, occurrences

MONDAY = dt.date(2026, 1, 5)


def days(rules, closures=(), *, first=MONDAY, last=dt.date(2026, 2, 8)):
    return [one.day for one in occurrences(rules, closures, first, last)]


def test_occurrences_weekly_on_two_days_end_with_the_last_day():
    rule = Schedule(freq="WEEKLY", byday="TU,TH", until=dt.date(2026, 1, 15))
    assert days([rule]) == [dt.date(2026, 1, day) for day in (6, 8, 13, 15)]


def test_occurrences_every_other_week_count_from_the_first_day_of_the_rule():
    rule = Schedule(freq="WEEKLY", byday="WE", interval=2, starts=dt.date(2025, 12, 31))
    assert days([rule]) == [dt.date(2026, 1, 14), dt.date(2026, 1, 28)]


def test_occurrences_monthly_by_the_number_of_the_weekday():
    first, last = Schedule(freq="MONTHLY", byday="1MO"), Schedule(freq="MONTHLY", byday="-1FR")
    assert days([first, last]) == [dt.date(2026, 1, 5), dt.date(2026, 1, 30), dt.date(2026, 2, 2)]


def test_occurrences_leave_out_closed_days():
    rule = Schedule(freq="WEEKLY", byday="TU", until=dt.date(2026, 1, 31))
    closed = Closure(first=dt.date(2026, 1, 13), last=dt.date(2026, 1, 20))
    assert days([rule], [closed]) == [dt.date(2026, 1, 6), dt.date(2026, 1, 27)]


def test_occurrences_once_only_within_the_days_asked_for():
    assert days(
        [Schedule(freq="ONCE", starts=dt.date(2026, 1, 9)), Schedule(freq="ONCE", starts=dt.date(2025, 1, 9))]
    ) == [dt.date(2026, 1, 9)]


def test_occurrences_of_a_daily_rule_that_began_years_ago_are_still_found():
    rule = Schedule(freq="WEEKLY", byday="MO,TU,WE,TH,FR,SA,SU", starts=dt.date(2015, 1, 1))
    assert len(days([rule], first=MONDAY, last=MONDAY + dt.timedelta(days=6))) == 7


@given(
    first=st.dates(dt.date(2020, 1, 1), dt.date(2030, 1, 1)),
    length=st.integers(0, 400),
    byday=st.sets(st.sampled_from(["MO", "WE", "SU"]), min_size=1),
    interval=st.integers(1, 12),
)
def test_occurrences_lie_within_the_days_on_the_weekdays_in_order(first, length, byday, interval):
    last = first + dt.timedelta(days=length)
    rule = Schedule(freq="WEEKLY", byday=",".join(sorted(byday)), interval=interval, starts=first)
    found = days([rule], first=first, last=last)
    assert found == sorted(set(found))
    assert {day for day in found if not first <= day <= last} == set()
    assert {("MO", "TU", "WE", "TH", "FR", "SA", "SU")[day.weekday()] for day in found} <= byday


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (
            Schedule(freq="WEEKLY", byday="TU,TH", opens=dt.time(10), closes=dt.time(12)),
            "On Tuesdays, on Thursdays 10:00–12:00",
        ),
        (
            Schedule(freq="MONTHLY", byday="1MO", opens=dt.time(17, 30), note=Text(en="at the library")),
            "The first Monday of the month at 17:30 (at the library)",
        ),
        (Schedule(freq="WEEKLY", byday="WE", interval=2), "On Wednesdays, every 2 weeks"),
        (Schedule(freq="ONCE", starts=dt.date(2026, 1, 9)), "Friday 9 January 2026"),
    ],
)
def test_in_words_says_a_rule_as_people_do(rule, words):
    with translation.override("en"):
        assert in_words(rule) == words
