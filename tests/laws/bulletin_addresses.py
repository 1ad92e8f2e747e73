"""Samples of the arguments of addresses about bulletins, and what their lists cost; see tests.laws.addresses."""

from __future__ import annotations

from typing import Any

from kumppanuus.core.texts import Text
from tests.factories import bulletins
from tests.factories.cast import organisation
from tests.laws.meeting_lists import ENTRY, LIST, SIGNED_IN


def of_sent(w: Any) -> dict[str, Any]:
    return {"slug": w.bulletins.sent.slug}


def of_draft(w: Any) -> dict[str, Any]:
    return {"slug": w.bulletins.draft.slug}


BULLETIN_ADDRESSES = {
    **{f"bulletins:{name}": lambda w: {} for name in ("bulletins", "atom", "write")},
    "bulletins:export": lambda w: {"fmt": "csv"},
    **{f"bulletins:{name}": of_sent for name in ("bulletin", "correct")},
    **{f"bulletins:{name}": of_draft for name in ("change", "schedule", "send", "discard", "attach")},
    "bulletins:detach": lambda w: {"pk": w.bulletins.attachment.pk},
    "bulletins:call_back": lambda w: {"slug": w.bulletins.later.slug},
    "api-1:list_bulletins": lambda w: {},
    "api-1:get_bulletin": of_sent,
}


def more_bulletins(w: Any) -> None:
    for n in range(3):
        bulletins.sent(w.actor("aino"), w.cast.municipality_a, w.area_a, Text(fi=f"Tiedote {n}"))


def more_receivers(w: Any) -> None:
    for n in range(3):
        organisation(f"Uusi seura {n}", areas=[w.area_a], home=w.area_a)


# (address, who, queries, budget, what more)
BULLETIN_LISTS = [
    ("bulletins:bulletins", "dani", 2, LIST, more_bulletins),
    ("bulletins:bulletins", "aino", 6, LIST + SIGNED_IN, more_bulletins),
    ("bulletins:export", "dani", 1, LIST, more_bulletins),
    ("bulletins:atom", "dani", 2, LIST, more_bulletins),
    ("bulletins:bulletin", "dani", 4, ENTRY, more_receivers),
    ("bulletins:bulletin", "aino", 7, ENTRY + SIGNED_IN, more_receivers),
    ("api-1:list_bulletins", "dani", 3, LIST, more_bulletins),
    ("api-1:get_bulletin", "dani", 2, LIST, more_bulletins),
]
