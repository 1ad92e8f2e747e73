"""What is held of a person here: what she follows, and how often she is told."""

from __future__ import annotations

from typing import Any

from kumppanuus.following.models import Follow


def collect(person_id: int) -> dict[str, Any]:
    """Return what the person follows."""
    rows = Follow.objects.filter(person=person_id).values("model", "object_id", "rhythm", "since")
    return {"follows": list(rows)} if rows else {}


def erase(person_id: int) -> None:
    """Forget all of it."""
    Follow.objects.filter(person=person_id).delete()
