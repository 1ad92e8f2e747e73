"""Samples of the arguments of addresses about following; see tests.laws.addresses."""

from __future__ import annotations

from typing import Any

from kumppanuus.following.stopping import by_mail_path


def of_body(w: Any) -> dict[str, Any]:
    return {"model": "bodies.body", "pk": w.bodies.table.pk}


def by_mail(w: Any) -> dict[str, Any]:
    return {"token": by_mail_path(w.followed_by_mail.pk).rstrip("/").rpartition("/")[2]}


FOLLOWING_ADDRESSES = {
    "following:by_mail": by_mail,
    "following:follows": lambda w: {},
    **{f"following:{name}": of_body for name in ("follow", "state", "unfollow")},
}
