"""Calls the demo's forums: one held with what came of it, one coming with somebody waiting, one cancelled."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.text import slugify

from kumppanuus.accounts.models import Person
from kumppanuus.core.actors import Actor
from kumppanuus.core.texts import Text
from kumppanuus.demo.bodies import at
from kumppanuus.demo.reading import read
from kumppanuus.forums import actions
from kumppanuus.forums.models import Forum
from kumppanuus.organisations.models import Organisation
from kumppanuus.places.models import Area

Made = Mapping[str, Organisation]
People = Mapping[str, Person]


def call_forums(made: Made, people: People) -> None:
    """Call them, let people register, and tell what came of them."""
    today = timezone.localdate()
    for row in read("forums"):
        caller = Actor(people[row["by"]].pk, made[row["organiser"]].pk)
        with at(today + dt.timedelta(days=row["called"])):
            forum = _call(caller, made[row["organiser"]], row, today + dt.timedelta(days=row["day"]))
        with at(today + dt.timedelta(days=row["called"] + 2)):
            _register(forum, row, made, people)
        if "cancelled" in row:
            with at(today + dt.timedelta(days=row["cancelled"]["on"])):
                actions.cancel(caller, forum, why=row["cancelled"]["why"])
        if "outcome" in row:
            with at(today + dt.timedelta(days=row["outcome"]["on"])):
                actions.tell_outcome(caller, forum, outcome=Text(row["outcome"]["text"]), outcome_links=[])


def _call(caller: Actor, organiser: Organisation, row: Mapping[str, Any], day: dt.date) -> Forum:
    zone = timezone.get_default_timezone()
    return actions.create(
        caller,
        organiser,
        name=Text(row["name"]),
        about=Text(row["about"]),
        area=Area.objects.get(slug=row["area"]),
        starts_at=dt.datetime.combine(day, dt.time(row["begins"]), zone),
        ends_at=dt.datetime.combine(day, dt.time(row["ends"]), zone),
        place=Text(row["place"]),
        address=row["address"],
        accessibility=Text(row.get("accessibility")),
        remote_link=row.get("remote", ""),
        languages=["fi", "sv"],
        programme=Text(row["programme"]),
        materials=row["materials"],
        register_until=dt.datetime.combine(day - dt.timedelta(days=1), dt.time(23, 59, 59), zone),
        places=row.get("places"),
    )


def _register(forum: Forum, row: Mapping[str, Any], made: Made, people: People) -> None:
    for name, organisation, way, needs in row["comes"]:
        email = f"{slugify(name).replace('-', '.')}@posti.example"
        actions.ask(Actor(), forum, name=name, email=email, organisation_name=organisation, way=way, needs=needs)
        own = forum.signups.get(email=email)
        actions.confirm(Actor(link_id=own.link_id), own)
    for key in row.get("members", []):
        person = people[key]
        actions.sign_up(Actor(person.pk, made["kosken-kuvitteellinen-kylatupa"].pk), forum)
