"""What the event log holds about a person: what she did. Erasing keeps the ids, which then name nobody."""

from __future__ import annotations

from typing import Any

from kumppanuus.activity.models import Event


def collect(person_id: int) -> dict[str, Any]:
    """Return what the person did, when, and in whose name."""
    rows = Event.objects.filter(person_id=person_id).values("name", "at", "organisation_id", "decision", "data")
    return {"events": list(rows)} if rows else {}
