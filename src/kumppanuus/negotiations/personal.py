"""What negotiations hold about a person: the signatures that she gave in organisations' names."""

from __future__ import annotations

from typing import Any

from kumppanuus.negotiations.models import Signature


def collect(person_id: int) -> dict[str, Any]:
    """Return her signatures."""
    rows = Signature.objects.filter(person=person_id).select_related("agreement__negotiation", "party__organisation")
    return {
        "negotiation_signatures": [
            {
                "negotiation": str(row.agreement.negotiation),
                "in_name_of": str(row.party.organisation.name),
                "decided_on": row.decided_on,
                "decided_by": row.decided_by,
                "signed_at": row.signed_at,
            }
            for row in rows
        ]
    }


def erase(person_id: int) -> None:
    """Take the person off her signatures: the organisation has signed, and its signature stays."""
    Signature.objects.filter(person=person_id).update(person=None)
