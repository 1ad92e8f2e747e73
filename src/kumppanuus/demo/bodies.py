"""Sets up the demo's bodies: a standing table with a history, an advisory board, an issue table and a group."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import time_machine

from kumppanuus.accounts.models import Person
from kumppanuus.bodies import actions
from kumppanuus.bodies.models import Body, BodyKind, MandatePart, Seat
from kumppanuus.core.actors import Actor, system
from kumppanuus.core.texts import Text
from kumppanuus.demo.reading import meeting_day, read
from kumppanuus.organisations.models import Organisation
from kumppanuus.places.models import Area
from kumppanuus.spaces.models import Space

Made = Mapping[str, Organisation]
People = Mapping[str, Person]


def set_up_bodies(made: Made, people: People, space: Space) -> dict[str, Body]:
    """Set up the bodies, each on the day its term began, with who sat where since."""
    actions.load_kinds(system("command"))
    kinds = {kind.code: kind for kind in BodyKind.objects.filter(space=None)}
    found: dict[str, Body] = {}
    for row in read("bodies"):
        starts = day(row["starts"])
        convener = made[row["convener"]]
        runner = Actor(people[row["by"]].pk, convener.pk)
        with at(starts):
            body = actions.create(
                runner,
                convener,
                space=space,
                kind=kinds[row["kind"]],
                name=Text(row["name"]),
                about=Text(row["about"]),
                area=_area(convener, space),
                parent=found.get(row.get("parent", "")),
                starts=starts,
                languages=row["languages"],
                email=row.get("email", ""),
                meetings_a_year=row.get("meetings_a_year"),
                open_to="members" if row.get("closed") else "all",
            )
        _adopt(runner, body, row["rules"])
        _seat(runner, body, row, made, people)
        if row.get("ends"):
            with at(starts):
                actions.change(runner, body, ends=day(row["ends"]))
        found[row["key"]] = body
    return found


def _area(convener: Organisation, space: Space) -> Area:
    """Return the area that the convener governs, or the network's."""
    own = convener.governs
    return own if own is not None and own.kind == "municipality" else space.area


def _adopt(runner: Actor, body: Body, versions: Sequence[Mapping[str, Any]]) -> None:
    for one in versions:
        on = meeting_day(one["meeting"]) if "meeting" in one else day(one["on"])
        by = one["by"].format(day=f"{on.day}.{on.month}.{on.year}", item=one.get("item"))
        with at(max(on, body.starts)):
            actions.adopt_rules(
                runner,
                body,
                text=body.kind.rules,
                approved_by=by,
                approved_on=on,
                quorum=one["quorum"],
                approval=one.get("approval", "meeting"),
                silence_days=one.get("silence", 7),
                call_days=one.get("call", 14),
                proposal_days=one.get("proposal", 21),
            )


def _seat(runner: Actor, body: Body, row: Mapping[str, Any], made: Made, people: People) -> None:
    """Appoint to the seats of the body's kind, by what they stand for, and to those that it has beside them."""
    seats = {str(seat.stands_for.get("fi", "")): seat for seat in body.seats.all()}
    for name, sittings in row["seats"].items():
        for one in sittings:
            _appoint(runner, seats[name], one, made, people)
    for name, sittings in row["deputies"].items():
        for one in sittings:
            _appoint(runner, seats[name], one, made, people, part=MandatePart.DEPUTY)
    for role, stands_for, sitting in row.get("more", []):
        with at(body.starts):
            seat = actions.add_seat(runner, body, role=role, stands_for=Text(stands_for), start=body.starts)
        if sitting:
            _appoint(runner, seat, sitting, made, people)


def _appoint(  # noqa: PLR0917 - what an appointment is made of
    runner: Actor, seat: Seat, one: Sequence[Any], made: Made, people: People, part: str = MandatePart.HOLDER
) -> None:
    first, last, organisation, person, name, public = one
    start = day(first)
    who = people[person] if person else None
    with at(start):
        mandate = actions.appoint(
            runner,
            seat,
            organisation=made[organisation],
            person=who,
            name=name or "",
            email="" if who or not name else f"{name.split()[0].lower()}@{organisation}.example",
            part=part,
            start=start,
            end=day(last) if last else None,
            name_public=bool(public),
        )
        if who and public:
            actions.show_name(Actor(who.pk), mandate, public=True)


def day(words: str) -> dt.date:
    """Return the day of a date in the data."""
    return dt.date.fromisoformat(words)


def at(on: dt.date) -> time_machine.travel:
    """Let it be ten in the morning of the day."""
    return time_machine.travel(dt.datetime(on.year, on.month, on.day, 8, tzinfo=dt.UTC), tick=True)
