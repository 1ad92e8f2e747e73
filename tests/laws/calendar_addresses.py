"""Samples of the arguments of addresses about the annual clock, and what its lists cost; see tests.laws.addresses."""

from __future__ import annotations

from typing import Any

from kumppanuus.links.resolve import stand_in
from tests.factories import calendars

CALENDAR_ADDRESSES = {
    **{f"calendars:{name}": lambda w: {} for name in ("calendar", "ics", "atom", "add")},
    **{f"calendars:{name}": lambda w: {} for name in ("own_feed", "open_feed", "close_feed")},
    **{f"calendars:{name}": lambda w: {"pk": w.calendars.entry.pk} for name in ("entry", "change", "cancel")},
    "calendars:own_ics": lambda w: {"token": stand_in(w.calendars.feed)},
    "api-1:list_dates": lambda w: {},
}


def more_dates(w: Any) -> None:
    for n in range(3):
        calendars.entry(w.actor("aino"), w.cast.municipality_a, f"Päivä {n}", n, yearly=n == 1)


# What the clock costs after any event grows by one with each app that has dates; kept, its page costs four signed out.
CLOCK, SIGNED_IN = 20, 4
# (address, who, queries, budget, what more, query)
CALENDAR_LISTS = [
    ("calendars:calendar", "dani", 14, CLOCK, more_dates),
    ("calendars:calendar", "dani", 17, CLOCK, more_dates, "?area=koski-tl"),
    ("calendars:calendar", "aino", 19, CLOCK + SIGNED_IN, more_dates, "?mine=1"),
    ("calendars:ics", "dani", 14, CLOCK, more_dates),
    ("calendars:atom", "dani", 14, CLOCK, more_dates),
    ("calendars:own_ics", "link", 19, CLOCK + SIGNED_IN, more_dates),
    ("api-1:list_dates", "dani", 12, CLOCK, more_dates),
]
