"""Samples of the arguments of addresses about bodies and their minutes; see tests.laws.addresses."""

from __future__ import annotations

from typing import Any

from tests.laws.bulletin_addresses import BULLETIN_ADDRESSES
from tests.laws.calendar_addresses import CALENDAR_ADDRESSES
from tests.laws.call_addresses import CALL_ADDRESSES
from tests.laws.consultation_addresses import CONSULTATION_ADDRESSES
from tests.laws.forum_addresses import FORUM_ADDRESSES
from tests.laws.matter_addresses import MATTER_ADDRESSES
from tests.laws.meeting_addresses import MEETING_ADDRESSES
from tests.laws.minutes_addresses import MINUTES_ADDRESSES
from tests.laws.negotiation_addresses import NEGOTIATION_ADDRESSES
from tests.laws.practice_addresses import PRACTICE_ADDRESSES
from tests.laws.project_addresses import PROJECT_ADDRESSES


def of_body(w: Any) -> dict[str, Any]:
    return {"slug": w.bodies.table.slug}


def of_kinds(w: Any) -> dict[str, Any]:
    return {"space": w.cast.space.slug}


BODY_ADDRESSES = {
    **CALENDAR_ADDRESSES,
    **MINUTES_ADDRESSES,
    "bodies:bodies": lambda w: {},
    "bodies:atom": lambda w: {},
    "bodies:export": lambda w: {"fmt": "csv"},
    "bodies:kinds": of_kinds,
    "bodies:add_kind": of_kinds,
    "bodies:set_kind": lambda w: {**of_kinds(w), "code": "network"},
    "bodies:end_kind": lambda w: {**of_kinds(w), "code": "network"},
    "bodies:create": of_kinds,
    **{f"bodies:{name}": of_body for name in ("body", "change", "end", "adopt_rules", "add_seat")},
    "bodies:seats_export": lambda w: {**of_body(w), "fmt": "csv"},
    "bodies:rules": lambda w: {**of_body(w), "number": 1},
    **{f"bodies:{name}": lambda w: {"pk": w.bodies.seat.pk} for name in ("change_seat", "end_seat", "appoint")},
    **{f"bodies:{name}": lambda w: {"pk": w.bodies.mandate.pk} for name in ("end_mandate", "show_name")},
    "api-1:list_bodies": lambda w: {},
    "api-1:list_seats": of_body,
    **MEETING_ADDRESSES,
    **CALL_ADDRESSES,
    **MATTER_ADDRESSES,
    **NEGOTIATION_ADDRESSES,
    **PROJECT_ADDRESSES,
    **PRACTICE_ADDRESSES,
    **CONSULTATION_ADDRESSES,
    **BULLETIN_ADDRESSES,
    **FORUM_ADDRESSES,
}
