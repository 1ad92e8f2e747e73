"""OParl: its addresses with what each is tried with, and what its lists cost; see tests.laws.addresses and test_lists."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kumppanuus.bodies import actions as bodies
from kumppanuus.core.texts import Text
from kumppanuus.meetings.oparl.kinds import OF_BODY
from tests.laws import meeting_lists

LIST, ENTRY = 5, 8


def none(_w: Any) -> dict[str, Any]:
    return {}


def _one(key: Callable[[Any], Any]) -> Callable[[Any], dict[str, Any]]:
    return lambda w: {"id": str(key(w))}


OPARL_ADDRESSES: dict[str, Callable[[Any], dict[str, Any]]] = {
    **{f"oparl:{name}": none for name in ("root", "openapi-json", "api-root", "bodies")},
    "oparl:body": _one(lambda w: w.cast.municipality_a.uuid),
    "oparl:legislativeTerm": _one(lambda w: w.bodies.table.pk),
    "oparl:organization": _one(lambda w: w.bodies.table.pk),
    "oparl:person": _one(lambda w: w.cast.people["bertil"].uuid),
    "oparl:membership": _one(lambda w: w.bodies.mandate.pk),
    "oparl:meeting": _one(lambda w: w.meetings.called.pk),
    "oparl:agendaItem": _one(lambda w: w.meetings.item.pk),
    "oparl:paper": _one(lambda w: w.meetings.paper.pk),
    "oparl:consultation": _one(lambda w: w.meetings.paper.pk),
    "oparl:file": _one(lambda w: f"paper-{w.meetings.paper.pk}"),
    "oparl:location": _one(lambda w: w.meetings.called.pk),
    **{f"oparl:body_{kind.path}": _one(lambda w: w.cast.municipality_a.uuid) for kind in OF_BODY},
    "oparl:meetings_of": lambda w: {"pk": w.bodies.table.pk},
    "oparl:consultations_of": lambda w: {"pk": w.bodies.table.pk},
}


def more(w: Any) -> None:
    """More of everything that OParl tells."""
    meeting_lists.more_meetings(w)
    meeting_lists.more_items(w)
    for n in range(3):
        seat = bodies.add_seat(w.actor("aino"), w.bodies.table, stands_for=Text(fi=f"Ala {n}"))
        bodies.appoint(w.actor("aino"), seat, organisation=w.cast.ngo_b, name=f"Jäsen {n}", name_public=True)


COSTS = {"organization": 2, "person": 2, "meeting": 5, "agendaItem": 4, "file": 4}
OPARL_LISTS = [
    ("oparl:bodies", "dani", 2, LIST, more),
    ("oparl:meetings_of", "dani", 5, LIST, more),
    ("oparl:consultations_of", "dani", 1, LIST, more),
    *((f"oparl:body_{kind.path}", "dani", COSTS.get(kind.path, 1), LIST, more) for kind in OF_BODY),
    ("oparl:body", "dani", 2, ENTRY, more),
    ("oparl:organization", "dani", 2, ENTRY, more),
    ("oparl:person", "dani", 2, ENTRY, more),
    ("oparl:meeting", "dani", 5, ENTRY, more),
    ("oparl:agendaItem", "dani", 4, ENTRY, more),
]
