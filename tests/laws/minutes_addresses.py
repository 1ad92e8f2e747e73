"""Samples of the arguments of addresses of recording meetings and of minutes; see tests.laws.addresses."""

from __future__ import annotations

from typing import Any


def of_running(w: Any) -> dict[str, Any]:
    return {"pk": w.minutes.running.pk}


def of_item(w: Any) -> dict[str, Any]:
    return {"pk": w.minutes.running.items.first().pk}


def of_outcome(w: Any) -> dict[str, Any]:
    return {"pk": w.minutes.outcome.pk}


def of_draft(w: Any) -> dict[str, Any]:
    return {"pk": w.minutes.draft.meeting_id, "number": 1}


def of_open(w: Any) -> dict[str, Any]:
    return {"pk": w.minutes.open.meeting_id, "number": 1}


def of_approved(w: Any) -> dict[str, Any]:
    return {"pk": w.minutes.approved.meeting_id, "number": 1}


MINUTES_ADDRESSES = {
    **{f"meetings:{name}": of_running for name in ("record", "take_attendance", "close", "begin_minutes")},
    **{f"meetings:{name}": of_item for name in ("record_item", "settle_item")},
    **{f"meetings:{name}": of_outcome for name in ("change_outcome", "remove_outcome")},
    **{f"meetings:{name}": of_draft for name in ("write", "open_for_corrections")},
    "meetings:write_part": lambda w: {**of_draft(w), "item": 0},
    **{f"meetings:{name}": of_open for name in ("ask_for_correction", "submit", "inspect", "approve")},
    **{f"meetings:{name}": of_approved for name in ("minutes", "correct")},
    "meetings:minutes_file": lambda w: {**of_approved(w), "fmt": "docx"},
    "meetings:minutes_by_link": lambda w: {"token": w.tokens["minutes"]},
    "meetings:minutes_file_by_link": lambda w: {"token": w.tokens["minutes"], "fmt": "docx"},
    "meetings:answer_correction": lambda w: {"pk": w.minutes.correction.pk},
}
