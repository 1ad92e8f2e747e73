"""What the clock holds about a person: the address of her own feed."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from kumppanuus.calendars.feeds import PURPOSE, feeds_of
from kumppanuus.links.models import Link


def collect(person_id: int) -> dict[str, Any]:
    """Return when addresses of the person's own feed were made and withdrawn; not the addresses themselves."""
    rows = Link.objects.filter(purpose=PURPOSE, person_id=person_id).order_by("pk")
    return {"calendar_feeds": list(rows.values("created_at", "expires_at", "revoked_at"))}


def erase(person_id: int) -> None:
    """Withdraw the address."""
    feeds_of(person_id).update(revoked_at=timezone.now())
