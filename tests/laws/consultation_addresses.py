"""Samples of the arguments of addresses about comment rounds, and what their lists cost; see tests.laws.addresses."""

from __future__ import annotations

from typing import Any

from kumppanuus.consultations import actions
from kumppanuus.core.texts import Text
from tests.factories.cast import organisation
from tests.factories.consultations import opened, said
from tests.laws.meeting_lists import ENTRY, LIST, SIGNED_IN

COMPOSED = 12


def of_open(w: Any) -> dict[str, Any]:
    return {"slug": w.consultations.open.slug}


def of_answered(w: Any) -> dict[str, Any]:
    return {"slug": w.consultations.answered.slug}


def of_closed(w: Any) -> dict[str, Any]:
    return {"slug": w.consultations.closed.slug}


CONSULTATION_ADDRESSES = {
    **{f"consultations:{name}": lambda w: {} for name in ("rounds", "atom", "prepare")},
    "consultations:export": lambda w: {"fmt": "csv"},
    "consultations:invited": lambda w: {"token": w.tokens["comment"]},
    "consultations:invited_comment": lambda w: {"token": w.tokens["comment"], "key": "q1"},
    "consultations:theme": lambda w: {"pk": w.consultations.theme.pk},
    "consultations:remark": lambda w: {"pk": w.consultations.alone.pk},
    "consultations:withdraw": lambda w: {"pk": w.consultations.given.pk},
    "consultations:discard": lambda w: {"pk": w.consultations.draft.pk},
    **{
        f"consultations:{name}": of_open
        for name in ("round", "nothing", "change", "announce", "invite", "remind", "extend", "close")
    },
    "consultations:comment": lambda w: {**of_open(w), "key": "q1"},
    "consultations:remarks": of_answered,
    "consultations:remarks_export": lambda w: {**of_answered(w), "fmt": "csv"},
    "consultations:summary": of_answered,
    "consultations:document": lambda w: {**of_answered(w), "fmt": "docx"},
    "consultations:bench": of_closed,
    "consultations:publish": of_closed,
    "api-1:list_consultations": lambda w: {},
    "api-1:get_consultation": of_answered,
    "api-1:list_remarks": of_answered,
}


def more_rounds(w: Any) -> None:
    for n in range(3):
        opened(w.actor("aino"), w.cast.municipality_a, f"Kierros {n}")


def more_said(w: Any) -> None:
    """More comments and invited organisations in the open and the closed round."""
    made, beata, aino = w.consultations.open, w.actor("beata"), w.actor("aino")
    own = [organisation(f"Kumppani {n}", areas=[w.area_a], home=w.area_a) for n in range(4)]
    actions.invite(aino, made, organisations=own)
    rows = [said(beata, made, f"Sana {n}") for n in range(4)]
    actions.group(aino, made, seen={rows[0].pk: None}, title=Text(fi="Ajat"))


# (address, who, queries, budget, what more)
CONSULTATION_LISTS = [
    ("consultations:rounds", "dani", 3, LIST, more_rounds),
    ("consultations:rounds", "aino", 7, LIST + SIGNED_IN, more_rounds),
    ("consultations:export", "dani", 1, LIST, more_rounds),
    ("consultations:atom", "dani", 2, LIST, more_rounds),
    ("consultations:round", "dani", 6, ENTRY, more_said),
    ("consultations:round", "aino", 12, COMPOSED + SIGNED_IN, more_said),
    ("consultations:remarks", "dani", 5, LIST, more_said),
    ("consultations:bench", "aino", 10, COMPOSED + SIGNED_IN, more_said),
    ("consultations:invited", "dani", 5, ENTRY, more_said),
    ("consultations:summary", "dani", 5, ENTRY, more_said),
    ("api-1:list_consultations", "dani", 2, LIST, more_rounds),
    ("api-1:list_remarks", "dani", 3, LIST, more_said),
]
