"""What pages, letters and calendars read of a meeting: its agenda with times, who comes, what may be proposed for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _

from kumppanuus.bodies.models import Body, MandatePart
from kumppanuus.bodies.models.seats import SeatRole
from kumppanuus.meetings.models import AgendaItem, Coming, ItemState, Meeting, Outcome, Paper, Place
from kumppanuus.meetings.results import RESULT


@dataclass
class Line:
    """An item on the agenda: its number, when it begins if that is known, its papers."""

    item: AgendaItem
    number: int | None = None
    begins: dt.datetime | None = None
    papers: list[Paper] = field(default_factory=list)

    @property
    def is_withdrawn(self) -> bool:
        return self.item.state == ItemState.WITHDRAWN

    @property
    def ends(self) -> dt.datetime | None:
        """When the time kept for it is over."""
        if self.begins is None or self.item.minutes is None:
            return None
        return self.begins + dt.timedelta(minutes=self.item.minutes)


def agenda_of(meeting: Meeting, *, outcomes: bool = False) -> list[Line]:
    """Return the agenda in order with numbers and times; withdrawn items come last, without.

    Two queries, three with what came of each item.
    """
    rows = meeting.items.select_related("proposed_by", "carried_from__meeting", "measure__owner", "matter", *RESULT)
    came = Prefetch("outcomes", Outcome.objects.select_related("measure__owner", "measure__post", "matter"))
    return timed(meeting, rows.prefetch_related("papers__file", *([came] if outcomes else [])))


def timed(meeting: Meeting, items: Iterable[AgendaItem]) -> list[Line]:
    """Give items their numbers and times. After one that has no minutes nobody knows when the next one begins."""
    lines: list[Line] = []
    gone: list[Line] = []
    at: dt.datetime | None = meeting.starts_at
    for item in items:
        line = Line(item, papers=list(item.papers.all()))
        if line.is_withdrawn:
            gone.append(line)
            continue
        line.number, line.begins = len(lines) + 1, at
        at = line.ends
        lines.append(line)
    return lines + gone


def too_long_by(meeting: Meeting, lines: Sequence[Line]) -> int:
    """Return by how many minutes the items together take longer than the meeting; 0 if they do not."""
    minutes = sum(line.item.minutes or 0 for line in lines if not line.is_withdrawn)
    return max(0, minutes - int((meeting.ends_at - meeting.starts_at).total_seconds()) // 60)


@dataclass
class Attendance:
    """Who of the body comes: the places by seat, how many seats come and how many are needed."""

    places: list[Place]
    seats: int
    coming: int
    unanswered: int
    needed: int | None

    def choices(self, place: Place) -> list[tuple[str, str]]:
        """Return what can be answered: "the deputy comes" only where a deputy was called."""
        same = [one for one in self.places if one.mandate.seat_id == place.mandate.seat_id and one != place]
        deputised = place.mandate.part == MandatePart.HOLDER and bool(same)
        return [(value, str(label)) for value, label in Coming.choices if value != Coming.DEPUTY or deputised]

    @property
    def missing(self) -> int:
        """How many seats are still needed for a quorum."""
        return max(0, (self.needed or 0) - self.coming)


def attendance_of(meeting: Meeting) -> Attendance:
    """Return who comes. A seat comes when its member or a deputy does; permanent experts do not count. Two queries."""
    rows = meeting.places.select_related("mandate__seat__organisation", "mandate__seat__term", "mandate__organisation")
    places = sorted(rows.select_related("mandate__person"), key=_in_order)
    seats: dict[int, list[Place]] = {}
    for place in places:
        if place.mandate.seat.role != SeatRole.EXPERT:
            seats.setdefault(place.mandate.seat_id, []).append(place)
    rules = meeting.body.rules.first()
    return Attendance(
        places=places,
        seats=len(seats),
        coming=sum(_comes(own) for own in seats.values()),
        unanswered=sum(not any(place.coming for place in own) for own in seats.values()),
        needed=rules.quorum if rules else None,
    )


def _in_order(place: Place) -> tuple[int, int, bool, int]:
    from kumppanuus.bodies.models.seats import ORDER

    seat = place.mandate.seat
    return ORDER[seat.role], seat.order, place.mandate.part == MandatePart.DEPUTY, place.pk


def _comes(places: Iterable[Place]) -> bool:
    """Say whether a seat will be filled; a deputy who was asked comes unless she has said that she does not."""
    answers = {MandatePart.HOLDER: set(), MandatePart.DEPUTY: set()}  # type: dict[str, set[str]]
    for place in places:
        answers[place.mandate.part].add(place.coming)
    deputies = answers[MandatePart.DEPUTY]
    if Coming.YES in answers[MandatePart.HOLDER] or Coming.YES in deputies:
        return True
    return Coming.DEPUTY in answers[MandatePart.HOLDER] and deputies - {Coming.NO} != set()


def when(meeting: Meeting) -> str:
    """Return day and hours in words of the active language."""
    starts, ends = timezone.localtime(meeting.starts_at), timezone.localtime(meeting.ends_at)
    day = f"{date_format(starts, 'l')} {date_format(starts, 'DATE_FORMAT')}"
    last = "" if ends.date() == starts.date() else f"{date_format(ends, 'DATE_FORMAT')} "
    return _("%(day)s at %(begins)s–%(ends)s") % {
        "day": day,
        "begins": time_format(starts, "TIME_FORMAT"),
        "ends": f"{last}{time_format(ends, 'TIME_FORMAT')}",
    }


def where(meeting: Meeting) -> str:
    """Return the place with its address on one line."""
    return ", ".join(filter(None, (str(meeting.place), meeting.address)))


@dataclass(frozen=True)
class Chance:
    """For which meeting an item proposed now would be: `late` is one whose time for proposing is over."""

    meeting: Meeting | None
    late: Meeting | None


def chance_of(body: Body) -> Chance:
    """Return the next meeting of the body that takes proposals, and the one before it that does not any more."""
    coming = [one for one in body.meetings.coming() if one.starts_at > timezone.now()]
    late = None
    for one in coming:
        one.body = body
        if one.takes_proposals:
            return Chance(one, late)
        late = late or one
    return Chance(None, late)
