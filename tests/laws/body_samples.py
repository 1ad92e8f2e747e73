"""Samples of the actions about bodies; see tests.laws.samples."""

from __future__ import annotations

from kumppanuus.bodies.models import BodyKind
from kumppanuus.core.texts import Text
from tests.factories.bodies import today
from tests.laws.samples import fixed, nothing, sample

sample("bodies.create")(
    lambda w: (
        w.cast.municipality_a,
        {
            "space": w.cast.space,
            "kind": BodyKind.objects.get(space=None, code="network"),
            "name": Text(fi="Verkosto"),
            "area": w.area_a,
        },
    )
)
fixed("bodies.change", lambda w: w.bodies.table, about=Text(fi="Uusi kuvaus"))
fixed("bodies.end", lambda w: w.bodies.table)
fixed(
    "bodies.adopt_rules",
    lambda w: w.bodies.table,
    text=Text(fi="1. Pöytä kokoontuu usein."),
    approved_by="Pöytä",
    approved_on=today(-1),
)
fixed("bodies.add_seat", lambda w: w.bodies.table, role="expert", stands_for=Text(fi="Kirjasto"))
fixed("bodies.change_seat", lambda w: w.bodies.seat, stands_for=Text(fi="Omaiset"))
fixed("bodies.end_seat", lambda w: w.bodies.seat)
sample("bodies.appoint")(lambda w: (w.bodies.vacant, {"organisation": w.cast.ngo_b}))
fixed("bodies.end_mandate", lambda w: w.bodies.mandate)
fixed("bodies.keep_time", lambda _w: None)
fixed("bodies.show_name", lambda w: w.bodies.mandate, public=False)
fixed("bodies.load_kinds", nothing)
fixed("bodies.set_kind", lambda w: w.cast.space, name=Text(fi="Foorumi"))
sample("bodies.end_kind")(lambda w: (w.cast.space, {"kind": BodyKind.objects.get(space=None, code="network")}))
