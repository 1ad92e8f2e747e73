"""What is written reads back the same moments, all year round and in the hours of summer time's turns."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from icalendar import Calendar

from kumppanuus.calendars.dates import Dated, Kind, State, at_hours
from kumppanuus.calendars.ics import write

HELSINKI = ZoneInfo("Europe/Helsinki")
FIRST, LAST = dt.datetime(2026, 1, 1), dt.datetime(2027, 1, 1)
CHANGED = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


def dated(**fields):
    day = fields.pop("first", dt.date(2026, 3, 1))
    given = {"kind": Kind.MEETING, "uid": "a", "title": "Kokous", "address": "/fi/", "changed_at": CHANGED}
    return Dated(**{**given, "first": day, "last": day, **fields})


def read(*rows):
    return Calendar.from_ical(write("Kello", rows, "https://example.org/")).walk("VEVENT")


@given(st.datetimes(FIRST, LAST), st.integers(1, 24 * 60))
@example(dt.datetime(2026, 3, 29, 0, 30), 90)
@example(dt.datetime(2026, 10, 25, 0, 30), 30)
@example(dt.datetime(2026, 10, 25, 1, 30), 30)
@example(dt.datetime(2026, 10, 24, 22, 0), 300)
def test_moments_read_back_the_same(moment, minutes):
    starts = moment.replace(second=0, microsecond=0, tzinfo=dt.UTC)
    ends = starts + dt.timedelta(minutes=minutes)
    (event,) = read(dated(**at_hours(starts, ends)))
    assert [event.decoded(name).astimezone(dt.UTC) for name in ("DTSTART", "DTEND")] == [starts, ends]
    zone = event["DTSTART"].params.get("TZID")
    assert zone == (None if starts.astimezone(HELSINKI).fold else "Europe/Helsinki")


@given(st.dates(dt.date(2026, 1, 1), dt.date(2027, 12, 31)), st.integers(0, 60))
def test_whole_days_have_no_zone_and_end_the_day_after(first, days):
    last = first + dt.timedelta(days=days)
    (event,) = read(dated(first=first, last=last))
    assert (event.decoded("DTSTART"), event.decoded("DTEND")) == (first, last + dt.timedelta(days=1))
    assert (dict(event["DTSTART"].params), str(event["TRANSP"])) == ({"VALUE": "DATE"}, "TRANSPARENT")


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=200)


@given(WORDS, WORDS)
def test_any_words_read_back_the_same(title, told):
    (event,) = read(dated(title=title, told=(told, "")))
    assert (str(event["SUMMARY"]), str(event["DESCRIPTION"])) == (title, told)


@pytest.mark.parametrize("state", State)
def test_state_and_number_are_told(state):
    (event,) = read(dated(state=state, sequence=7, public=False))
    assert (str(event["STATUS"]), event["SEQUENCE"], str(event["CLASS"])) == (state.value.upper(), 7, "PRIVATE")
