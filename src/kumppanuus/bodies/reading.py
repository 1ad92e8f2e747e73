"""Who sits in a body on a day, as its page and files show it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from kumppanuus.bodies.models import Body, Mandate, MandatePart, Seat
from kumppanuus.bodies.models.seats import ORDER
from kumppanuus.core.actors import Actor
from kumppanuus.organisations.models import Role, acts_for, organisations_of


@dataclass
class Sitting:
    """A mandate as one reader sees it: the name is empty where she may not read it."""

    mandate: Mandate
    name: str = ""
    is_own: bool = False
    may_end: bool = False


@dataclass
class SeatLine:
    """A seat on a day with who sits there and who deputises."""

    seat: Seat
    holders: list[Sitting] = field(default_factory=list)
    deputies: list[Sitting] = field(default_factory=list)

    @property
    def is_vacant(self) -> bool:
        return not self.holders


def who_sits(body: Body, actor: Actor, *, on: dt.date | None = None, inside: bool = False) -> list[SeatLine]:
    """Return the seats that the body had on the day, chairs first, with who sat in them. Two queries.

    `inside` says whether the reader may see all names (`bodies.read_inside`).
    """
    day = on or timezone.localdate()
    seats = body.seats.standing(day).select_related("organisation", "term")
    lines = {seat.pk: SeatLine(seat) for seat in sorted(seats, key=lambda one: (ORDER[one.role], one.order, one.pk))}
    rows = Mandate.objects.current(day).filter(seat__in=list(lines)).select_related("organisation", "person")
    own = set(organisations_of(actor)) if actor.person_id else set()
    edits = {one for one in own if acts_for(actor, one, Role.EDITOR)}
    for row in rows.order_by("start", "pk"):
        mine = actor.person_id is not None and row.person_id == actor.person_id
        may = inside or row.name_public or mine or row.organisation_id in own
        line = lines[row.seat_id]
        row.seat = line.seat
        sitting = Sitting(row, row.full_name if may else "", mine, mine or row.organisation_id in edits)
        (line.holders if row.part == MandatePart.HOLDER else line.deputies).append(sitting)
    return list(lines.values())


def vacancies(bodies: Iterable[Body]) -> dict[int, tuple[int, int]]:
    """Return {body: (seats, of them vacant)} today. One query."""
    today = timezone.localdate()
    sits = Q(mandates__part=MandatePart.HOLDER, mandates__start__lte=today) & (
        Q(mandates__end=None) | Q(mandates__end__gte=today)
    )
    rows = Seat.objects.standing().filter(body__in=[body.pk for body in bodies])
    counted = rows.annotate(sitting=Count("mandates", sits)).order_by()
    found: dict[int, tuple[int, int]] = {}
    for body, sitting in counted.values_list("body", "sitting"):
        seats, empty = found.get(body, (0, 0))
        found[body] = (seats + 1, empty + (not sitting))
    return found


def turning_days(body: Body) -> list[dt.date]:
    """Return the days on which who sits in the body changed, the newest first: one click shows each. One query."""
    days: set[Any] = set()
    for start, end in Mandate.objects.filter(seat__body=body).values_list("start", "end"):
        days.add(start)
        if end is not None and end >= start:
            days.add(end + dt.timedelta(days=1))
    today = timezone.localdate()
    return sorted((day for day in days if day < today), reverse=True)
