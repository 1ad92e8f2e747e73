"""Samples of the arguments of addresses about calls for seats; see tests.laws.addresses."""

from __future__ import annotations

from typing import Any


def of_open(w: Any) -> dict[str, Any]:
    return {"pk": w.calls.open.pk}


def of_nomination(w: Any) -> dict[str, Any]:
    return {"pk": w.calls.waiting.pk}


CALL_ADDRESSES = {
    "calls:calls": lambda w: {},
    "calls:own": lambda w: {},
    "calls:atom": lambda w: {},
    "calls:export": lambda w: {"fmt": "csv"},
    **{f"calls:{name}": of_open for name in ("call", "extend", "cancel", "nominate", "compare")},
    "calls:nominations_export": lambda w: {**of_open(w), "fmt": "csv"},
    "calls:change": lambda w: {"pk": w.calls.coming.pk},
    "calls:decide": lambda w: {"pk": w.calls.closed.pk},
    "calls:result": lambda w: {"pk": w.calls.decided.pk},
    "calls:publish": lambda w: {"pk": w.calls.unpublished.call_id},
    "calls:answer_by_link": lambda w: {"token": w.tokens["nomination"]},
    **{f"calls:{name}": of_nomination for name in ("nomination", "withdraw", "ask_again", "mark_ineligible")},
    "calls:answer": lambda w: {"pk": w.calls.own.pk},
    "calls:put_back": lambda w: {"pk": w.calls.ineligible.pk},
    "calls:announce": lambda w: {"slug": w.calls.body.slug},
    "api-1:list_calls": lambda w: {},
    "api-1:get_call": of_open,
}
