"""Announces the demo's calls for seats: one decided in the spring, one under way; each thing on its own day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from kumppanuus.accounts.models import Person
from kumppanuus.bodies import actions as seating
from kumppanuus.bodies.models import Body, Seat
from kumppanuus.calls import actions
from kumppanuus.calls.models import Call, Nomination
from kumppanuus.core.actors import Actor
from kumppanuus.core.texts import Text
from kumppanuus.demo.bodies import at, day
from kumppanuus.demo.reading import read
from kumppanuus.organisations.models import Organisation
from kumppanuus.places.models import Area

Made = Mapping[str, Organisation]
People = Mapping[str, Person]
CLOSES = dt.time(16)
MANDATE = dt.timedelta(days=3)  # an organisation decides a few days before it nominates


def make_calls(made: Made, people: People, bodies: Mapping[str, Body]) -> None:
    """Announce the calls, nominate, answer, check and decide."""
    for row in read("calls"):
        body = bodies[row["body"]]
        runner = Actor(people[row["by"]].pk, body.convener_id)
        call, seats = _announce(runner, body, row)
        rows = [(one, _nominate(call, seats, one, made, people)) for one in row["nominations"]]
        for one, nomination in rows:
            _check(runner, nomination, one)
        if "decision" in row:
            _decide(runner, call, rows, row["decision"])


def _on(row: Mapping[str, Any], key: str) -> dt.date:
    """Return a day of the data: a date, or so many days from today."""
    if f"{key}_days" in row:
        return timezone.localdate() + dt.timedelta(days=row[f"{key}_days"])
    return day(row[key])


def _announce(runner: Actor, body: Body, row: Mapping[str, Any]) -> tuple[Call, dict[str, Seat]]:
    added, opens, closes, start, decides = (_on(row, key) for key in ("added", "opens", "closes", "start", "decides"))
    with at(added):
        for name in row["new_seats"]:
            seating.add_seat(runner, body, stands_for=Text(name), start=added)
    seats = {str(seat.stands_for.get("fi", "")): seat for seat in body.seats.all()}
    area = Area.objects.get(slug=row["area"]) if "area" in row else body.area
    with at(opens):
        call = actions.announce(
            runner,
            body,
            seats=[seats[name] for name in row["seats"]],
            announcement=Text(row["announcement"]),
            criteria=Text(row["criteria"]),
            decider=Text(row["decider"]),
            decides_by=decides,
            start=start,
            end=body.ends if body.ends and body.ends > start else None,
            opens_at=timezone.now(),
            closes_at=dt.datetime.combine(closes, CLOSES, timezone.get_default_timezone()),
            area=area,
        )
    return call, seats


def _nominate(call: Call, seats: Mapping[str, Seat], one: Mapping[str, Any], made: Made, people: People) -> Nomination:
    on = timezone.localdate() + dt.timedelta(days=one["in_days"]) if "in_days" in one else day(one["on"])
    organisation = made[one["organisation"]]
    name = one.get("name", "")
    with at(on):
        nomination = actions.nominate(
            Actor(people[one["by"]].pk, organisation.pk),
            call,
            own=one.get("own", False),
            name=name,
            email=f"{name.split()[0].lower()}@{organisation.slug}.example" if name else "",
            seat=seats[one["seat"]] if "seat" in one else None,
            why=one["why"],
            languages=one["languages"],
            mandate_by="Hallitus" if organisation.mail_language == "fi" else "Styrelsen",
            mandate_on=on - MANDATE,
            show_name=one.get("shown", False),
        )
        nominee = Actor(link_id=nomination.link_id)
        match one.get("answer"):
            case "yes":
                actions.consent(nominee, nomination, show_name=one.get("shown", False))
            case "no":
                actions.refuse(nominee, nomination)
        if one.get("withdrawn"):
            actions.withdraw(Actor(people[one["by"]].pk, organisation.pk), nomination)
    return nomination


def _check(runner: Actor, nomination: Nomination, one: Mapping[str, Any]) -> None:
    if "ineligible" in one:
        on = _on(one, "checked")
        with at(on):
            actions.mark_ineligible(runner, nomination, reason=one["ineligible"])


def _decide(
    runner: Actor, call: Call, rows: list[tuple[Mapping[str, Any], Nomination]], told: Mapping[str, Any]
) -> None:
    chosen = [
        actions.Choice(nomination, nomination.seat, reason=one["chosen"])
        for one, nomination in rows
        if "chosen" in one and nomination.seat is not None
    ]
    with at(day(told["on"])):
        actions.decide(
            runner,
            call,
            chosen=chosen,
            decided_by=told["by"],
            decided_on=day(told["on"]),
            reasons=Text(told["reasons"]),
        )
