"""Puts organisations' own dates into the demo's annual clock, in this year; some come again each year."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import time_machine
from django.utils import timezone

from kumppanuus.accounts.models import Person
from kumppanuus.calendars import actions
from kumppanuus.core.actors import Actor
from kumppanuus.core.texts import Text
from kumppanuus.demo.reading import read
from kumppanuus.organisations.models import Organisation

TYPED_BEFORE = dt.timedelta(days=60)


def fill_clock(made: Mapping[str, Organisation], people: Mapping[str, Person]) -> None:
    """Add each date two months before it, those that come once; cancel the one that did not come."""
    year = timezone.localdate().year
    for row in read("calendar"):
        owner = made[row["organisation"]]
        actor = Actor(people[row["by"]].pk, owner.pk)
        first = dt.date.fromisoformat(f"{year - bool(row.get('yearly'))}-{row['first']}")
        hours = {key: dt.time.fromisoformat(row[key]) for key in ("begins", "ends") if key in row}
        with _at(first - TYPED_BEFORE):
            entry = actions.add(
                actor,
                owner,
                kind=row["kind"],
                title=Text(row["title"]),
                about=Text(row.get("about")),
                first=first,
                last=dt.date.fromisoformat(f"{first.year}-{row['last']}") if "last" in row else None,
                yearly=row.get("yearly", False),
                place=row.get("place", ""),
                members_only=row.get("members_only", False),
                **hours,
            )
        if "cancelled" in row:
            with _at(first - dt.timedelta(days=5)):
                actions.cancel(actor, entry, why=row["cancelled"])


def _at(day: dt.date) -> time_machine.travel:
    """Let it be ten in the morning of the day, but not later than now."""
    moment = dt.datetime(day.year, day.month, day.day, 8, tzinfo=dt.UTC)
    return time_machine.travel(min(moment, timezone.now()), tick=True)
