"""Totals of the whole directory, kept in rows of their own."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

from kumppanuus.core.models import Retention


class Tally(models.Model):
    """How many listed entries a choice of the filter would leave ("kind:event", "term:theme:mind")."""

    retention: ClassVar[Retention] = Retention.LASTING

    key = models.CharField(max_length=160, unique=True)
    number = models.PositiveIntegerField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("key",)
