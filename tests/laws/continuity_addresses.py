"""Samples of the arguments of addresses about posts and hand-overs; see tests.laws.addresses."""

from __future__ import annotations

from typing import Any

from tests.laws.following_addresses import FOLLOWING_ADDRESSES


def of_handover(w: Any) -> dict[str, Any]:
    return {"pk": w.handover.pk}


CONTINUITY_ADDRESSES = {
    **FOLLOWING_ADDRESSES,
    "organisations:contacts": lambda w: {},
    "organisations:contacts_atom": lambda w: {},
    "organisations:contacts_export": lambda w: {"fmt": "csv"},
    "organisations:post": lambda w: {"pk": w.post.pk},
    "continuity:begin": lambda w: {"pk": w.post.pk},
    "api-1:list_contacts": lambda w: {},
    "api-1:list_ownerless": lambda w: {},
    "continuity:ownerless": lambda w: {},
    **{f"continuity:{name}": of_handover for name in ("handover", "write", "take_over", "finish", "call_off")},
}
