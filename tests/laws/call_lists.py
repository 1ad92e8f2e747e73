"""What lists of calls and nominations cost; see tests.laws.test_lists. (address, who, queries, budget, what more)."""

from __future__ import annotations

from typing import Any

from kumppanuus.core.actors import Actor
from tests.factories import calls, people
from tests.factories.cast import organisation
from tests.factories.organisations import member
from tests.laws.meeting_lists import COMPOSED, ENTRY, LIST, SIGNED_IN


def more_calls(w: Any) -> None:
    aino = w.actor("aino")
    for n in range(3):
        made = calls.call(aino, w.calls.body, [calls.seat(aino, w.calls.body, f"Uusi {n}")])
        if n:
            calls.decide(aino, calls.closed(made))


def more_nominations(w: Any) -> None:
    for n in range(3):
        own, editor = organisation(f"Ehdottaja {n}", areas=[w.area_a], home=w.area_a), people.person(f"Ehdottaja {n}")
        member(editor, own)
        calls.nominate(Actor(editor.pk, own.pk), w.calls.open, email=f"ehdokas{n}@example.org")


CALL_LISTS = [
    ("calls:calls", "dani", 4, LIST, more_calls),
    ("calls:atom", "dani", 3, LIST, more_calls),
    ("calls:export", "dani", 3, LIST, more_calls),
    ("calls:call", "dani", 2, ENTRY, more_calls),
    ("calls:compare", "aino", 10, COMPOSED + SIGNED_IN, more_nominations),
    ("calls:nominations_export", "aino", 6, ENTRY + SIGNED_IN, more_nominations),
    ("calls:own", "bertil", 6, LIST + SIGNED_IN, more_nominations),
    ("calls:result", "dani", 7, COMPOSED, more_nominations),
    ("api-1:list_calls", "dani", 2, LIST, more_calls),
    ("api-1:get_call", "dani", 3, LIST, more_nominations),
]
