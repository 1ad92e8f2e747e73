"""Lets the demo's county negotiate: last year's is signed and followed up, this year's is under way."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import time_machine
from django.utils import timezone

from kumppanuus.accounts.models import Person
from kumppanuus.core.actors import Actor, system
from kumppanuus.core.texts import Text
from kumppanuus.demo.reading import read
from kumppanuus.links.models import Link
from kumppanuus.links.resolve import actor_for
from kumppanuus.measures.models import Measure
from kumppanuus.negotiations import actions
from kumppanuus.negotiations.actions.following import Told
from kumppanuus.negotiations.models import FollowUp, Negotiation
from kumppanuus.organisations.models import Organisation
from kumppanuus.places.models import Area

Made = Mapping[str, Organisation]
People = Mapping[str, Person]
ROW = Mapping[str, Any]


def negotiate(made: Made, people: People) -> None:
    """Hold two years of negotiations, each step on the day on which it would have been taken."""
    told = read("negotiations")
    county = Area.objects.get(slug=told["area"])
    cecilia = _actor(told["convener"], made, people)
    with _on(told["last"]["meets_in_days"] - 20):
        last = _convene(cecilia, county, told["last"], made, people)
        actions.publish(cecilia, last)
    with _on(told["last"]["meets_in_days"] + 1):
        actions.offer(cecilia, last)
    for row in told["last"]["signatures"]:
        with _on(row["in_days"]):
            number, day = 1, timezone.localdate() - dt.timedelta(days=3)
            actions.sign(_actor(row, made, people), last, number=number, decided_on=day, decided_by=row["decided_by"])
    last.refresh_from_db()
    with _on((last.first_follow_up - timezone.localdate()).days):
        actions.ask(system("clock"), None)
        for row in told["last"]["reports"]:
            _report(last, made[row["organisation"]], row)
    with _on(told["this"]["meets_in_days"] - 15):
        this = _convene(cecilia, county, told["this"], made, people)
        actions.publish(cecilia, this)


def _convene(cecilia: Actor, county: Area, row: ROW, made: Made, people: People) -> Negotiation:
    day = timezone.localdate() + dt.timedelta(days=row["after_days"])
    negotiation = actions.convene(
        cecilia,
        county,
        year=day.year,
        title=Text({code: f"{words} {day.year}" for code, words in row["title"].items()}),
        meets_on=day,
        place=row["place"],
        how=Text(row["how"]),
        text=Text(row["text"]),
    )
    for group in row["groups"]:
        table = actions.add_group(cecilia, negotiation, name=Text(group["name"]))
        own = [made[slug] for slug in group["parties"]]
        actions.invite(cecilia, negotiation, organisations=own, group=table)
    for point in row["points"]:
        by = _actor(point, made, people) if "by" in point else cecilia
        actions.add_point(
            by,
            negotiation,
            title=Text(point["title"]),
            starts=dt.time.fromisoformat(point["starts"]),
            presenters=point["presenters"],
            standing=point.get("standing", False),
        )
    for shown in row["presentations"]:
        parties = negotiation.parties.filter(organisation__in=[made[slug].pk for slug in shown["of"]])
        actions.present(cecilia, negotiation, title=Text(shown["title"]), parties=parties, url=shown["url"])
    for one in row["proposals"]:
        by = _actor(one, made, people) if "by" in one else cecilia
        _propose(by, negotiation, one, made)
    return negotiation


def _propose(by: Actor, negotiation: Negotiation, row: ROW, made: Made) -> None:
    actions.propose(
        by,
        negotiation,
        goal=Text(row["goal"]),
        title=Text(row["title"]),
        owner=made[row["owner"]],
        area=Area.objects.get(slug=row["area"]),
        indicator=Text(row["indicator"]),
        target=row["target"],
        due=timezone.localdate() + dt.timedelta(days=row["due_in_days"]),
    )


def _report(negotiation: Negotiation, own: Organisation, row: ROW) -> None:
    rows = FollowUp.objects.select_related("party__negotiation")
    asked = rows.get(party__negotiation=negotiation, party__organisation=own)
    holder = actor_for(Link.objects.get(pk=asked.link_id or 0))
    measures = Measure.objects.filter(agreed_model="negotiations.negotiation", agreed_id=negotiation.pk, owner=own)
    actions.report(holder, asked, told=[Told(one, row["state"], row["reason"]) for one in measures])


def _actor(row: ROW, made: Made, people: People) -> Actor:
    return Actor(people[row["by"]].pk, made[row["for"]].pk)


def _on(in_days: int) -> time_machine.travel:
    return time_machine.travel(timezone.now() + dt.timedelta(days=in_days), tick=True)
