"""What continuity holds about a person: the posts she handed over, and what she took over."""

from __future__ import annotations

from typing import Any

from kumppanuus.continuity.models import Handover, HandoverLine


def collect(person_id: int) -> dict[str, Any]:
    """Return what she wrote when she left a post, and the lines that she took over."""
    return {
        "handovers": [
            {
                "post": str(row.post),
                "organisation": str(row.post.organisation),
                "last_day": row.last_day,
                "told": row.told,
            }
            for row in Handover.objects.filter(person=person_id).select_related("post__organisation")
        ],
        "taken_over": [
            {"post": str(row.handover.post), "what": row.label, "taken_at": row.taken_at}
            for row in HandoverLine.objects.filter(taken_by=person_id).select_related("handover__post")
        ],
    }


def erase(person_id: int) -> None:
    """Take her off the lines she took over; what she wrote is the organisation's and stays with the emptied person."""
    HandoverLine.objects.filter(taken_by=person_id).update(taken_by=None)
