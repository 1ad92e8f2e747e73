"""What spaces hold about a person: roles, and answers to feedback."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Q
from django.utils import timezone

from kumppanuus.accounts.models import Person
from kumppanuus.spaces.models import AccessibilityFeedback, SpaceRole


def collect(person_id: int) -> dict[str, Any]:
    """Return roles in spaces with their days, feedback given from the person's address, and answers she wrote."""
    rows = SpaceRole.objects.filter(person=person_id).select_related("space")
    email = Person.objects.values_list("email", flat=True).get(pk=person_id)
    feedback = AccessibilityFeedback.objects.select_related("space")
    given = feedback.filter(email__iexact=email) if email else feedback.none()
    return {
        "roles": [{"space": str(row.space), "role": row.role, "start": row.start, "end": row.end} for row in rows],
        "feedback_given": [
            {
                "space": str(row.space),
                "page": row.page,
                "message": row.message,
                "given_at": row.given_at,
                "answer": row.answer,
            }
            for row in given
        ],
        "feedback_answered": [
            {"space": str(row.space), "answer": row.answer, "answered_at": row.answered_at}
            for row in feedback.filter(answered_by=person_id)
        ],
    }


def erase(person_id: int) -> None:
    """End the roles, whose rows stay with the emptied person; forget the address and the answerer of feedback."""
    email = Person.objects.values_list("email", flat=True).get(pk=person_id)
    if email:
        AccessibilityFeedback.objects.filter(email__iexact=email).update(email="")
    AccessibilityFeedback.objects.filter(answered_by=person_id).update(answered_by=None)
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    SpaceRole.objects.filter(Q(end=None) | Q(end__gt=yesterday), person=person_id).update(end=yesterday)
