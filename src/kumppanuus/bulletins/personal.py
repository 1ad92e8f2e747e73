"""What bulletins hold about a person: which she began."""

from __future__ import annotations

from typing import Any

from kumppanuus.bulletins.models import Bulletin


def collect(person_id: int) -> dict[str, Any]:
    """Return the bulletins that the person began in an organisation's name."""
    rows = Bulletin.objects.filter(person=person_id).select_related("sender")
    return {
        "bulletins_begun": [
            {"title": str(row.title), "sender": str(row.sender), "created_at": row.created_at} for row in rows
        ]
    }


def erase(person_id: int) -> None:
    """Take the person off; the bulletins are the organisation's."""
    Bulletin.objects.filter(person=person_id).update(person=None)
