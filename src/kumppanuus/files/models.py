"""Files: the row of an upload; the bytes lie in the storage under a name of our own."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kumppanuus.core.actors import Actor
from kumppanuus.core.models import Retention
from kumppanuus.core.texts import TextField


class FileQuerySet(models.QuerySet["File"]):
    def visible_to(self, actor: Actor) -> FileQuerySet:
        """Public files are everybody's; others are seen by the audience token they carry and by who uploaded them."""
        mine = models.Q(uploaded_by=actor.person_id) if actor.person_id else models.Q(pk=None)
        return self.filter(models.Q(audience_token__in=actor.tokens()) | mine)


class File(models.Model):
    """An uploaded file. `content_type` is what the content says it is, not what its name claims."""

    retention: ClassVar[Retention] = Retention.LASTING

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    stored = models.FileField(upload_to="%Y/%m/")
    name = models.CharField(_("Name"), max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    alternative_text = TextField(_("Alternative text"), max_length=500, blank=True)
    accessibility_warning = models.CharField(max_length=40, blank=True)
    audience_token = models.CharField(max_length=60, default="public")
    organisation_id = models.BigIntegerField(null=True)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    uploaded_at = models.DateTimeField(default=timezone.now)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = FileQuerySet.as_manager()

    class Meta:
        ordering = ("-uploaded_at", "-pk")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("files:download", args=[self.uuid])

    @property
    def is_image(self) -> bool:
        return self.content_type.startswith("image/")

    def audience(self) -> set[str]:
        return {self.audience_token}
