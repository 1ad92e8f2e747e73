"""Entries of the annual clock for tests: public ones and ones for members only, of two municipalities and two NGOs."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from kumppanuus.calendars import actions
from kumppanuus.calendars.models import CalendarEntry
from kumppanuus.core.texts import Text
from kumppanuus.links.models import Link
from tests.factories.bodies import today
from tests.factories.cast import Cast

SECRET_DATE = "Salainen suunnittelupäivä"


def entry(
    actor: Any, organisation: Any, title: str = "Avustusten haku", days: int = 20, **fields: Any
) -> CalendarEntry:
    """Put a date of a day into the clock, so many days from today."""
    given: dict[str, Any] = {"kind": "application", "first": today(days)} | fields
    return actions.add(actor, organisation, title=Text(fi=title), **given)


@dataclass
class Calendars:
    """What the world has of the clock."""

    entry: CalendarEntry  # of the first municipality, public
    hidden: CalendarEntry  # of the first municipality, for its members
    other: CalendarEntry  # of the second municipality, for its members
    feed: Link  # of Aino's own clock


def calendars(cast: Cast) -> Calendars:
    """Build the entries of the world."""
    aino, akseli, bertil = cast.actor("aino"), cast.actor("akseli"), cast.actor("bertil")
    made = entry(aino, cast.municipality_a)
    evening = {"kind": "event", "begins": dt.time(18), "ends": dt.time(20), "place": "Koulu"}
    entry(bertil, cast.ngo_a, "Järjestöilta", **evening)
    entry(cast.actor("beata"), cast.ngo_b, f"{SECRET_DATE} (yhdistys)", members_only=True)
    return Calendars(
        entry=made,
        hidden=entry(aino, cast.municipality_a, f"{SECRET_DATE} A", members_only=True, yearly=True),
        other=entry(akseli, cast.municipality_b, f"{SECRET_DATE} B", members_only=True),
        feed=actions.open_feed(aino, cast.people["aino"]),
    )
