"""Samples of the actions about projects; see tests.laws.samples."""

from __future__ import annotations

from kumppanuus.core.texts import Text
from tests.factories.bodies import today
from tests.laws.samples import fixed, sample

sample("projects.create")(
    lambda w: (
        w.cast.municipality_a,
        {"name": Text(fi="Uusi hanke"), "area": w.area_a, "starts": today(), "ends": today(300)},
    )
)
fixed("projects.change", lambda w: w.projects.open, budget=90_000)
fixed("projects.stop", lambda w: w.projects.open, on=today(), why="Rahoitus loppui")
fixed("projects.report", lambda w: w.projects.over, results=Text(fi="Kolme ryhmää syntyi"))
sample("projects.ask_party")(lambda w: (w.projects.open, {"organisation": w.cast.umbrella}))
fixed("projects.join", lambda w: w.projects.asked)
fixed("projects.decline", lambda w: w.projects.asked)
fixed("projects.leave", lambda w: w.projects.joined)
fixed("projects.add_legacy", lambda w: w.projects.open, what=Text(fi="Ryhmä"))
sample("projects.ask_heir")(lambda w: (w.projects.free, {"heir": w.cast.ngo_a}))
fixed("projects.take_over", lambda w: w.projects.offered)
fixed("projects.refuse_legacy", lambda w: w.projects.offered, reason="Ei ole väkeä")
fixed("projects.drop_legacy", lambda w: w.projects.free, reason="Ei löytynyt jatkajaa")
