"""The types of OParl: which rows each is made of, what is loaded with them, and how they are told."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from kumppanuus.bodies.models import Body, Mandate
from kumppanuus.core.numbers import MOST
from kumppanuus.interop.answering import Json
from kumppanuus.meetings.models import AgendaItem, Meeting, MinutesPart, OutcomeKind, Paper, Phase, Place
from kumppanuus.meetings.oparl import rows
from kumppanuus.meetings.oparl.records import Published, Records, Whole, gone
from kumppanuus.meetings.reading import timed
from kumppanuus.organisations.models import Organisation

Rows = QuerySet[Any]
Tell = Callable[[Records, list[Any]], list[Json]]


def by_number(key: str) -> Q | None:
    """Return the condition for the row of a number; None for what is none that a row can have."""
    return Q(pk=int(key)) if key.isascii() and key.isdigit() and int(key) <= MOST else None


@dataclass(frozen=True)
class Source:
    """One table that objects of a type are made of.

    rows     what is told, as `rows` says
    tell     turns some of them into objects, loading what is needed
    body     leads from a row to the organisation that convenes
    key      what stands for a row in its address
    find     returns the condition for the row that an address names; None for what names nothing
    """

    rows: Callable[[], Rows]
    tell: Tell
    body: str
    key: Callable[[Any], Any] = lambda row: row.pk
    find: Callable[[str], Q | None] = by_number

    def of_body(self, convener: uuid.UUID) -> Rows:
        """Return what belongs to an organisation that convenes."""
        found = self.rows()
        if self.body:
            return found.filter(**{f"{self.body}uuid": convener})
        hers = rows.named_in(convener).filter(Q(pk=OuterRef("pk")) | Q(person=OuterRef("person")))
        return found.filter(Exists(hers))


@dataclass(frozen=True)
class Kind:
    """A type of OParl with its name in addresses."""

    name: str
    path: str
    sources: tuple[Source, ...]

    def tombstone(self, source: Source, row: Any) -> Json:
        """Return what is left of an object that was public."""
        return gone(self.name, self.path, source.key(row), row)


def _by_prefix(prefix: str) -> Callable[[str], Q | None]:
    return lambda key: by_number(key.removeprefix(prefix)) if key.startswith(prefix) else None


def as_uuid(words: str) -> uuid.UUID | None:
    """Return the UUID that is written in full, or None: an id that nothing has."""
    try:
        found = uuid.UUID(words)
    except ValueError:
        return None
    return found if str(found) == words else None


def _by_uuid(key: str) -> Q | None:
    found = as_uuid(key)
    return Q(uuid=found) if found else None


def _person(key: str) -> Q | None:
    if found := as_uuid(key):
        return Q(person__uuid=found)
    number = by_number(key.removeprefix("m")) if key.startswith("m") else None
    return number & Q(person=None) if number is not None else None


# --- what is loaded


def _bodies(records: Records, some: list[Organisation]) -> list[Json]:
    convened: dict[int, list[Body]] = {}
    for body in rows.terms().filter(convener__in=[row.pk for row in some]).order_by("pk"):
        convened.setdefault(body.convener_id, []).append(body)
    return [records.body(row, convened.get(row.pk, [])) for row in some]


def _organizations(records: Records, some: list[Body]) -> list[Json]:
    sat = Mandate.objects.filter(seat__body__in=[row.pk for row in some]).exclude(rows.NEVER)
    pks: dict[int, list[int]] = {}
    for body, pk in sat.order_by("pk").values_list("seat__body", "pk"):
        pks.setdefault(body, []).append(pk)
    return [records.organization(row, pks.get(row.pk, [])) for row in some]


def _people(records: Records, some: list[Mandate]) -> list[Json]:
    wanted = Q(pk__in=[row.pk for row in some]) | Q(person__in=[row.person_id for row in some if row.person_id])
    hers: dict[Any, list[Mandate]] = {}
    for one in rows.mandates().filter(wanted, rows.NAMED, gone=False).order_by("pk"):
        hers.setdefault(one.person_id or f"m{one.pk}", []).append(one)
    found = ((row, hers.get(row.person_id or f"m{row.pk}", [])) for row in some)
    return [records.person(row, mandates) for row, mandates in found if mandates]


def _agendas(meetings: Iterable[Meeting], *, present: bool = True) -> dict[int, Whole]:
    """Return what stands inside meetings. Four queries, three without who was present."""
    wanted = {row.pk: row for row in meetings}
    papers: dict[int, list[Paper]] = {}
    for paper in rows.paper_files().filter(item__meeting__in=wanted).order_by("pk"):
        papers.setdefault(paper.item_id, []).append(paper)
    items: dict[int, list[AgendaItem]] = {}
    for item in rows.items().filter(meeting__in=wanted).order_by("meeting", "order", "pk"):
        item.meeting = wanted[item.meeting_id]
        item._prefetched_objects_cache = {"papers": papers.get(item.pk, [])}  # type: ignore[attr-defined]
        items.setdefault(item.meeting_id, []).append(item)
    published = _published(wanted)
    found = {}
    for pk, meeting in wanted.items():
        lines = {line.item.pk: line for line in timed(meeting, items.get(pk, []))}
        found[pk] = Whole(lines, published.get(pk))
    if present:
        there = Place.objects.filter(meeting__in=wanted, present=True).select_related("mandate__person").order_by("pk")
        for place in there:
            found[place.meeting_id].present.append(place.mandate)
    return found


def _published(wanted: dict[int, Meeting]) -> dict[int, Published]:
    """Return the last approved minutes of each meeting. One query: minutes always have their opening part."""
    parts = MinutesPart.objects.filter(minutes__phase=Phase.APPROVED, minutes__meeting__in=wanted)
    found: dict[int, Published] = {}
    for part in parts.select_related("minutes").defer("text", "title").order_by("minutes__number", "pk"):
        minutes: Any = part.minutes
        one = found.get(minutes.meeting_id)
        if one is None or one.minutes.pk != minutes.pk:
            minutes.meeting = wanted[minutes.meeting_id]
            minutes.created = minutes.begun_at
            opened = minutes.meeting.body.access_changed_at
            minutes.modified = max(minutes.changed_at, opened or minutes.changed_at)
            named = {row["name"] for row in minutes.attendance if row["present"] and row["name"]}
            one = found[minutes.meeting_id] = Published(minutes, named)
        kept: Any = one.minutes
        kept.modified = max(kept.modified, part.changed_at)
        if part.item_id is not None:
            one.results[part.item_id] = [row for row in part.outcomes if row["kind"] != OutcomeKind.INFORMATION]
    return found


def _meetings(records: Records, some: list[Meeting]) -> list[Json]:
    inside = _agendas(some)
    return [records.meeting(row, inside[row.pk]) for row in some]


def _items(records: Records, some: list[AgendaItem]) -> list[Json]:
    inside = _agendas({row.meeting_id: row.meeting for row in some}.values(), present=False)
    wholes = ((row, inside[row.meeting_id]) for row in some)
    return [records.item(whole.lines[row.pk], row.meeting, whole.published) for row, whole in wholes]


def _each(tell: Callable[[Records, Any], Json]) -> Tell:
    return lambda records, some: [tell(records, row) for row in some]


KINDS = (
    Kind("Body", "body", (Source(rows.conveners, _bodies, "", lambda row: row.uuid, _by_uuid),)),
    Kind("LegislativeTerm", "legislativeTerm", (Source(rows.terms, _each(Records.term), "convener__"),)),
    Kind("Organization", "organization", (Source(rows.bodies, _organizations, "convener__"),)),
    Kind("Person", "person", (Source(rows.people, _people, "", rows.key_of, _person),)),
    Kind("Membership", "membership", (Source(rows.mandates, _each(Records.membership), "seat__body__convener__"),)),
    Kind("Meeting", "meeting", (Source(rows.meetings, _meetings, "body__convener__"),)),
    Kind("AgendaItem", "agendaItem", (Source(rows.items, _items, "meeting__body__convener__"),)),
    Kind("Paper", "paper", (Source(rows.papers, _each(Records.paper), "item__meeting__body__convener__"),)),
    Kind(
        "Consultation",
        "consultation",
        (Source(rows.papers, _each(Records.consultation), "item__meeting__body__convener__"),),
    ),
    Kind(
        "File",
        "file",
        (
            Source(
                *(rows.paper_files, _each(Records.file), "item__meeting__body__convener__"),
                *(lambda row: f"paper-{row.pk}", _by_prefix("paper-")),
            ),
            Source(
                *(rows.documents, _each(Records.document), "meeting__body__convener__"),
                *(lambda row: f"minutes-{row.pk}", _by_prefix("minutes-")),
            ),
        ),
    ),
    Kind("Location", "location", (Source(rows.places, _each(Records.location), "body__convener__"),)),
)
OF_BODY = tuple(kind for kind in KINDS if kind.name != "Body")
