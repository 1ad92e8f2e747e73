"""Dates as a calendar for other programs (RFC 5545): one address for good, a number that rises with each change.

Imported late by who needs it: its library takes 12 MB of each worker.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from icalendar import Calendar, Event, Timezone

from kumppanuus.calendars.dates import Dated

ZONE_NAME = "Europe/Helsinki"


def begin(name: str, address: str, *, method: str = "PUBLISH", what: str = "calendar") -> Any:
    """Return an empty calendar with its head: how it is called, where its page is, how often to ask again."""
    made = Calendar()
    made.add("PRODID", f"-//Kumppanuuspöytä//{what}//FI")
    made.add("VERSION", "2.0")
    made.add("CALSCALE", "GREGORIAN")
    made.add("METHOD", method)
    made.add("NAME", name)
    made.add("X-WR-CALNAME", name)
    made.add("X-WR-TIMEZONE", ZONE_NAME)
    made.add("URL", address)
    made.add("REFRESH-INTERVAL", dt.timedelta(hours=6), parameters={"VALUE": "DURATION"})
    made.add("X-PUBLISHED-TTL", "PT6H")
    made.add_component(_zone())
    return made


@lru_cache(maxsize=1)
def _zone() -> Any:
    return Timezone.from_tzid(ZONE_NAME, first_date=dt.date(2020, 1, 1))


def write(name: str, rows: Iterable[Dated], address: str, *, method: str = "PUBLISH", note: str = "") -> bytes:
    """Return dates as a calendar in the active language; `note` says what it leaves out."""
    made = begin(name, address, method=method)
    if note:
        made.add("DESCRIPTION", note)
        made.add("X-WR-CALDESC", note)
    for row in rows:
        made.add_component(_event(row))
    return bytes(made.to_ical())


def uid(own: str) -> str:
    """Return what calendars know a date by: the same for good, and nobody else's."""
    return f"{own}@{urlsplit(settings.SITE_URL).hostname}"


def _event(row: Dated) -> Any:
    event = Event()
    event.add("UID", uid(row.uid))
    changed = row.changed_at.astimezone(dt.UTC)
    event.add("DTSTAMP", changed)
    event.add("LAST-MODIFIED", changed)
    event.add("SEQUENCE", row.sequence)
    event.add("STATUS", row.state.value.upper())
    event.add("SUMMARY", row.summary)
    if row.starts and row.ends:
        event.add("DTSTART", _moment(row.starts))
        event.add("DTEND", _moment(row.ends))
    else:
        event.add("DTSTART", row.first)
        event.add("DTEND", row.last + dt.timedelta(days=1))
        event.add("TRANSP", "TRANSPARENT")  # a day on which something is due does not take one's time
    event.add("CATEGORIES", [str(row.kind.label)])
    event.add("URL", f"{settings.SITE_URL}{row.address}")
    if row.place:
        event.add("LOCATION", row.place)
    if told := [words for part in row.told if (words := str(part))]:
        event.add("DESCRIPTION", "\n".join(told))
    if not row.public:
        event.add("CLASS", "PRIVATE")
    return event


def _moment(at: dt.datetime) -> dt.datetime:
    """Return a moment by the clock on the wall; in UTC in the hour that comes twice when summer time ends."""
    local = timezone.localtime(at, timezone.get_default_timezone())
    return at.astimezone(dt.UTC) if local.fold else local
