"""What meetings hold about a person: what she proposed, which calls she answered, what she asked to be corrected."""

from __future__ import annotations

from typing import Any

from kumppanuus.meetings.models import Correction, Place, Proposal, Signature


def collect(person_id: int) -> dict[str, Any]:
    """Return a person's proposals, the meetings to which she was called with her answers, what she asked to be
    corrected in minutes, and which minutes she signed.
    """
    asked = Correction.objects.filter(mandate__person=person_id).select_related("minutes__meeting__body")
    signed = Signature.objects.filter(person=person_id).select_related("minutes__meeting__body")
    proposals = Proposal.objects.filter(person=person_id).select_related("body", "organisation")
    places = Place.objects.filter(mandate__person=person_id).select_related("meeting__body", "mandate")
    return {
        "proposals": [
            {
                "body": str(row.body),
                "organisation": str(row.organisation or ""),
                "title": str(row.title),
                "why": str(row.why),
                "state": row.state,
                "given_at": row.given_at,
            }
            for row in proposals
        ],
        "calls": [
            {
                "body": str(row.meeting.body),
                "meeting": str(row.meeting),
                "starts_at": row.meeting.starts_at,
                "part": row.mandate.part,
                "answer": row.coming,
                "answered_at": row.answered_at,
                "present": row.present,
            }
            for row in places
        ],
        "corrections": [
            {
                "body": str(row.minutes.meeting.body),
                "meeting": str(row.minutes.meeting),
                "text": row.text,
                "given_at": row.given_at,
                "accepted": row.accepted,
                "answer": row.answer,
            }
            for row in asked
        ],
        "signed_minutes": [
            {"body": str(row.minutes.meeting.body), "meeting": str(row.minutes.meeting), "on": row.on} for row in signed
        ],
    }


def erase(person_id: int) -> None:
    """Take the person off her proposals: that the organisation proposed stays."""
    Proposal.objects.filter(person=person_id).update(person=None)
