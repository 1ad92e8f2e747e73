"""An entry as lines of plain text, each of which can be corrected by itself. Nothing is written here.

A line's key is a field ("summary") or a part with its number ("phone:12"); its values are plain and fit into JSON.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kumppanuus.services.models import Checked, Contact, Frequency, Schedule, Service, ServiceLocation
from kumppanuus.services.times import in_words, split_day

TEXTS = ("name", "summary", "times", "who", "price", "registration")
LONGEST = 12  # digits of a part's number
PARTS = ("schedule", "place", "phone", "email")
CHECKS = {"times": Checked.TIMES, "schedule": Checked.TIMES, "place": Checked.PLACE, "phone": Checked.PHONE}


@dataclass(frozen=True)
class Line:
    """One line: its key, what it is called, and what it says."""

    key: str
    label: str
    value: str


def labels() -> dict[str, str]:
    """Return what the kinds of lines are called, in the reader's language."""
    return {
        "name": _("Name"),
        "summary": _("In one sentence"),
        "schedule": _("When"),
        "times": _("When, in words"),
        "place": _("Where"),
        "phone": _("Telephone"),
        "email": _("E-mail address"),
        "who": _("Who may come"),
        "price": _("What it costs"),
        "registration": _("How to register"),
        "website": _("Website"),
    }


def kind_of(key: str) -> str:
    """Return what kind of line a key is."""
    return key.partition(":")[0]


def label_of(key: str) -> str:
    """Return what a line is called."""
    return labels().get(kind_of(key), key)


def lines_of(service: Service) -> list[Line]:
    """Return the entry's lines; empty ones too where something is usually said. Four queries."""
    named = labels()
    return [Line(key, named[kind_of(key)], value) for key, value in _pairs(service)]


def _pairs(service: Service) -> Iterator[tuple[str, str]]:
    schedules = list(service.schedules.all())
    yield "name", str(service.name)
    yield "summary", str(service.summary)
    for rule in schedules:
        yield f"schedule:{rule.pk}", in_words(rule)
    if service.times or not schedules:
        yield "times", str(service.times)
    for at in service.places.select_related("location__area"):
        named = str(at.location.name)
        yield f"place:{at.pk}", f"{named}, {at.location.line}" if named else at.location.line
    for one in service.contacts.all():
        who = f" ({one.role})" if one.role else ""
        for kind in ("phone", "email"):
            if getattr(one, kind):
                yield f"{kind}:{one.pk}", f"{getattr(one, kind)}{who}"
    for name in ("who", "price", "registration"):
        if getattr(service, name):
            yield name, str(getattr(service, name))
    if service.website:
        yield "website", service.website


def part_of(service: Service, key: str) -> Any:
    """Return the row that a line stands for; the entry itself for its fields.

    Raises LookupError where the entry has no such line (any more).
    """
    kind, _colon, number = key.partition(":")
    if kind in {*TEXTS, "website"} and not number:
        return service
    if kind not in PARTS or not number.isdecimal() or len(number) > LONGEST:
        raise LookupError(key)
    rows: Any = {
        "schedule": Schedule.objects.filter(service=service),
        "place": ServiceLocation.objects.filter(service=service).select_related("location__area"),
        "phone": Contact.objects.filter(service=service),
        "email": Contact.objects.filter(service=service),
    }[kind]
    if (row := rows.filter(pk=int(number)).first()) is None:
        raise LookupError(key)
    return row


def values_of(service: Service, key: str, language: str = "") -> dict[str, Any]:
    """Return a line's values, plain. Raises LookupError as `part_of`."""
    row, kind = part_of(service, key), kind_of(key)
    if kind in TEXTS:
        text = getattr(row, kind)
        code = language or text.language_for() or (get_language() or "fi").split("-")[0]
        return {"text": text.get(code, ""), "language": code}
    if kind == "place":
        place = row.location
        return {"address": place.address, "postal_code": place.postal_code, "city": place.city}
    if kind == "schedule":
        return {
            "freq": row.freq,
            "weekdays": [day for _nth, day in (split_day(code) for code in row.byday.split(",") if code)],
            "opens": _clock(row.opens),
            "closes": _clock(row.closes),
            "starts": row.starts.isoformat() if row.starts else "",
        }
    return {kind: getattr(row, kind)}


def in_plain(key: str, values: dict[str, Any]) -> str:
    """Return a line's values as one reads them."""
    match kind_of(key):
        case "place":
            post = " ".join(part for part in (values.get("postal_code"), values.get("city")) if part)
            return ", ".join(part for part in (values.get("address"), post) if part)
        case "schedule":
            return in_words(filled(Schedule(), values))
        case kind:
            return str(values.get("text" if kind in TEXTS else kind, ""))


def filled(rule: Schedule, values: dict[str, Any]) -> Schedule:
    """Put a line's values into a rule of times, unsaved; the number of a monthly rule's weekday stays as it was."""
    rule.freq = values.get("freq") or Frequency.WEEKLY
    if rule.freq == Frequency.WEEKLY or not rule.byday:
        rule.byday = ",".join(values.get("weekdays") or ())
    rule.opens, rule.closes = _time(values.get("opens")), _time(values.get("closes"))
    if rule.freq == Frequency.ONCE:
        rule.starts = dt.date.fromisoformat(values["starts"]) if values.get("starts") else None
    return rule


def _clock(time: dt.time | None) -> str:
    return time.strftime("%H:%M") if time else ""


def _time(words: str | None) -> dt.time | None:
    return dt.time.fromisoformat(words) if words else None


def also_there(service: Service, key: str) -> int:
    """Return how many other entries a correction of the line changes, too: those at the same place."""
    return shared_places([(service, key)]).get((service.pk, key), 0)


def shared_places(lines: Iterable[tuple[Service, str]]) -> dict[tuple[int, str], int]:
    """Return for lines that are places how many other entries are there. One query, none without such lines."""
    wanted = {}
    for service, key in lines:
        kind, _colon, number = key.partition(":")
        if kind == "place" and number.isdecimal() and len(number) <= LONGEST:
            wanted[int(number)] = (service.pk, key)
    if not wanted:
        return {}
    counted = ServiceLocation.objects.filter(pk__in=wanted).annotate(others=Count("location__services") - 1)
    return {wanted[at.pk]: at.others for at in counted if at.service_id == wanted[at.pk][0]}
