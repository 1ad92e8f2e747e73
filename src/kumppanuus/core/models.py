"""The few tables that every app leans on."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Retention(models.TextChoices):
    """How long a kind of record is kept; each model names its class as `retention`."""

    LASTING = "lasting", "kept as long as the platform holds the record"
    PERSONAL = "personal", "kept while the person has an account, then erased or detached"
    SHORT = "short", "erased when its purpose has passed"
    LOG = "log", "kept for the time the operator sets, two years by default"


class RedactionOpen(models.Model):
    """Stands only inside a redacting transaction; frozen rows may change while it does."""

    retention: ClassVar[Retention] = Retention.SHORT

    class Meta:
        db_table = "core_redaction_open"


class Redaction(models.Model):
    """The trace of content removed for good: what and why, never the content. Replayed after a restore."""

    retention: ClassVar[Retention] = Retention.LASTING

    model = models.CharField(max_length=80)
    object_id = models.CharField(max_length=40)
    field = models.CharField(max_length=60)
    reason = models.TextField()
    person_id = models.BigIntegerField(null=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-at", "-pk")
