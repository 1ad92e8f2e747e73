"""What spaces hold about a person: roles, and answers to feedback."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Q
from django.utils import timezone

from kumppanuus.spaces.models import SpaceRole


def collect(person_id: int) -> dict[str, Any]:
    """Return roles in spaces with their days."""
    rows = SpaceRole.objects.filter(person=person_id).select_related("space")
    return {"roles": [{"space": str(row.space), "role": row.role, "start": row.start, "end": row.end} for row in rows]}


def erase(person_id: int) -> None:
    """End the roles; their rows stay with the emptied person."""
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    SpaceRole.objects.filter(Q(end=None) | Q(end__gt=yesterday), person=person_id).update(end=yesterday)
