"""What the directory holds about a person: what she suggested, decided on, asked to keep, imported and looks for."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from kumppanuus.accounts.models import Person
from kumppanuus.services.models import Claim, Import, SavedSearch, Suggestion, ThemeChange


def _own(person_id: int) -> Q:
    email = Person.objects.values_list("email", flat=True).get(pk=person_id)
    return Q(person=person_id) | (Q(email__iexact=email) if email else Q(pk=None))


def collect(person_id: int) -> dict[str, Any]:
    """Return suggestions and saved searches, by account or address, claims, lists she imported, and changes of a
    space's themes.
    """
    rows = Suggestion.objects.filter(_own(person_id)).select_related("organisation")
    claims = Claim.objects.filter(person=person_id).select_related("organisation")
    lists = Import.objects.filter(person=person_id).select_related("source")
    told = ("name", "query", "how_often", "paused", "made_at", "confirmed_at", "last_at", "ends_on", "email")
    return {
        "saved_searches": list(SavedSearch.objects.filter(_own(person_id)).values(*told)),
        "imports": [
            {
                "source": row.source.name,
                "filename": row.filename,
                "state": row.state,
                "counts": row.counts,
                "made_at": row.made_at,
                "applied_at": row.applied_at,
                "undone_at": row.undone_at,
            }
            for row in lists
        ],
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
        "changes_of_themes": [
            {"space": str(row.space), "what": row.verb, "at": row.at}
            for row in ThemeChange.objects.filter(person=person_id).select_related("space")
        ],
    }


def erase(person_id: int) -> None:
    """Forget who made the suggestions, which stay with the organisation, who decided or imported; remove claims and
    saved searches.
    """
    SavedSearch.objects.filter(_own(person_id)).delete()
    Suggestion.objects.filter(_own(person_id)).update(person=None, email="", words="")
    Suggestion.objects.filter(decided_by=person_id).update(decided_by=None)
    ThemeChange.objects.filter(person=person_id).update(person=None)
    Claim.objects.filter(decided_by=person_id).update(decided_by=None)
    Claim.objects.filter(person=person_id).delete()
    Import.objects.filter(person=person_id).update(person=None)
