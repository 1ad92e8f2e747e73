"""Sends the demo's bulletins, each on its own day; the last one waits for its time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.utils import timezone

from kumppanuus.accounts.models import Person
from kumppanuus.bulletins import actions
from kumppanuus.bulletins.models import Bulletin
from kumppanuus.core.actors import Actor, system
from kumppanuus.core.texts import Text
from kumppanuus.demo.bodies import at
from kumppanuus.demo.reading import read
from kumppanuus.organisations.models import Organisation
from kumppanuus.places.models import Area


def send_bulletins(made: Mapping[str, Organisation], people: Mapping[str, Person]) -> None:
    """Write them, and send those that are not set to go later."""
    written: list[Bulletin] = []
    today = timezone.localdate()
    for row in read("bulletins"):
        writer = Actor(people[row["by"]].pk, made[row["sender"]].pk)
        with at(today + dt.timedelta(days=row["on"])):
            bulletin = actions.write(
                writer,
                made[row["sender"]],
                corrects=written[row["corrects"]] if "corrects" in row else None,
                title=Text(row["title"]),
                body=Text(row["body"]),
                links=row["links"],
                area=Area.objects.get(slug=row["area"]),
            )
            written.append(bulletin)
            if "later" in row:
                nine = dt.datetime.combine(today + dt.timedelta(days=row["later"]), dt.time(9))
                actions.schedule(writer, bulletin, at=timezone.make_aware(nine))
                continue
            actions.send(writer, bulletin)
            while actions.tell(system("bulletins"), bulletin):
                pass
