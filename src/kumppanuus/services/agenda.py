"""Entries as a calendar (RFC 5545): a rule of times is an event with an RRULE, its breaks are EXDATEs."""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Prefetch, Q
from django.utils import timezone
from icalendar import Event, vGeo

from kumppanuus.calendars.ics import ZONE_NAME, begin
from kumppanuus.services.models import (
    Closure,
    Frequency,
    Schedule,
    Service,
    ServiceLocation,
    ServiceQuerySet,
    Status,
)
from kumppanuus.services.times import occurrences

ZONE = ZoneInfo(ZONE_NAME)
MOST_ENTRIES = 400  # in one calendar: programs fetch it again and again, and each event costs 3 ms
TOLD_AFTER_END = dt.timedelta(days=90)  # how long a calendar says that an entry is cancelled
FURTHEST = dt.timedelta(days=400)  # within which a rule must come true for the first time
STATES = {Status.ENDED: "CANCELLED", Status.PAUSED: "TENTATIVE"}


def timed(rows: ServiceQuerySet) -> ServiceQuerySet:
    """Return of visible entries those that a calendar tells: listed ones with times or days, newly ended ones too."""
    today, since = timezone.localdate(), timezone.now() - TOLD_AFTER_END
    running = Q(ends_on=None) | Q(ends_on__gte=today - TOLD_AFTER_END)
    there = Q(listed=True) | Q(status=Status.ENDED, edited_at__gte=since)
    has = Q(pk__in=Schedule.objects.values("service")) | Q(starts_on__isnull=False)
    places = ServiceLocation.objects.select_related("location__area")
    chosen = rows.filter(running, there, has).select_related("organisation").order_by("-edited_at", "-pk")
    return chosen.prefetch_related("schedules", "closures", Prefetch("places", places))[:MOST_ENTRIES]


def calendar(name: str, rows: Iterable[Service], address: str) -> bytes:
    """Return the entries as a calendar in the active language."""
    made = begin(name, address, what="directory")
    for row in rows:
        for event in events(row):
            made.add_component(event)
    return bytes(made.to_ical())


def events(row: Service) -> Iterator[Any]:
    """Give an entry's events: one for each rule, or one for its days when it has none."""
    closures = list(row.closures.all())
    rules = list(row.schedules.all())
    for rule in rules:
        first = _first(rule, row)
        if first is not None:
            event = _event(row, rule)
            _times(event, rule, first)
            _repeat(event, rule, first, closures)
            yield event
    if not rules and row.starts_on:
        event = _event(row, None)
        event.add("DTSTART", row.starts_on)
        event.add("DTEND", (row.ends_on or row.starts_on) + dt.timedelta(days=1))
        yield event


def _first(rule: Schedule, row: Service) -> dt.date | None:
    """The first day on which the rule comes true; one without a first day is counted from when it was typed."""
    begin = rule.starts or timezone.localdate(row.created_at)
    found = occurrences([rule], [], begin, begin + FURTHEST)
    return found[0].day if found else None


def _event(row: Service, rule: Schedule | None) -> Any:
    event = Event()
    event.add("UID", f"{rule.uuid if rule else row.uuid}@{settings.SITE_URL.partition('://')[2].partition(':')[0]}")
    event.add("DTSTAMP", row.edited_at.astimezone(dt.UTC))
    event.add("CREATED", row.created_at.astimezone(dt.UTC))
    event.add("LAST-MODIFIED", row.edited_at.astimezone(dt.UTC))
    event.add("SEQUENCE", max(0, int((row.edited_at - row.created_at).total_seconds())))
    event.add("STATUS", STATES.get(Status(row.status), "CONFIRMED"))
    event.add("SUMMARY", str(row.name))
    told = [str(row.summary), str(rule.note) if rule else "", str(row.registration), row.registration_url]
    event.add("DESCRIPTION", "\n".join([*filter(None, told), str(row.organisation.name)]))
    event.add("URL", f"{settings.SITE_URL}{row.get_absolute_url()}")
    event.add("CATEGORIES", [str(row.get_kind_display())])
    places = list(row.places.all())
    here = next((at for at in places if rule and at.pk == rule.place_id), places[0] if places else None)
    if here is not None:
        name, line = str(here.location.name), here.location.line
        event.add("LOCATION", f"{name}, {line}" if name and line else name or line)
        if here.location.lat is not None and here.location.lon is not None:
            event.add("GEO", vGeo((here.location.lat, here.location.lon)))
    elif row.remote_url:
        event.add("LOCATION", row.remote_url)
    return event


def _times(event: Any, rule: Schedule, first: dt.date) -> None:
    if rule.opens is None:
        event.add("DTSTART", first)
        event.add("DTEND", first + dt.timedelta(days=1))
        return
    event.add("DTSTART", _at(first, rule.opens))
    if rule.closes is not None:
        last = first if rule.closes > rule.opens else first + dt.timedelta(days=1)
        event.add("DTEND", _at(last, rule.closes))


def _at(day: dt.date, hour: dt.time) -> dt.datetime:
    return dt.datetime.combine(day, hour, ZONE)


def _repeat(event: Any, rule: Schedule, first: dt.date, closures: list[Closure]) -> None:
    anchored = copy.copy(rule)
    anchored.starts = first
    if rule.freq != Frequency.ONCE:
        parts: dict[str, Any] = {"FREQ": rule.freq, "INTERVAL": rule.interval}
        if rule.byday:
            parts["BYDAY"] = rule.byday.split(",")
        if rule.until:
            end = dt.datetime.combine(rule.until, dt.time(23, 59, 59), ZONE).astimezone(dt.UTC)
            parts["UNTIL"] = end if rule.opens else rule.until
        event.add("RRULE", parts)
    left_out = [
        one.day for closure in closures for one in occurrences([anchored], [], max(first, closure.first), closure.last)
    ]
    for day in sorted(set(left_out)):
        event.add("EXDATE", _at(day, rule.opens) if rule.opens else day)
