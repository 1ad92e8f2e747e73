"""Samples of the actions about meetings; see tests.laws.samples."""

from __future__ import annotations

from kumppanuus.core.texts import Text
from tests.factories.meetings import at
from tests.laws.samples import fixed, nothing, sample

fixed("meetings.plan", lambda w: w.bodies.table, starts_at=at(80), ends_at=at(80, 15))
fixed("meetings.change", lambda w: w.meetings.called, place=Text(fi="Koulu"))
fixed("meetings.call", lambda w: w.meetings.planned)
fixed("meetings.cancel", lambda w: w.meetings.called, why="Sairastapaus")
fixed("meetings.keep_time", nothing)
sample("meetings.arrange")(lambda w: (w.meetings.called, {"item": w.meetings.item, "to": "down"}))
fixed("meetings.add_item", lambda w: w.meetings.called, title=Text(fi="Lisäasia"))
fixed("meetings.change_item", lambda w: w.meetings.item, minutes=25)
fixed("meetings.withdraw_item", lambda w: w.meetings.item, why="Siirtyy")
fixed("meetings.add_paper", lambda w: w.meetings.item, title=Text(fi="Liite"), url="https://example.org/liite")
fixed("meetings.withdraw_paper", lambda w: w.meetings.paper, why="Virhe")
fixed("meetings.propose", lambda w: w.bodies.table, title=Text(fi="Uusi asia"), why=Text(fi="Siksi"))
sample("meetings.accept_proposal")(lambda w: (w.meetings.waiting, {"meeting": w.meetings.called}))
fixed("meetings.decline_proposal", lambda w: w.meetings.waiting, reason="Ei kuulu meille")
fixed("meetings.withdraw_proposal", lambda w: w.meetings.waiting)
fixed("meetings.answer", lambda w: w.meetings.place, coming="yes")
