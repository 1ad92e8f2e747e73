"""Samples of the actions about the annual clock; see tests.laws.samples."""

from __future__ import annotations

from kumppanuus.core.texts import Text
from tests.factories.bodies import today
from tests.laws.samples import fixed, sample

sample("calendars.add")(lambda w: (w.cast.municipality_a, {"title": Text(fi="Järjestöilta"), "first": today(30)}))
fixed("calendars.change", lambda w: w.calendars.entry, place="Koulu")
fixed("calendars.cancel", lambda w: w.calendars.entry, why="Myrsky")
fixed("calendars.open_feed", lambda w: w.cast.people["aino"])
fixed("calendars.close_feed", lambda w: w.cast.people["aino"])
