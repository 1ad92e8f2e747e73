"""Who was present and what came of each item, as plain data that approved minutes keep.

Names stand there only where the person agreed that hers is shown; texts are kept in all their languages.
"""

from __future__ import annotations

from typing import Any

from kumppanuus.bodies.models import Mandate, MandatePart
from kumppanuus.bodies.models.seats import ORDER
from kumppanuus.core.texts import Text
from kumppanuus.meetings.models import Meeting, Outcome, Place
from kumppanuus.meetings.results import title_of
from kumppanuus.organisations.models import Organisation

Row = dict[str, Any]


def side_of(organisation: Organisation | None) -> str:
    """Return the side of the table that an organisation sits at: public, ngo or neither."""
    if organisation is None:
        return ""
    return "public" if organisation.is_public_body else "ngo" if organisation.is_ngo else ""


def _seat(mandate: Mandate) -> Text:
    seat = mandate.seat
    return Text(seat.stands_for or (seat.term.name if seat.term else {}))


def as_row(mandate: Mandate, *, present: bool = True) -> Row:
    """Return what minutes say of one who sat there: seat and role, in whose name, her name if it may be shown."""
    organisation = mandate.organisation
    return {
        "seat": _seat(mandate).as_json(),
        "role": mandate.seat.role,
        "deputy": mandate.part == MandatePart.DEPUTY,
        "organisation": Text(organisation.name).as_json() if organisation else {},
        "side": side_of(organisation),
        "name": mandate.full_name if mandate.name_public else "",
        "present": present,
    }


def seated(meeting: Meeting) -> list[Mandate]:
    """Return the mandates in force on the meeting's day, chairs first, each holder before the deputy. One query."""
    rows = Mandate.objects.current(meeting.day).filter(seat__body=meeting.body_id)
    found = rows.select_related("seat__term", "seat__organisation", "organisation", "person")
    return sorted(found, key=_place_at_the_table)


def _place_at_the_table(mandate: Mandate) -> tuple[int, int, int, bool, int]:
    seat = mandate.seat
    return ORDER[seat.role], seat.order, seat.pk, mandate.part == MandatePart.DEPUTY, mandate.pk


def attendance(meeting: Meeting) -> list[Row]:
    """Return who was present, and the seats that stayed empty. Empty before attendance is taken. One query."""
    marked = Place.objects.filter(meeting=meeting, present__isnull=False).select_related(
        "mandate__seat__term", "mandate__organisation", "mandate__person"
    )
    places = sorted(marked, key=lambda place: _place_at_the_table(place.mandate))
    came = {place.mandate.seat_id for place in places if place.present}
    rows = [as_row(place.mandate) for place in places if place.present]
    away = [p.mandate for p in places if not p.present and p.mandate.seat_id not in came]
    return rows + [as_row(one, present=False) for one in away if one.part == MandatePart.HOLDER]


def filled_seats(meeting: Meeting) -> int:
    """Return how many seats were filled by their member or a deputy. One query."""
    return meeting.places.filter(present=True).values("mandate__seat").distinct().count()


def outcome_row(outcome: Outcome) -> Row:
    """Return what minutes say of one outcome."""
    measure = outcome.measure
    found: Row = {"kind": outcome.kind, "text": Text(outcome.text).as_json(), "to": outcome.to}
    if measure is not None:
        found |= {
            "measure": measure.pk,
            "owner": Text(measure.owner.name).as_json(),
            "side": side_of(measure.owner),
            "post": Text(measure.post.title).as_json() if measure.post else {},
            "due": measure.due.isoformat(),
        }
    if outcome.approves and outcome.item.release is not None:
        found["approves"] = title_of(outcome.item.release)
    return found
