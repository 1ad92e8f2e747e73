"""Measures. One model for tasks of minutes, agreed measures, steps from weak items and lines of plans."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kumppanuus.core.actors import Actor
from kumppanuus.core.models import Retention
from kumppanuus.core.texts import TextField
from kumppanuus.organisations.models import Organisation, Post
from kumppanuus.places.models import Area


class State(models.TextChoices):
    PROPOSED = "proposed", _("Proposed")
    AGREED = "agreed", _("Agreed")
    UNDER_WAY = "under_way", _("Under way")
    DONE = "done", _("Done")
    DROPPED = "dropped", _("Dropped")


OPEN_STATES = (State.PROPOSED, State.AGREED, State.UNDER_WAY)


class MeasureQuerySet(models.QuerySet["Measure"]):
    def visible_to(self, actor: Actor) -> MeasureQuerySet:
        """Measures are public, also proposed and dropped ones: both sides see what was asked."""
        return self.all()

    def open(self) -> MeasureQuerySet:
        """Return those neither done nor dropped."""
        return self.filter(state__in=OPEN_STATES)


class Measure(models.Model):
    """A measure. It belongs to an organisation and a post, never to a person.

    agreed_model, agreed_id  where it was agreed ("assessments.assessment", 12)
    """

    retention: ClassVar[Retention] = Retention.LASTING
    when_removed: ClassVar[str] = "–"  # a dropped measure has a reason, also when its words are removed

    title = TextField(_("What will be done"), max_length=200)
    shows_done = TextField(_("What shows that it is done"), max_length=500, blank=True)
    area = models.ForeignKey(Area, models.PROTECT, related_name="measures")
    owner = models.ForeignKey(Organisation, models.PROTECT, verbose_name=_("Owner"), related_name="measures")
    post = models.ForeignKey(
        Post, models.PROTECT, verbose_name=_("Post"), null=True, blank=True, related_name="measures"
    )
    due = models.DateField(_("Due"))
    state = models.CharField(_("State"), max_length=10, choices=State, default=State.AGREED)
    reason = models.TextField(_("Why"), max_length=1000, blank=True)
    proposed_by = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    agreed_model = models.CharField(max_length=80, blank=True)
    agreed_id = models.BigIntegerField(null=True, blank=True)
    agreed_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)

    objects = MeasureQuerySet.as_manager()

    class Meta:
        ordering = ("due", "pk")
        indexes = (
            models.Index(fields=("area", "state", "due"), name="measure_of_area"),
            models.Index(fields=("agreed_model", "agreed_id"), name="measure_where_agreed"),
        )
        constraints = (
            models.CheckConstraint(
                condition=~Q(state=State.DROPPED) | ~Q(reason=""),
                name="dropped_measure_has_reason",
                violation_error_message=_("Say why the measure was dropped."),
            ),
        )

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        return reverse("measures:measure", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    @property
    def first_signed_on(self) -> dt.date | None:
        """The day of the first of two signatures, while the second is waited for."""
        if self.state != State.PROPOSED or not self.owner.two_signatories:
            return None
        first = self.consents.order_by("pk").first()
        return first.on if first else None

    @property
    def is_late(self) -> bool:
        return self.is_open and self.due < timezone.localdate()

    def audience(self) -> set[str]:
        return {"public"}


class Consent(models.Model):
    """The first of two signatures by which an owner with the two-signatory rule takes a measure on."""

    retention: ClassVar[Retention] = Retention.LASTING

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="consents")
    person_id = models.BigIntegerField()
    on = models.DateField(default=timezone.localdate)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("measure", "person_id"), name="measure_signed_once_each"),)


class MeasureState(models.Model):
    """One state a measure has had, and why: its history in the owner's words. `due` is the date it had then."""

    retention: ClassVar[Retention] = Retention.LASTING

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="states")
    state = models.CharField(max_length=10, choices=State)
    reason = models.TextField(max_length=1000, blank=True)
    on = models.DateField(default=timezone.localdate)
    due = models.DateField(null=True)
    person_id = models.BigIntegerField(null=True)

    class Meta:
        ordering = ("-on", "-pk")
