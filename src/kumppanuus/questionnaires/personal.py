"""What questionnaires hold about a person: the versions of checklists that she wrote."""

from __future__ import annotations

from typing import Any

from kumppanuus.questionnaires.models import QuestionnaireVersion


def collect(person_id: int) -> dict[str, Any]:
    """Return the versions that the person wrote. The answers that she saved are told by the app that asked."""
    rows = QuestionnaireVersion.objects.filter(author=person_id).select_related("questionnaire")
    return {
        "checklist_versions": [
            {
                "checklist": str(row.questionnaire),
                "version": row.number,
                "status": row.status,
                "published_at": row.published_at,
            }
            for row in rows.order_by("questionnaire", "number")
        ]
    }


def erase(person_id: int) -> None:
    """Forget who wrote them; the versions stay, for rounds were answered with them."""
    QuestionnaireVersion.objects.filter(author=person_id).update(author=None)
