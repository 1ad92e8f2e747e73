"""Hand-overs of posts and their lines."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kumppanuus.core.actors import Actor
from kumppanuus.core.models import Retention
from kumppanuus.organisations.models import Part, Post, organisations_of


class HandoverQuerySet(models.QuerySet["Handover"]):
    def visible_to(self, actor: Actor) -> HandoverQuerySet:
        """Hand-overs are the organisation's own: its members read them, and who leaves, also afterwards."""
        if not actor.person_id:
            return self.none()
        return self.filter(Q(person=actor.person_id) | Q(post__organisation__in=organisations_of(actor)))

    def open(self) -> HandoverQuerySet:
        """Return those that have not ended."""
        return self.filter(done_at=None)


class Handover(models.Model):
    """The hand-over of a post by who leaves it.

    person    who leaves
    told      what she writes down that is written nowhere
    done_at   when all lines were taken over, or it was finished without that, which has a reason
    """

    retention: ClassVar[Retention] = Retention.LASTING

    post = models.ForeignKey(Post, models.CASCADE, related_name="handovers")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="handovers")
    part = models.CharField(_("Part"), max_length=8, choices=Part, default=Part.HOLDER)
    last_day = models.DateField(_("Last day"))
    told = models.TextField(_("What is written nowhere"), max_length=8000, blank=True)
    begun_at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(_("Why it is finished without all being taken over"), max_length=500, blank=True)

    objects = HandoverQuerySet.as_manager()

    class Meta:
        ordering = ("-begun_at", "-pk")
        verbose_name = _("Hand-over")
        constraints = (
            models.UniqueConstraint(
                fields=("post", "part"), condition=Q(done_at=None), name="one_open_handover_per_part"
            ),
        )

    def __str__(self) -> str:
        return str(self.post)

    def get_absolute_url(self) -> str:
        return reverse("continuity:handover", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.done_at is None

    @property
    def days_left(self) -> int:
        """Days until the last day; below nothing when it has passed."""
        return (self.last_day - timezone.localdate()).days

    def audience(self) -> set[str]:
        return {f"person:{self.person_id}", f"organisation:{self.post.organisation_id}"}


class HandoverLine(models.Model):
    """What was said of one thing of a hand-over, and who took it over when. `label` is what it was called then."""

    retention: ClassVar[Retention] = Retention.LASTING

    handover = models.ForeignKey(Handover, models.CASCADE, related_name="lines")
    model = models.CharField(max_length=80)
    object_id = models.BigIntegerField()
    kind = models.CharField(max_length=120)
    label = models.CharField(max_length=300)
    note = models.CharField(_("What to know about it"), max_length=1000, blank=True)
    taken_at = models.DateTimeField(null=True, blank=True)
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("handover", "kind", "pk")
        constraints = (models.UniqueConstraint(fields=("handover", "model", "object_id"), name="handover_line_once"),)

    @property
    def key(self) -> str:
        return f"{self.model}:{self.object_id}"
