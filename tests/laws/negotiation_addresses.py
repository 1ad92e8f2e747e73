"""Samples of the arguments of addresses about negotiations; see tests.laws.addresses."""

from __future__ import annotations

from typing import Any


def under_way(w: Any) -> dict[str, Any]:
    return {"pk": w.negotiations.under_way.pk}


def to_sign(w: Any) -> dict[str, Any]:
    return {"pk": w.negotiations.to_sign.pk}


def waiting(w: Any) -> dict[str, Any]:
    return {"pk": w.negotiations.waiting.pk}


OPEN = (
    "material",
    "change",
    "invite",
    "add_group",
    "add_point",
    "present",
    "propose",
    "publish",
    "offer",
    "begin_next",
)
NEGOTIATION_ADDRESSES = {
    "negotiations:negotiations": lambda w: {},
    "negotiations:export": lambda w: {"fmt": "csv"},
    "negotiations:atom": lambda w: {},
    "negotiations:convene": lambda w: {"slug": w.cast.county.governs.slug},
    "negotiations:follow": lambda w: {"token": w.tokens["follow"]},
    "negotiations:negotiation": lambda w: {"pk": w.negotiations.agreed.pk},
    **{f"negotiations:{name}": under_way for name in OPEN},
    "negotiations:agreement": lambda w: {**to_sign(w), "number": 1},
    "negotiations:document": lambda w: {**to_sign(w), "fmt": "pdf"},
    "negotiations:sign": to_sign,
    "negotiations:reopen": to_sign,
    "negotiations:close": lambda w: {"pk": w.negotiations.agreed.pk},
    "negotiations:rewrite": waiting,
    "negotiations:accept": waiting,
    "negotiations:decline": waiting,
    "negotiations:answer_point": lambda w: {"pk": w.negotiations.point.pk},
    "negotiations:leave": lambda w: {"pk": w.negotiations.party.pk},
    "negotiations:withdraw_link": lambda w: {"pk": w.negotiations.follow_up.pk},
    "negotiations:send_again": lambda w: {"pk": w.negotiations.follow_up.pk},
    "negotiations:presentation": lambda w: {"pk": w.negotiations.presentation.pk},
    "api-1:list_negotiations": lambda w: {},
    "api-1:get_negotiation": to_sign,
}
