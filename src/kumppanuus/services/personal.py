"""What the directory holds about a person: what she suggested, decided on, and asked to keep."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from kumppanuus.accounts.models import Person
from kumppanuus.services.models import Claim, Suggestion


def _own(person_id: int) -> Q:
    email = Person.objects.values_list("email", flat=True).get(pk=person_id)
    return Q(person=person_id) | (Q(email__iexact=email) if email else Q(pk=None))


def collect(person_id: int) -> dict[str, Any]:
    """Return suggestions, by account or address, and claims."""
    rows = Suggestion.objects.filter(_own(person_id)).select_related("organisation")
    claims = Claim.objects.filter(person=person_id).select_related("organisation")
    return {
        "suggestions": [
            {
                "organisation": str(row.organisation),
                "line": row.line,
                "after": row.after,
                "words": row.words,
                "state": row.state,
                "made_at": row.made_at,
            }
            for row in rows
        ],
        "claims": [
            {"organisation": str(row.organisation), "message": row.message, "state": row.state, "made_at": row.made_at}
            for row in claims
        ],
    }


def erase(person_id: int) -> None:
    """Forget who made the suggestions, which stay with the organisation, and who decided; remove the claims."""
    Suggestion.objects.filter(_own(person_id)).update(person=None, email="", words="")
    Suggestion.objects.filter(decided_by=person_id).update(decided_by=None)
    Claim.objects.filter(decided_by=person_id).update(decided_by=None)
    Claim.objects.filter(person=person_id).delete()
