"""Puts the demo's projects on record: two under way, one that ended well, one that was stopped; each on its own day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from kumppanuus.accounts.models import Person
from kumppanuus.core.actors import Actor
from kumppanuus.core.texts import Text
from kumppanuus.demo.bodies import at
from kumppanuus.demo.reading import read
from kumppanuus.organisations.models import Organisation, Post
from kumppanuus.places.models import Area
from kumppanuus.projects import actions
from kumppanuus.projects.models import Project

Made = Mapping[str, Organisation]
People = Mapping[str, Person]


def run_projects(made: Made, people: People) -> None:
    """Put them on record, ask who takes part, say what goes on and what came of them."""
    for row in read("projects"):
        owner = made[row["owner"]]
        keeper = Actor(people[row["by"]].pk, owner.pk)
        with at(_day(row["recorded"])):
            project = _begin(keeper, owner, row)
            for one in row.get("parties", []):
                party = actions.ask_party(keeper, project, organisation=made[one["who"]], role=Text(one.get("role")))
                if "by" in one:
                    actions.join(Actor(people[one["by"]].pk, made[one["who"]].pk), party)
        for one in row.get("legacies", []):
            with at(_day(one["on"])):
                _leave(keeper, project, one, made, people)
        if "stopped" in row:
            with at(_day(row["stopped"]["on"])):
                actions.stop(keeper, project, on=timezone.localdate(), why=row["stopped"]["why"])
        if "results" in row:
            with at(_day(row["results"]["on"])):
                actions.report(keeper, project, results=Text(row["results"]["text"]))


def _day(days: int) -> dt.date:
    return timezone.localdate() + dt.timedelta(days=days)


def _begin(keeper: Actor, owner: Organisation, row: Mapping[str, Any]) -> Project:
    today = timezone.localdate()  # the day on which it is put on record
    post = Post.objects.in_force().filter(organisation=owner, kind=row["post"]).first() if "post" in row else None
    return actions.create(
        keeper,
        owner,
        kind=row["kind"],
        name=Text(row["name"]),
        about=Text(row["about"]),
        area=Area.objects.get(slug=row["area"]),
        funder=Text(row["funder"]),
        budget=row.get("budget"),
        starts=today + dt.timedelta(days=row["starts"]),
        ends=today + dt.timedelta(days=row["ends"]),
        post=post,
    )


def _leave(keeper: Actor, project: Project, one: Mapping[str, Any], made: Made, people: People) -> None:
    heir = made[one["heir"]] if "heir" in one else None
    legacy = actions.add_legacy(keeper, project, what=Text(one["what"]), heir=heir)
    if "taken_by" in one and heir is not None:
        actions.take_over(Actor(people[one["taken_by"]].pk, heir.pk), legacy)
    if "dropped" in one:
        actions.drop_legacy(keeper, legacy, reason=one["dropped"])
