"""What matters hold about a person: those that she gave, by account or address, and the steps that she recorded."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from kumppanuus.accounts.models import Person
from kumppanuus.matters.models import Attachment, Matter, Step


def _own(person_id: int) -> Q:
    email = Person.objects.values_list("email", flat=True).get(pk=person_id)
    return Q(person=person_id) | (Q(email__iexact=email) if email else Q(pk=None))


def collect(person_id: int) -> dict[str, Any]:
    """Return a person's matters, in her own or another's name, and the steps that she wrote down."""
    matters = Matter.objects.filter(_own(person_id)).select_related("area")
    steps = Step.objects.filter(person=person_id).select_related("matter")
    return {
        "matters": [
            {
                "title": str(row.title),
                "text": str(row.text),
                "in_name_of": str(row.given_name),
                "name": row.name,
                "email": row.email,
                "name_public": row.name_public,
                "area": str(row.area),
                "state": row.state,
                "given_at": row.given_at,
            }
            for row in matters
        ],
        "steps": [{"matter": str(row.matter), "kind": row.kind, "on": row.on, "text": str(row.text)} for row in steps],
    }


def erase(person_id: int) -> None:
    """Take the person off her matters and steps: what was wanted and what came of it stays."""
    Matter.objects.filter(_own(person_id)).update(person=None, name="", email="", name_public=False)
    Step.objects.filter(person=person_id).update(person=None)
    Attachment.objects.filter(person=person_id).update(person=None)
