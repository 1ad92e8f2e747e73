"""Minutes as their page and documents show them: approved ones from what was copied, drafts from what is so now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kumppanuus.bodies.models import Approval, SeatRole
from kumppanuus.core.texts import Text
from kumppanuus.measures.models import Measure
from kumppanuus.meetings import present
from kumppanuus.meetings.models import (
    AgendaItem,
    Correction,
    ItemState,
    Meeting,
    Minutes,
    MinutesPart,
    Outcome,
    OutcomeKind,
)
from kumppanuus.meetings.results import RESULT
from kumppanuus.ui.components.texts import shown_language

PLAIN = {SeatRole.MEMBER, SeatRole.EXPERT}
ORDER = {
    kind: place
    for place, kind in enumerate(
        (
            OutcomeKind.DECISION,
            OutcomeKind.TASK,
            OutcomeKind.STATEMENT,
            OutcomeKind.SENT_ON,
            OutcomeKind.INFORMATION,
        )
    )
}


@dataclass
class Sitting:
    """Who was present, or whose seat stayed empty."""

    role: str  # in words, empty for a plain member
    seat: Text
    organisation: Text
    side: str
    name: str
    deputy: bool
    place: int = 0  # in what approved minutes keep

    @property
    def path(self) -> str:
        """Return where the name stands in approved minutes, for removing it."""
        return f"attendance.{self.place}.name"


@dataclass
class Result:
    """One outcome of an item. `measure` is the task as it stands today."""

    kind: str
    text: Text
    to: str = ""
    owner: Text = field(default_factory=Text)
    side: str = ""
    post: Text = field(default_factory=Text)
    due: dt.date | None = None
    measure: Measure | None = None
    approves: str = ""  # which result of an assessment it approves
    place: int = 0  # in what approved minutes keep
    outcome: Outcome | None = None  # as it is now, with the matter that came of it

    @property
    def path(self) -> str:
        """Return where the words stand in the part of approved minutes, for removing them."""
        return f"outcomes.{self.place}.text"

    @property
    def label(self) -> str:
        """Return the kind in words."""
        return str(OutcomeKind(self.kind).label)


@dataclass
class Section:
    """What the minutes say of one item (number 0: of the opening)."""

    number: int
    title: Text
    part: MinutesPart
    results: list[Result] = field(default_factory=list)
    corrections: list[Correction] = field(default_factory=list)
    not_reached: bool = False

    @property
    def anchor(self) -> str:
        return f"part-{self.part.item_id or 0}"

    @property
    def text(self) -> Text:
        text: Text = self.part.text
        return text


@dataclass
class Reading:
    """Minutes for a reader."""

    minutes: Minutes
    here: list[Sitting]
    away: list[Sitting]
    sections: list[Section]
    versions: list[Minutes]

    @property
    def meeting(self) -> Meeting:
        return self.minutes.meeting

    @property
    def newer(self) -> Minutes | None:
        """Return the newest version that the reader may see, if this is not it."""
        return next((one for one in self.versions if one.number > self.minutes.number), None)

    @property
    def results(self) -> list[tuple[Section, Result]]:
        """Return what came of the meeting besides information, with the item: what a reader looks for first."""
        found = [(s, r) for s in self.sections for r in s.results if r.kind != OutcomeKind.INFORMATION]
        return sorted(found, key=lambda pair: ORDER[OutcomeKind(pair[1].kind)])

    @property
    def sides(self) -> dict[str, int]:
        """Return how many of those present sat on each side."""
        return {side: sum(one.side == side for one in self.here) for side in ("public", "ngo")}

    @property
    def language(self) -> str:
        """Return the one language in which all is shown to the reader, if it is not hers; "" if it is, or several."""
        texts = [text for s in self.sections for text in (s.title, s.text, *(r.text for r in s.results)) if text]
        shown = {shown_language(text) for text in texts}
        return shown.pop() if len(shown) == 1 else ""

    @property
    def heading(self) -> str:
        """Return what the minutes are called: their body and meeting are named beside it."""
        if self.meeting.number:
            return _("Minutes %(number)d/%(year)d") % {"number": self.meeting.number, "year": self.meeting.year}
        return _("Minutes")

    @property
    def approved(self) -> str:
        """Return how and when the minutes were approved, in a sentence."""
        minutes = self.minutes
        if minutes.approved_on is None:
            return ""
        told = {"day": date_format(minutes.approved_on, "DATE_FORMAT"), "days": minutes.silent_days or 0}
        if minutes.approved_how == Approval.MEETING and minutes.approved_at:
            at = minutes.approved_at
            told |= {"meeting": str(at), "held": date_format(at.day, "DATE_FORMAT")}
            return _("Approved on %(day)s; the meeting that approved them: %(meeting)s, %(held)s.") % told
        if minutes.approved_how == Approval.INSPECTORS:
            who = "; ".join(in_words(one) for one in sittings(minutes.inspectors))
            return _("Approved on %(day)s by two inspectors: %(who)s.") % {**told, "who": who}
        silent = _("Approved on %(day)s by silence: the %(days)d days for corrections had passed, all was answered.")
        return silent % told


def sittings(rows: Iterable[present.Row]) -> list[Sitting]:
    """Return the kept rows of attendance for a reader."""
    return [_sitting(row, place) for place, row in enumerate(rows)]


def _sitting(row: present.Row, place: int) -> Sitting:
    seat, role = Text(row["seat"]), "" if row["role"] in PLAIN else str(SeatRole(row["role"]).label)
    return Sitting(
        role="" if str(seat).casefold() == role.casefold() else role,  # a chair's seat that is called "Chair"
        seat=seat,
        organisation=Text(row["organisation"]),
        side=row["side"],
        name=row["name"],
        deputy=row["deputy"],
        place=place,
    )


def in_words(one: Sitting) -> str:
    """Return who it was in a line of words: name, organisation, seat, role."""
    parts = [one.name, str(one.organisation), str(one.seat), one.role.lower(), _("deputy") if one.deputy else ""]
    return ", ".join(part for part in parts if part)


def read(minutes: Minutes, versions: Iterable[Minutes]) -> Reading:
    """Return the minutes with all that belongs to them. Seven queries, however long they are."""
    rows = minutes.attendance if not minutes.is_open else present.attendance(minutes.meeting)
    return Reading(
        minutes=minutes,
        here=[one for one, row in zip(sittings(rows), rows, strict=True) if row["present"]],
        away=[one for one, row in zip(sittings(rows), rows, strict=True) if not row["present"]],
        sections=_sections(minutes),
        versions=sorted(versions, key=lambda one: -one.number),
    )


def _sections(minutes: Minutes) -> list[Section]:
    parts = list(minutes.parts.select_related("item"))
    asked: dict[int | None, list[Correction]] = {}
    for one in minutes.corrections.select_related("mandate__seat__term", "mandate__organisation"):
        asked.setdefault(one.part_id, []).append(one)
    results: dict[Any, list[Result]] = {}
    results |= _copied(parts) if not minutes.is_open else live_results(minutes.meeting_id)
    found, number = [], 0
    for part in sorted(parts, key=lambda one: (one.item_id is not None, one.order, one.pk)):
        item = part.item
        if item is not None and item.state == ItemState.WITHDRAWN and not part.text and minutes.is_open:
            continue
        number += item is not None
        found.append(
            Section(
                number=number if item is not None else 0,
                title=(part.title if not minutes.is_open else item.title) if item else Text(),
                part=part,
                results=sorted(results.get(part.item_id, []), key=lambda one: ORDER[OutcomeKind(one.kind)]),
                corrections=asked.get(part.pk, []) + (asked.get(None, []) if item is None else []),
                not_reached=item is not None and item.state == ItemState.NOT_REACHED,
            )
        )
    return found


def results_of(item: AgendaItem) -> list[Result]:
    """Return what came of an item as it is now."""
    found = [replace(_result(present.outcome_row(one), one.measure), outcome=one) for one in item.outcomes.all()]
    return sorted(found, key=lambda one: ORDER[OutcomeKind(one.kind)])


def live_results(meeting_id: int) -> dict[int, list[Result]]:
    """Return what came of each item of a meeting as it is now. One query."""
    rows = Outcome.objects.filter(item__meeting=meeting_id)
    found: dict[int, list[Result]] = {}
    for one in rows.select_related("measure__owner", "measure__post", *(f"item__{name}" for name in RESULT)):
        found.setdefault(one.item_id, []).append(_result(present.outcome_row(one), one.measure))
    return found


def _copied(parts: list[MinutesPart]) -> dict[Any, list[Result]]:
    kept = {part.item_id: part.outcomes for part in parts}
    measures = Measure.objects.in_bulk({row["measure"] for rows in kept.values() for row in rows if "measure" in row})
    return {
        item: [_result(row, measures.get(row.get("measure")), n) for n, row in enumerate(rows)]
        for item, rows in kept.items()
    }


def _result(row: dict[str, Any], measure: Measure | None, place: int = 0) -> Result:
    return Result(
        kind=row["kind"],
        text=Text(row["text"]),
        to=row["to"],
        owner=Text(row.get("owner")),
        side=row.get("side", ""),
        post=Text(row.get("post")),
        due=dt.date.fromisoformat(row["due"]) if row.get("due") else None,
        approves=row.get("approves", ""),
        measure=measure,
        place=place,
    )
