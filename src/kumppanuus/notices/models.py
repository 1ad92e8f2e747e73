"""Deliveries: one row per notice and recipient, how often each person wants what, and when a worker was seen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kumppanuus.core.actors import Actor
from kumppanuus.core.models import Retention


class Rhythm(models.TextChoices):
    AT_ONCE = "at_once", _("At once")
    DAILY = "daily", _("Once a day")
    WEEKLY = "weekly", _("Once a week")
    NEVER = "never", _("Never")


class State(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    DIGEST = "digest", _("Waiting for the digest")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Failed")
    DROPPED = "dropped", _("Not wanted")


@dataclass(frozen=True)
class Address:
    """A recipient without an account: an address, and the language in which mail goes there."""

    email: str
    language: str


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def visible_to(self, actor: Actor) -> DeliveryQuerySet:
        """A person sees the mail sent to her."""
        return self.filter(person=actor.person_id) if actor.person_id else self.none()

    def due(self) -> DeliveryQuerySet:
        """Return rows to try now, also those whose sender died in the middle."""
        now = timezone.now()
        stuck = Q(state=State.SENDING, next_try__lte=now)
        return self.filter(Q(state=State.WAITING, next_try__lte=now) | stuck)


class Delivery(models.Model):
    """One notice to one recipient: a person, or an address (an organisation's, an invited one's).

    key         names the notice, so that nothing goes twice to the same recipient ("round:3:invite:org:12")
    topic       what kind of notice; persons choose a rhythm per topic
    template    renders subject, text and HTML in the recipient's language from `context` (ids and plain values)
    """

    retention: ClassVar[Retention] = Retention.SHORT

    key = models.CharField(max_length=120)
    topic = models.CharField(max_length=40)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="deliveries"
    )
    address = models.EmailField()
    language = models.CharField(max_length=8, default="fi")
    template = models.CharField(max_length=100)
    # Emptied once the mail has left: it may hold a personal link or a sign-in code.
    context: Any = models.JSONField(default=dict)
    target_model = models.CharField(max_length=80, blank=True)
    target_id = models.BigIntegerField(null=True)
    # How often, where what it comes from has a rhythm of its own; empty: the person's choice for the topic counts.
    rhythm = models.CharField(max_length=8, choices=Rhythm, blank=True)
    digest = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="parts")
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try = models.DateTimeField(default=timezone.now)
    message_id = models.CharField(max_length=200, blank=True)
    error = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    # What was sent, kept only where the installation shows it (the demo's page of sent mail).
    subject = models.CharField(max_length=300, blank=True)
    body = models.TextField(blank=True)

    MOST_ATTEMPTS: ClassVar[int] = 8

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-pk")
        constraints = (models.UniqueConstraint(fields=("key", "address"), name="delivery_once"),)
        indexes = (
            models.Index(fields=("state", "next_try"), name="delivery_due"),
            models.Index(
                fields=("target_model", "target_id"), condition=Q(target_id__isnull=False), name="delivery_about"
            ),
        )


class PreferenceQuerySet(models.QuerySet["Preference"]):
    def visible_to(self, actor: Actor) -> PreferenceQuerySet:
        """A person sees her own."""
        return self.filter(person=actor.person_id) if actor.person_id else self.none()


class Preference(models.Model):
    """How often a person wants notices of a topic."""

    retention: ClassVar[Retention] = Retention.PERSONAL

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="preferences")
    topic = models.CharField(max_length=40)
    rhythm = models.CharField(max_length=8, choices=Rhythm, default=Rhythm.AT_ONCE)

    objects = PreferenceQuerySet.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("person", "topic"), name="preference_once"),)


class AddressStop(models.Model):
    """An address without an account that wants no more mail of a topic."""

    retention: ClassVar[Retention] = Retention.PERSONAL

    address = models.EmailField()
    topic = models.CharField(max_length=40)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("address", "topic"), name="address_stop_once"),)


class Beat(models.Model):
    """When a part of the system (worker, clock) was last seen alive."""

    retention: ClassVar[Retention] = Retention.SHORT

    name = models.CharField(max_length=40, unique=True)
    at = models.DateTimeField()
