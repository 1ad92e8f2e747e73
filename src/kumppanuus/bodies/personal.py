"""What bodies hold about a person: where she sits and sat."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from kumppanuus.bodies.models import Mandate
from kumppanuus.bodies.models.seats import RUNNING

READ = ("seat__body", "organisation")


def collect(person_id: int) -> dict[str, Any]:
    """Return the seats a person has or had, with their days."""
    return {
        "mandates": [
            {
                "body": str(row.seat.body),
                "seat": str(row.seat),
                "part": row.part,
                "organisation": str(row.organisation or ""),
                "name_public": row.name_public,
                "start": row.start,
                "end": row.end,
            }
            for row in Mandate.objects.filter(person=person_id).select_related(*READ)
        ]
    }


def warn(person_id: int) -> list[str]:
    """Name the bodies that lose their chair or secretary."""
    rows = Mandate.objects.current().filter(person=person_id, seat__role__in=RUNNING).select_related(*READ)
    said = _("You are %(role)s of %(body)s. The seat shows as vacant then.")
    return [said % {"role": row.seat.get_role_display(), "body": row.seat.body} for row in rows]


def erase(person_id: int) -> None:
    """End mandates and take the names off; that the organisation sat there stays."""
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    for row in Mandate.objects.filter(Q(end=None) | Q(end__gt=yesterday), person=person_id):
        row.end = max(yesterday, row.start - dt.timedelta(days=1))
        row.save(update_fields=["end"])
    Mandate.objects.filter(person=person_id, name_public=True).update(name_hidden_at=timezone.now())
    Mandate.objects.filter(person=person_id).update(name_public=False, name="", email="")
