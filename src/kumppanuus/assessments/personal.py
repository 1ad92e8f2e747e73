"""What assessments hold about a person: items she prepares, comments for the team, signatures."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from kumppanuus.assessments.models import Assignment, CommentCheck, Participation, Signature, TeamComment
from kumppanuus.questionnaires.models import Answer


def collect(person_id: int) -> dict[str, Any]:
    """Return what is held, in plain values."""
    signatures = Signature.objects.filter(person=person_id).select_related("assessment__area", "assessment__round")
    return {
        "prepares": [
            {"assessment": str(row.assessment), "item": str(row.item)}
            for row in Assignment.objects.filter(person=person_id).select_related(
                "assessment__area", "assessment__round", "item"
            )
        ],
        "team_comments": [{"text": row.text, "at": row.at} for row in TeamComment.objects.filter(person=person_id)],
        "signatures": [
            {"assessment": str(row.assessment), "body": row.body, "decided_on": row.decided_on} for row in signatures
        ],
        "checked_texts": CommentCheck.objects.filter(by=person_id).count(),
        "verified_answers": Participation.objects.filter(verified_by=person_id).count(),
        "saved_answers": Answer.objects.filter(changed_by=person_id).count(),
    }


def warn(person_id: int) -> Iterable[str]:
    """Say that signatures stay."""
    if Signature.objects.filter(person=person_id).exists():
        yield _("Signatures you gave stay with the municipality's answers, without your name.")


def erase(person_id: int) -> None:
    """Remove assignments, detach comments; signatures stay with the emptied person."""
    Assignment.objects.filter(person=person_id).delete()
    TeamComment.objects.filter(person=person_id).update(person=None)
    Answer.objects.filter(changed_by=person_id).update(changed_by=None)
