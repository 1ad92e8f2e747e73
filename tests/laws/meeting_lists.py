"""What lists of meetings and proposals cost; see tests.laws.test_lists. (address, who, queries, budget, what more)."""

from __future__ import annotations

from typing import Any

from kumppanuus.core.texts import Text
from kumppanuus.meetings import actions
from tests.factories import meetings
from tests.factories.bodies import today

LIST, ENTRY, COMPOSED, SIGNED_IN = 5, 8, 12, 4


def more_meetings(w: Any) -> None:
    aino = w.actor("aino")
    meetings.planned(aino, w.bodies.table, 60, every=1, unit="weeks", until=today(75))
    meetings.held(w.bodies.table, -90, number=7, items=("Asia",))


def more_items(w: Any) -> None:
    aino, called = w.actor("aino"), w.meetings.called
    for n in range(3):
        item = actions.add_item(aino, called, title=Text(fi=f"Asia {n}"), minutes=5)
        actions.add_paper(aino, item, title=Text(fi="Liite"), file=meetings.upload(f"{n}.txt"))
        asked = actions.propose(w.actor("beata"), called.body, title=Text(fi=f"Ehdotus {n}"))
        if n:
            actions.accept_proposal(aino, asked, meeting=called)


def more_proposals(w: Any) -> None:
    for n in range(3):
        asked = actions.propose(w.actor("bertil"), w.bodies.table, title=Text(fi=f"Ehdotus {n}"))
        if n:
            actions.decline_proposal(w.actor("aino"), asked, reason="Ei nyt")


MEETING_LISTS = [
    ("meetings:meetings", "dani", 3, LIST, more_meetings),
    ("meetings:meetings", "aino", 7, LIST + SIGNED_IN, more_meetings),
    ("meetings:export", "dani", 1, LIST, more_meetings),
    ("meetings:atom", "dani", 2, LIST, more_meetings),
    ("meetings:feed", "dani", 3, LIST, more_meetings),
    ("meetings:meeting", "dani", 6, ENTRY, more_items),
    ("meetings:meeting", "aino", 15, COMPOSED + SIGNED_IN, more_items),
    ("meetings:ics", "dani", 4, LIST, more_items),
    ("meetings:screen", "dani", 4, LIST, more_items),
    ("meetings:answer_by_link", "link", 6, ENTRY, more_items),
    ("meetings:proposals", "dani", 4, LIST, more_proposals),
    ("meetings:proposals", "bertil", 8, LIST + SIGNED_IN, more_proposals),
    ("meetings:proposals_atom", "dani", 3, LIST, more_proposals),
    ("meetings:proposals_export", "dani", 2, LIST, more_proposals),
    ("meetings:own_proposals", "bertil", 6, LIST + SIGNED_IN, more_proposals),
    ("api-1:list_meetings", "dani", 2, LIST, more_meetings),
    ("api-1:get_meeting", "dani", 3, LIST, more_items),
]
