"""What calls hold about a person: for what she was nominated, and whom she nominated."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from kumppanuus.accounts.models import Person
from kumppanuus.calls.actions.keeping import blank
from kumppanuus.calls.models import LIVE, Nomination, NominationState


def _about(person_id: int) -> Q:
    """Return the nominations of the person, also those made by her address before she had an account."""
    address = Person.objects.filter(pk=person_id).values_list("email", flat=True).first()
    return Q(person=person_id) | (Q(email=address.lower()) if address else Q(pk=None))


def collect(person_id: int) -> dict[str, Any]:
    """Return the nominations of which a person is the nominee, and those that she made for others."""
    rows = Nomination.objects.select_related("call__body", "call__decision", "organisation", "seat")
    return {
        "nominated_for": [_told(row) | {"show_name": row.show_name} for row in rows.filter(_about(person_id))],
        "nominated": [_told(row) for row in rows.filter(nominated_by=person_id)],
    }


def _told(row: Nomination) -> dict[str, Any]:
    return {
        "body": str(row.call.body),
        "organisation": str(row.organisation),
        "seat": str(row.seat or ""),
        "name": row.name,
        "why": row.why,
        "languages": row.languages,
        "state": row.shown_state.value,
        "reason": row.reason if row.shown_state == row.state else "",
        "given_at": row.given_at,
        "consent_at": row.consent_at,
    }


def erase(person_id: int) -> None:
    """Take the person off: what waits is refused by it; that the organisation nominated stays."""
    own = _about(person_id)
    Nomination.objects.filter(own, state__in=LIVE).update(state=NominationState.REFUSED, consent_at=None)
    Nomination.objects.filter(nominated_by=person_id).update(nominated_by=None)
    Nomination.objects.filter(own).update(**blank())
