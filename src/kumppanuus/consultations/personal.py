"""What rounds hold about a person: her comments and drafts, and which answers she wrote."""

from __future__ import annotations

from typing import Any

from kumppanuus.consultations.models import Remark, Reply


def collect(person_id: int) -> dict[str, Any]:
    """Return what a person said in rounds, and which answers she wrote."""
    remarks = Remark.objects.filter(person=person_id).select_related("consultation", "organisation")
    replies = Reply.objects.filter(person=person_id).select_related("consultation")
    return {
        "remarks": [
            {
                "round": row.consultation.slug,
                "organisation": str(row.organisation) if row.organisation else None,
                "text": row.text,
                "stance": row.stance,
                "given_at": row.given_at,
            }
            for row in remarks.order_by("pk")
        ],
        "replies_to_remarks": [
            {"round": row.consultation.slug, "replied_at": row.replied_at} for row in replies.order_by("pk")
        ],
    }


def erase(person_id: int) -> None:
    """Forget who commented and her name; drafts go. What was given stays in the round, without her."""
    Remark.objects.filter(person=person_id, given_at=None).delete()
    Remark.objects.filter(person=person_id).update(person=None)
    Reply.objects.filter(person=person_id).update(person=None)
