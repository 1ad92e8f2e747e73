"""Samples of the arguments of addresses about meetings; see tests.laws.addresses."""

from __future__ import annotations

from typing import Any

from tests.laws.oparl_addresses import OPARL_ADDRESSES


def of_body(w: Any) -> dict[str, Any]:
    return {"slug": w.bodies.table.slug}


def of_meeting(w: Any) -> dict[str, Any]:
    return {"pk": w.meetings.called.pk}


def of_item(w: Any) -> dict[str, Any]:
    return {"pk": w.meetings.item.pk}


def of_paper(w: Any) -> dict[str, Any]:
    return {"pk": w.meetings.paper.pk}


def of_proposal(w: Any) -> dict[str, Any]:
    return {"pk": w.meetings.waiting.pk}


def of_link(w: Any) -> dict[str, Any]:
    return {"token": w.tokens["meeting"]}


MEETING_ADDRESSES = {
    **OPARL_ADDRESSES,
    "meetings:meetings": lambda w: {},
    "meetings:export": lambda w: {"fmt": "csv"},
    "meetings:proposals_atom": lambda w: {"slug": w.bodies.table.slug},
    "meetings:proposals_export": lambda w: {"slug": w.bodies.table.slug, "fmt": "csv"},
    "meetings:atom": lambda w: {},
    "meetings:own_proposals": lambda w: {},
    "meetings:agenda_file": lambda w: {**of_meeting(w), "fmt": "docx"},
    **{f"meetings:{name}": of_link for name in ("answer_by_link", "ics_by_link")},
    "meetings:paper_by_link": lambda w: {**of_link(w), **of_paper(w)},
    "meetings:answer": lambda w: {"pk": w.meetings.place.pk},
    **{f"meetings:{name}": of_meeting for name in ("meeting", "ics", "screen", "change", "call", "cancel", "add_item")},
    **{f"meetings:{name}": of_item for name in ("change_item", "withdraw_item", "move_item", "add_paper")},
    **{f"meetings:{name}": of_paper for name in ("paper", "withdraw_paper")},
    **{
        f"meetings:{name}": of_proposal
        for name in ("proposal", "accept_proposal", "decline_proposal", "withdraw_proposal")
    },
    **{f"meetings:{name}": of_body for name in ("feed", "plan", "proposals", "propose")},
    "api-1:list_meetings": lambda w: {},
    "api-1:get_meeting": of_meeting,
}
