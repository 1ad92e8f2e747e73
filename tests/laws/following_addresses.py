"""Samples of the arguments of addresses about following; see tests.laws.addresses."""

from __future__ import annotations

from typing import Any


def of_body(w: Any) -> dict[str, Any]:
    return {"model": "bodies.body", "pk": w.bodies.table.pk}


FOLLOWING_ADDRESSES = {
    "following:follows": lambda w: {},
    **{f"following:{name}": of_body for name in ("follow", "state", "unfollow")},
}
