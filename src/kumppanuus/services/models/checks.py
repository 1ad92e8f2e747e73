"""When single lines of an entry were right, and when somebody was reminded to confirm it."""

from __future__ import annotations

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


class FieldCheck(models.Model):
    """The last time that somebody said of one part that it is right, and in what role she said it."""

    retention: ClassVar[Retention] = Retention.LASTING

    service = models.ForeignKey(Service, models.CASCADE, related_name="checks")
    field = models.CharField(max_length=8, choices=Checked)
    at = models.DateTimeField(default=timezone.now)
    checked_as = models.CharField(max_length=8, choices=VerifiedAs)

    class Meta:
        ordering = ("service", "field")
        constraints = (models.UniqueConstraint(fields=("service", "field"), name="field_check_once"),)


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
