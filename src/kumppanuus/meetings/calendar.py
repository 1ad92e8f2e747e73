"""Meetings as calendar entries (RFC 5545): one address for good, a number that rises with each change."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from icalendar import Calendar, Event, Timezone

from kumppanuus.meetings.models import Meeting, MeetingState
from kumppanuus.meetings.reading import Line, where

ZONE_NAME = "Europe/Helsinki"
CONTENT_TYPE = "text/calendar"
STATES = {
    MeetingState.PLANNED: "TENTATIVE",
    MeetingState.CALLED: "CONFIRMED",
    MeetingState.HELD: "CONFIRMED",
    MeetingState.CANCELLED: "CANCELLED",
}


def calendar(
    name: str,
    meetings: Iterable[Meeting],
    address: str,
    *,
    inside: bool = False,
    method: str = "PUBLISH",
    lines: Sequence[Line] = (),
) -> bytes:
    """Return meetings as a calendar in the active language.

    inside  whether the reader is one of those who are called: she gets the remote link
    lines   the agenda of the only meeting in it
    """
    made = Calendar()
    made.add("PRODID", "-//Kumppanuuspöytä//meetings//FI")
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
    for meeting in meetings:
        made.add_component(_event(meeting, lines, inside=inside))
    return bytes(made.to_ical())


@lru_cache(maxsize=1)
def _zone() -> Any:
    return Timezone.from_tzid(ZONE_NAME, first_date=dt.date(2020, 1, 1))


def _event(meeting: Meeting, lines: Sequence[Line], *, inside: bool) -> Any:
    event = Event()
    event.add("UID", f"{meeting.uid}@{urlsplit(settings.SITE_URL).hostname}")
    event.add("DTSTAMP", meeting.changed_at.astimezone(dt.UTC))
    event.add("LAST-MODIFIED", meeting.changed_at.astimezone(dt.UTC))
    event.add("SEQUENCE", meeting.sequence)
    event.add("STATUS", STATES[MeetingState(meeting.state)])
    event.add("SUMMARY", f"{meeting.body.name}: {meeting}")
    event.add("DTSTART", timezone.localtime(meeting.starts_at))
    event.add("DTEND", timezone.localtime(meeting.ends_at))
    event.add("URL", f"{settings.SITE_URL}{meeting.get_absolute_url()}")
    remote = meeting.remote_link if inside or meeting.remote_open else ""
    if place := where(meeting) or remote:
        event.add("LOCATION", place)
    told = [meeting.cancelled_why, *(f"{line.number}. {line.item.title}" for line in lines if line.number), remote]
    if told := [words for words in told if words]:
        event.add("DESCRIPTION", "\n".join(told))
    return event
