"""Who follows what, and how often she is told."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kumppanuus.core.actors import Actor
from kumppanuus.core.models import Retention
from kumppanuus.notices.models import Rhythm


class FollowQuerySet(models.QuerySet["Follow"]):
    def visible_to(self, actor: Actor) -> FollowQuerySet:
        """A person sees her own: what somebody follows is nobody else's business."""
        return self.filter(person=actor.person_id) if actor.person_id else self.none()


class Follow(models.Model):
    """A person follows a thing, which may be of any model that an app offers for following.

    rhythm  never: it stays in her list, and nothing of it is told
    """

    retention: ClassVar[Retention] = Retention.PERSONAL

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="follows")
    model = models.CharField(max_length=80)
    object_id = models.BigIntegerField()
    rhythm = models.CharField(_("How often"), max_length=8, choices=Rhythm, default=Rhythm.DAILY)
    since = models.DateTimeField(default=timezone.now)

    objects = FollowQuerySet.as_manager()

    class Meta:
        ordering = ("-since", "-pk")
        constraints = (models.UniqueConstraint(fields=("person", "model", "object_id"), name="follow_once"),)
        indexes = (models.Index(fields=("model", "object_id", "person"), name="follow_of_thing"),)
