"""The objects of OParl, made of rows. Nothing here asks the database: `kinds` loads it all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from kumppanuus.bodies.models import Body, Mandate, MandatePart, OpenTo
from kumppanuus.bodies.models.seats import SeatRole
from kumppanuus.core.texts import Text
from kumppanuus.interop.answering import Json, known, spoken
from kumppanuus.meetings.models import (
    AgendaItem,
    ItemKind,
    ItemState,
    Meeting,
    MeetingState,
    Minutes,
    OutcomeKind,
    Paper,
)
from kumppanuus.meetings.oparl.rows import key_of
from kumppanuus.meetings.oparl.shape import PREFIX, SCHEMA
from kumppanuus.meetings.reading import Line
from kumppanuus.organisations.models import Organisation

ROOT = "/api/oparl/"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
SINCE = dt.datetime(2026, 11, 23, tzinfo=dt.UTC)  # the system itself changes with the software only
# The words that the specification recommends for where a meeting is.
STATES = {MeetingState.PLANNED: "terminiert", MeetingState.CALLED: "eingeladen", MeetingState.HELD: "durchgeführt"}
WITHOUT_VOTE = {SeatRole.SECRETARY, SeatRole.EXPERT}
LISTS = {  # property of Body: what its list is of
    **{name: name for name in ("organization", "person", "meeting", "paper", "agendaItem", "consultation", "file")},
    "locationList": "location",
    "legislativeTermList": "legislativeTerm",
    "membership": "membership",
}


def at(kind: str = "", key: Any = "", more: str = "") -> str:
    """Return the address of an object, which is its id, or of one of its lists."""
    path = "/".join(str(part) for part in (kind, key, more) if part != "")
    return f"{settings.SITE_URL}{ROOT}{path}"


def own(**values: Any) -> Json:
    """Return what we add, under our own prefix, where it has a value."""
    return {f"{PREFIX}{name}": value for name, value in known(**values).items()}


def system() -> Json:
    """Return the system: where everything begins."""
    return {
        "id": at(),
        "type": f"{SCHEMA}System",
        "oparlVersion": SCHEMA,
        "name": "Kumppanuuspöytä",
        "license": LICENCE,
        "body": at("body"),
        "website": f"{settings.SITE_URL}/",
        "product": f"{settings.SITE_URL}{ROOT}openapi.json",
        "created": SINCE,
        "modified": SINCE,
    } | own(openapi=f"{settings.SITE_URL}{ROOT}openapi.json")


@dataclass
class Published:
    """What of a meeting's last approved minutes is told: the minutes, who was named as present, what came of items."""

    minutes: Minutes
    named: set[str] = field(default_factory=set)
    results: dict[int, list[Json]] = field(default_factory=dict)


@dataclass
class Whole:
    """A meeting with what stands inside it."""

    lines: dict[int, Line]
    published: Published | None = None
    present: list[Mandate] = field(default_factory=list)


class Records:
    """Makes objects in the language asked for; in each body's own first one where none was."""

    def __init__(self, language: str = "") -> None:
        self.asked = language
        self.language = language or "fi"
        self.used: dict[str, None] = {}  # in the order in which they came

    @contextmanager
    def of(self, body: Body | None) -> Iterator[None]:
        """Tell in the body's first language, unless another was asked for."""
        self.language = self.asked or (body.languages[0] if body is not None and body.languages else "fi")
        self.used[self.language] = None
        with override(spoken(self.language)):
            yield

    def said(self, text: Any) -> str:
        """Return a text in the language, or the best there is."""
        return Text(text).in_language(self.language)

    def head(self, name: str, kind: str, key: Any, row: Any) -> Json:
        """Return what every object begins with."""
        return {"id": at(kind, key), "type": f"{SCHEMA}{name}"} | _moments(row)

    # --- bodies and who sits in them

    def body(self, row: Organisation, bodies: list[Body]) -> Json:
        """Return an organisation that convenes bodies."""
        with self.of(bodies[0] if bodies else None):
            lists = {name: at("body", row.uuid, kind) for name, kind in LISTS.items()}
            found = self.head("Body", "body", row.uuid, row) | known(
                system=at(),
                name=self.said(row.name),
                website=row.website,
                web=_web(row),
                license=LICENCE,
                classification=str(row.get_kind_display()),
                oparlSince=max(SINCE, _moment(row)),
                **lists,
            )
        return found | {"legislativeTerm": [self.term(one, inside=True) for one in bodies]}

    def term(self, row: Body, *, inside: bool = False) -> Json:
        """Return the term of a body."""
        with self.of(row):
            return self.head("LegislativeTerm", "legislativeTerm", row.pk, row) | known(
                body="" if inside else at("body", row.convener.uuid),
                name=self.said(row.name),
                startDate=row.starts,
                endDate=row.ends,
                web=_web(row),
            )

    def organization(self, row: Body, mandates: Iterable[int]) -> Json:
        """Return a body."""
        with self.of(row):
            return (
                self.head("Organization", "organization", row.pk, row)
                | known(
                    body=at("body", row.convener.uuid),
                    name=self.said(row.name),
                    membership=[at("membership", pk) for pk in mandates],
                    meeting=at("organization", row.pk, "meeting"),
                    consultation=at("organization", row.pk, "consultation"),
                    subOrganizationOf=at("organization", row.parent_id) if row.parent_id else "",
                    organizationType="Gremium",
                    classification=self.said(row.kind.name),
                    startDate=row.starts,
                    endDate=row.ends,
                    web=_web(row),
                )
                | own(membersOnly=row.open_to != OpenTo.ALL, languages=row.languages)
            )

    def person(self, row: Mandate, mandates: list[Mandate]) -> Json:
        """Return a person by the mandates in which her name is public."""
        last = max(mandates, key=lambda one: (one.start, one.pk))
        found = self.head("Person", "person", key_of(row), row) | {
            "name": last.full_name,
            "body": at("body", mandates[0].seat.body.convener.uuid),
        }
        return found | {"membership": [self.membership(one, inside=True) for one in mandates]}

    def membership(self, row: Mandate, *, inside: bool = False) -> Json:
        """Return a mandate; whose it is only where her name is public."""
        seat, organisation = row.seat, row.organisation
        body = seat.body
        with self.of(body):
            named = row.name_public and row.full_name and not inside
            return (
                self.head("Membership", "membership", row.pk, row)
                | known(
                    person=at("person", key_of(row)) if named else "",
                    organization=at("organization", body.pk),
                    role=str(seat.get_role_display()),
                    votingRight=seat.role not in WITHOUT_VOTE,
                    startDate=row.start,
                    endDate=row.end,
                    web=_web(body),
                )
                | own(
                    organization={"name": self.said(organisation.name), "web": _web(organisation)}
                    if organisation
                    else None,
                    seat=self._seat(row),
                    deputy=row.part == MandatePart.DEPUTY,
                )
            )

    def _seat(self, row: Mandate) -> str:
        seat = row.seat
        held = seat.organisation or seat.term
        return self.said(seat.stands_for or (held.name if held else {}))

    # --- meetings and what stands on their agendas

    def meeting(self, row: Meeting, whole: Whole) -> Json:
        """Return a meeting with its agenda and, once approved, its minutes."""
        published = whole.published
        with self.of(row.body):
            found = self.head("Meeting", "meeting", row.pk, row) | known(
                name=self.said(row.title) or str(row),
                meetingState=STATES.get(MeetingState(row.state), "eingeladen" if row.called_at else "terminiert"),
                cancelled=row.state == MeetingState.CANCELLED,
                start=_local(row.starts_at),
                end=_local(row.ends_at),
                organization=[at("organization", row.body_id)],
                participant=self._present(whole),
                web=_web(row),
            )
            found |= own(cancelledWhy=row.cancelled_why, languages=row.languages)
        if row.place or row.address:
            found["location"] = self.location(row, inside=True)
        if published:
            found["resultsProtocol"] = self.document(published.minutes, inside=True)
        if whole.lines:
            agenda = sorted(whole.lines.values(), key=_place_on_the_agenda)
            found["agendaItem"] = [self.item(line, row, published, inside=True) for line in agenda]
        return found

    def _present(self, whole: Whole) -> list[str]:
        """Return who was present, of those whom the approved minutes name and who are named today."""
        named = whole.published.named if whole.published else set()
        there = [one for one in whole.present if one.name_public and one.full_name in named]
        return list(dict.fromkeys(at("person", key_of(one)) for one in there))

    def location(self, row: Meeting, *, inside: bool = False) -> Json:
        """Return where a meeting is held."""
        with self.of(row.body):
            place = self.said(row.place)
            return self.head("Location", "location", row.pk, row) | known(
                description=", ".join(part for part in (place, row.address) if part),
                room=place,
                streetAddress=row.address,
                meetings=[] if inside else [at("meeting", row.pk)],
            )

    def item(self, line: Line, meeting: Meeting, published: Published | None, *, inside: bool = False) -> Json:
        """Return an item with all its papers' files; what came of it only from approved minutes."""
        row = line.item
        with self.of(meeting.body):
            came = published.results.get(row.pk, []) if published else []
            ties = [at("consultation", paper.pk) for paper in line.papers]
            found = self.head("AgendaItem", "agendaItem", row.pk, row) | known(
                meeting="" if inside else at("meeting", meeting.pk),
                number=str(line.number or ""),
                order=row.order,
                name=self.said(row.title),
                public=True,
                consultation=ties[0] if ties else "",
                result=self._result(row, came),
                resolutionText="\n\n".join(words for one in came if (words := self.said(one["text"]))),
                start=_local(line.begins),
                end=_local(line.ends),
                web=_web(row),
            )
            found |= own(consultations=ties if len(ties) > 1 else [], why=row.why)
        files = [self.file(paper, inside=True) for paper in line.papers if not is_withdrawn(paper)]
        return found | ({"auxiliaryFile": files} if files else {})

    def _result(self, row: AgendaItem, came: list[Json]) -> str:
        if row.state in {ItemState.NOT_REACHED, ItemState.WITHDRAWN}:
            return str(row.get_state_display())
        return ", ".join(dict.fromkeys(str(OutcomeKind(one["kind"]).label) for one in came))

    def paper(self, row: Paper) -> Json:
        """Return a paper; of a withdrawn one, that it was there and why it is not."""
        body = row.item.meeting.body
        with self.of(body):
            found = self.head("Paper", "paper", row.pk, row) | known(
                body=at("body", body.convener.uuid),
                name=self.said(row.title),
                date=timezone.localdate(row.created_at),
                paperType=_("Paper"),
                web=_web(row),
            )
            found |= own(withdrawnWhy=row.withdrawn_why)
        if not is_withdrawn(row):
            found["mainFile"] = self.file(row, inside=True)
        return found | {"consultation": [self.consultation(row, inside=True)]}

    def consultation(self, row: Paper, *, inside: bool = False) -> Json:
        """Return that a paper is dealt with under an item."""
        item = row.item
        with self.of(item.meeting.body):
            return self.head("Consultation", "consultation", row.pk, row) | known(
                paper="" if inside else at("paper", row.pk),
                agendaItem=at("agendaItem", item.pk),
                meeting=at("meeting", item.meeting_id),
                organization=[at("organization", item.meeting.body_id)],
                authoritative=item.kind == ItemKind.DECISION,
                role=str(item.get_kind_display()),
            )

    def file(self, row: Paper, *, inside: bool = False) -> Json:
        """Return the file of a paper, or the address where it lies."""
        kept, item = row.file, row.item
        with self.of(item.meeting.body):
            address = row.url or _web(row)
            return (
                self.head("File", "file", f"paper-{row.pk}", row)
                | known(
                    name=self.said(row.title),
                    fileName=kept.name if kept else "",
                    mimeType=kept.content_type if kept else "",
                    date=timezone.localdate(row.created_at),
                    size=kept.size if kept else None,
                    accessUrl=address,
                    downloadUrl=address if kept else "",
                    agendaItem=[] if inside else [at("agendaItem", item.pk)],
                    paper=[] if inside else [at("paper", row.pk)],
                    license=LICENCE,
                )
                | own(sha256=kept.sha256 if kept else "")
            )

    def document(self, row: Minutes, *, inside: bool = False) -> Json:
        """Return approved minutes as a document."""
        meeting = row.meeting
        with self.of(meeting.body):
            address = f"{settings.SITE_URL}{reverse('meetings:minutes_file', args=[meeting.pk, row.number, 'pdf'])}"
            return self.head("File", "file", f"minutes-{row.pk}", row) | known(
                name=str(row),
                fileName="minutes.pdf",
                mimeType="application/pdf",
                date=row.approved_on,
                accessUrl=address,
                meeting=[] if inside else [at("meeting", meeting.pk)],
                license=LICENCE,
                web=_web(row),
            )


def gone(name: str, kind: str, key: Any, row: Any) -> Json:
    """Return what is left of an object that was public: that it was."""
    return {"id": at(kind, key), "type": f"{SCHEMA}{name}"} | _moments(row) | {"deleted": True}


def is_withdrawn(paper: Paper) -> bool:
    """Say whether the paper's file is there no more."""
    return paper.withdrawn_at is not None or (paper.file is not None and paper.file.removed_at is not None)


def _place_on_the_agenda(line: Line) -> tuple[bool, int, int]:
    return line.is_withdrawn, line.number or 0, line.item.pk


def _moment(row: Any) -> dt.datetime:
    moment: dt.datetime = row.created
    return moment


def _moments(row: Any) -> Json:
    return {"created": _local(row.created), "modified": _local(row.modified)}


def _local(moment: dt.datetime | None) -> dt.datetime | None:
    return timezone.localtime(moment) if moment else None


def _web(row: Any) -> str:
    return f"{settings.SITE_URL}{row.get_absolute_url()}"
