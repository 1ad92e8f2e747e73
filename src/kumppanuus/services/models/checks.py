"""When single lines of an entry were right, and when somebody was reminded to confirm it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kumppanuus.core.models import Retention
from kumppanuus.services.models.entries import Service, VerifiedAs


class Checked(models.TextChoices):
    """The parts of an entry that grow old by themselves."""

    PHONE = "phone", _("Telephone")
    PLACE = "place", _("Place")
    TIMES = "times", _("Times")


@dataclass(frozen=True)
class FieldCheck:
    """The last time that somebody said of one part that it is right, and in what role. Kept in `Service.checked`, with
    the entry that it says something of, so that a page which shows both reads one row.
    """

    at: dt.datetime
    checked_as: str

    @classmethod
    def read(cls, service: Service, field: str) -> FieldCheck | None:
        """Return the check of a part; None where nobody looked at it by itself."""
        if (kept := service.checked.get(field)) is None:
            return None
        return cls(dt.datetime.fromisoformat(kept["at"]), kept["as"])

    def as_json(self) -> dict[str, str]:
        """Return the stored form."""
        return {"at": self.at.isoformat(), "as": self.checked_as}

    @property
    def role(self) -> str:
        """The role in words, in the reader's language."""
        return str(VerifiedAs(self.checked_as).label)


class Reminder(models.Model):
    """A reminder that was sent of an entry: at its due day (1), 14 days (2) and 30 days after (3), or by hand (0)."""

    retention: ClassVar[Retention] = Retention.SHORT

    service = models.ForeignKey(Service, models.CASCADE, related_name="reminders")
    due_on = models.DateField(null=True, blank=True)
    stage = models.PositiveSmallIntegerField()
    sent_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-sent_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("service", "due_on", "stage"), condition=Q(stage__gt=0), name="reminder_once_per_stage"
            ),
        )
