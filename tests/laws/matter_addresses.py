"""Samples of the arguments of addresses about matters; see tests.laws.addresses."""

from __future__ import annotations

from typing import Any


def of_matter(w: Any) -> dict[str, Any]:
    return {"pk": w.matters.sent.pk}


STEPS = (
    *("send_on", "record_delivery", "record_number", "take_up", "record_handling", "answer", "close", "withdraw"),
    "attach",
)
MATTER_ADDRESSES = {
    "matters:matters": lambda w: {},
    "matters:export": lambda w: {"fmt": "csv"},
    "matters:atom": lambda w: {},
    "matters:start": lambda w: {},
    "matters:own": lambda w: {"token": w.tokens["matter"]},
    "matters:matter": lambda w: {"pk": w.matters.answered.pk},
    "matters:document": lambda w: {**of_matter(w), "fmt": "pdf"},
    **{f"matters:{name}": of_matter for name in STEPS},
    "matters:give_back": lambda w: {"pk": w.matters.passed_on.pk},
    "matters:correct": lambda w: {"pk": w.matters.step.pk},
    "matters:attachment": lambda w: {"pk": w.matters.sent.attachments.get().pk},
    "meetings:take_matter": lambda w: {"pk": w.matters.at_body.pk},
    "meetings:send_on": lambda w: {"pk": w.matters.outcome.pk},
    "api-1:list_matters": lambda w: {},
    "api-1:get_matter": of_matter,
}
