"""What forums hold about a person: for which she registered."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from kumppanuus.accounts.models import Person
from kumppanuus.forums.models import Signup


def _about(person_id: int) -> Q:
    """Return her registrations, also those made by her address before she had an account."""
    address = Person.objects.filter(pk=person_id).values_list("email", flat=True).first()
    return Q(person=person_id) | (Q(email=address.lower()) if address else Q(pk=None))


def collect(person_id: int) -> dict[str, Any]:
    """Return the registrations of a person."""
    rows = Signup.objects.filter(_about(person_id)).select_related("forum")
    return {
        "forums": [
            {
                "forum": str(row.forum),
                "name": row.name,
                "organisation": row.organisation_name,
                "way": row.way,
                "needs": row.needs,
                "state": row.state,
                "came": row.came,
                "created_at": row.created_at,
            }
            for row in rows
        ]
    }


def erase(person_id: int) -> None:
    """Remove her registrations."""
    Signup.objects.filter(_about(person_id)).delete()
