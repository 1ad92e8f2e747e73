"""What lists of matters cost; see tests.laws.test_lists. (address, who, queries, budget, what more)."""

from __future__ import annotations

from typing import Any

from kumppanuus.core.texts import Text
from kumppanuus.matters import actions
from kumppanuus.meetings.receiving import as_receiver
from tests.factories.matters import at_organisation, matter, resident

LIST, ENTRY, COMPOSED, SIGNED_IN = 5, 8, 12, 4


def more_matters(w: Any) -> None:
    for n in range(3):
        matter(w.actor("bertil"), w.area_a, at_organisation(w.cast.municipality_a), f"Asia {n}")
        matter(w.actor("bertil"), w.area_a, as_receiver(w.bodies.table), f"Pöydälle {n}")
        resident(w.area_a, at_organisation(w.cast.municipality_a), f"Oma {n}", email=f"a{n}@example.org")


def more_steps(w: Any) -> None:
    aino, made = w.actor("aino"), w.matters.answered
    for n in range(3):
        actions.send_on(aino, made, to=as_receiver(w.bodies.closed))
        actions.answer(w.actor("akseli"), made, text=Text(fi=f"Vastaus {n}"))


MATTER_LISTS = [
    ("matters:matters", "dani", 3, LIST, more_matters),
    ("matters:matters", "aino", 6, LIST + SIGNED_IN, more_matters),
    ("matters:export", "dani", 2, LIST, more_matters),
    ("matters:atom", "dani", 3, LIST, more_matters),
    ("matters:matter", "dani", 5, ENTRY, more_steps),
    ("matters:matter", "aino", 11, ENTRY + SIGNED_IN, more_steps),
    ("meetings:proposals", "aino", 8, LIST + SIGNED_IN, more_matters),
    ("dashboard:work", "aino", 16, COMPOSED + SIGNED_IN, more_matters),
    ("dashboard:municipality", "dani", 12, COMPOSED, more_matters),
    ("api-1:list_matters", "dani", 2, LIST, more_matters),
    ("api-1:get_matter", "dani", 2, LIST, more_steps),
]
