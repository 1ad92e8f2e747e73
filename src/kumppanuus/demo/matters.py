"""Lets the demo's matters go their way: answered after four months, waiting at a registry, late, and a resident's."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import time_machine
from django.utils import timezone

from kumppanuus.accounts.models import Person
from kumppanuus.bodies.models import Body
from kumppanuus.core.actors import Actor, system
from kumppanuus.core.texts import Text
from kumppanuus.demo.reading import read
from kumppanuus.matters import actions
from kumppanuus.matters.actions.starting import Stranger
from kumppanuus.matters.models import Matter
from kumppanuus.matters.receivers import To
from kumppanuus.meetings import actions as meetings
from kumppanuus.meetings.models import Outcome
from kumppanuus.meetings.receiving import as_receiver
from kumppanuus.organisations.models import Organisation
from kumppanuus.places.models import Area

Made = Mapping[str, Organisation]
People = Mapping[str, Person]
Row = Mapping[str, Any]


def bring_matters(made: Made, people: People, bodies: Mapping[str, Body]) -> None:
    """Give, send on, register and answer, each on the day on which it would have been done."""
    told = read("matters")
    for row in told["sent_on"]:
        outcomes = Outcome.objects.select_related("item__meeting__body__convener")
        outcome = next(one for one in outcomes.exclude(to="").order_by("pk") if one.item.title.get("fi") == row["item"])
        with _on(row["in_days"]):
            matter = meetings.send_on(
                _actor(row, made, people),
                outcome,
                title=Text(row["title"]),
                text=Text(row["text"]),
                to=_receiver(row, made, bodies),
            )
        _go(matter, row, made, people)
    for row in told["given"]:
        with _on(row["in_days"]):
            matter = _give(row, made, people, bodies)
        _go(matter, row, made, people)
    meetings.put_answers(system("meetings"), None)


def _on(in_days: int) -> time_machine.travel:
    return time_machine.travel(timezone.now() + dt.timedelta(days=in_days), tick=True)


def _actor(row: Row, made: Made, people: People) -> Actor:
    return Actor(people[row["by"]].pk, made[row["for"]].pk)


def _receiver(row: Row, made: Made, bodies: Mapping[str, Body]) -> To:
    if "outside" in row:
        return To(Text(row["outside"]), email=row["email"], kind=row["kind"])
    if row["to"].startswith("body:"):
        return as_receiver(bodies[row["to"].removeprefix("body:")])
    to = made[row["to"]]
    more = {"kind": row["kind"], "email": row["email"]} if "email" in row else {}
    return To(Text(to.name), to, **more)


def _give(row: Row, made: Made, people: People, bodies: Mapping[str, Body]) -> Matter:
    area = Area.objects.get(slug=row["area"])
    words = {"title": Text(row["title"]), "text": Text(row["text"]), "kind": row["kind"]}
    to = _receiver(row, made, bodies)
    if "resident" in row:
        matter = actions.start(Actor(), area, to=to, by=Stranger(**row["resident"]), **words)
        return actions.confirm(Actor(link_id=matter.link_id), matter)
    return actions.start(_actor(row, made, people), area, to=to, **words)


def _go(matter: Matter, row: Row, made: Made, people: People) -> None:
    for one in row["steps"]:
        actor, text = _actor(one, made, people), Text(one.get("text"))
        matter = Matter.objects.get(pk=matter.pk)
        with _on(one["in_days"]):
            match one["verb"]:
                case "record_delivery":
                    actions.record_delivery(actor, matter, text=text)
                case "record_number":
                    step = actions.record_number(actor, matter, diary_number=one["number"], link=one["link"])
                    if "correct" in one:
                        actions.correct(actor, step, diary_number=one["correct"])
                case "record_handling":
                    actions.record_handling(actor, matter, text=text, link=one["link"])
                case _:
                    actions.answer(actor, matter, text=text)
