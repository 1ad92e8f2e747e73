"""Measures for tests."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from kumppanuus.core.actors import Actor
from kumppanuus.core.texts import Text
from kumppanuus.measures import actions
from kumppanuus.measures.models import Measure
from kumppanuus.organisations.models import Organisation
from kumppanuus.places.models import Area
from tests.factories import building


def in_days(days: int) -> dt.date:
    """Return the day so many days from today."""
    return timezone.localdate() + dt.timedelta(days=days)


def measure(actor: Actor, area: Area, owner: Organisation, title: str = "Avataan tilat", **fields: Any) -> Measure:
    """Propose a measure; it is agreed at once when the actor acts for the owner."""
    return actions.propose(actor, area, **{"title": Text(fi=title), "owner": owner, "due": in_days(90)} | fields)


def overdue(made: Measure, days: int = 3) -> Measure:
    """Let the measure's day have passed."""
    with building():
        Measure.objects.filter(pk=made.pk).update(due=in_days(-days))
    made.refresh_from_db()
    return made
