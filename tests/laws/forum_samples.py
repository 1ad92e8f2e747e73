"""Samples of the actions about forums; see tests.laws.samples."""

from __future__ import annotations

from kumppanuus.core.texts import Text
from tests.factories.forums import soon
from tests.factories.uploads import text_file
from tests.laws.samples import fixed, nothing, sample

sample("forums.create")(
    lambda w: (
        w.cast.municipality_a,
        {
            "name": Text(fi="Uusi ilta"),
            "area": w.area_a,
            "starts_at": soon(20),
            "ends_at": soon(20, 20),
            "place": Text(fi="Kirjasto"),
            "register_until": soon(19),
        },
    )
)
fixed("forums.change", lambda w: w.forums.open, place=Text(fi="Koulu"))
fixed("forums.cancel", lambda w: w.forums.open, why="Sairastapaus")
fixed("forums.tell_outcome", lambda w: w.forums.past, outcome=Text(fi="Sovittiin"), outcome_links=[])
sample("forums.attach")(lambda w: (w.forums.open, {"title": Text(fi="Esitys"), "file": text_file()}))
fixed("forums.detach", lambda w: w.forums.attachment)
fixed("forums.mark_attendance", lambda w: w.forums.past, came=[], others=12)
fixed("forums.sign_up", lambda w: w.forums.open)
fixed("forums.ask", lambda w: w.forums.open, name="Uusi", email="uusi.tulija@example.org")
fixed("forums.confirm", lambda w: w.forums.own)
fixed("forums.amend", lambda w: w.forums.own, way="remote")
fixed("forums.withdraw", lambda w: w.forums.own)
fixed("forums.remind", nothing)
fixed("forums.forget", nothing)
