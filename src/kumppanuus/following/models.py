"""Who follows what, and how often she is told."""

from __future__ import annotations

from collections.abc import Iterable
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


ORDER = (Rhythm.AT_ONCE, Rhythm.DAILY, Rhythm.WEEKLY, Rhythm.NEVER)


def soonest(rhythms: Iterable[str]) -> str:
    """Return the most frequent of some rhythms; never where there is none."""
    return min(rhythms, key=lambda one: ORDER.index(Rhythm(one)), default=Rhythm.NEVER)


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


class AddressFollow(models.Model):
    """An address without an account follows a thing that everybody may see.

    Until it is confirmed by the button behind the mailed link nothing is told, and after a few days it is forgotten.
    """

    retention: ClassVar[Retention] = Retention.PERSONAL

    address = models.EmailField()
    language = models.CharField(max_length=8, default="fi")
    model = models.CharField(max_length=80)
    object_id = models.BigIntegerField()
    rhythm = models.CharField(_("How often"), max_length=8, choices=Rhythm, default=Rhythm.DAILY)
    since = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-since", "-pk")
        constraints = (models.UniqueConstraint(fields=("address", "model", "object_id"), name="address_follows_once"),)
        indexes = (models.Index(fields=("model", "object_id", "address"), name="address_follow_of_thing"),)
