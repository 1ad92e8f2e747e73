"""Events: who, for whom, did what, to what, when, on whose decision. Ids of persons, never names."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from django.db import models
from django.utils import timezone

from kumppanuus.core.actors import Actor
from kumppanuus.core.merged import Mergeable, merged_in
from kumppanuus.core.models import Retention

Hides = Callable[[Actor], models.Q | None]
_hidden: list[Hides] = []


def hides(condition: Hides) -> Hides:
    """Register what an actor must not see although a token lets her: a keeper with a conflict of interest.

    Who sees an event is decided when it is written; what came after, or holds for this reader only, is decided here.
    The condition is on events; None where nothing is hidden from this actor.
    """
    _hidden.append(condition)
    return condition


class EventQuerySet(models.QuerySet["Event"]):
    def visible_to(self, actor: Actor) -> EventQuerySet:
        """Return the events whose audience was decided, when they were written, to include the actor."""
        return self.by_tokens(actor, actor.tokens())

    def by_tokens(self, actor: Actor, tokens: set[str]) -> EventQuerySet:
        """Return the events that these of the actor's tokens let her see."""
        shown = self.filter(pk__in=EventAudience.objects.filter(token__in=tokens).values("event"))
        for condition in _hidden:
            if (hidden := condition(actor)) is not None:
                shown = shown.exclude(hidden)
        return shown

    def about(self, *objects: models.Model) -> EventQuerySet:
        """Return the events that have one of the objects, or what was merged into it, as a target, newest first."""
        wanted = models.Q()
        for obj in objects:
            wanted |= models.Q(model=obj._meta.label_lower, object_id=obj.pk)
            if isinstance(obj, Mergeable):
                wanted |= models.Q(model=obj._meta.label_lower, object_id__in=merged_in(obj).values("pk"))
        return self.filter(pk__in=EventTarget.objects.filter(wanted).values("event"))


class Event(models.Model):
    """The row that an outermost action leaves."""

    retention: ClassVar[Retention] = Retention.LOG

    name = models.CharField(max_length=80)
    at = models.DateTimeField(default=timezone.now, db_index=True)
    person_id = models.BigIntegerField(null=True, db_index=True)
    organisation_id = models.BigIntegerField(null=True)
    link_id = models.BigIntegerField(null=True)
    system = models.CharField(max_length=40, blank=True)
    decision = models.CharField(max_length=300, blank=True)
    data: Any = models.JSONField(default=dict)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ("-at", "-pk")


class EventTarget(models.Model):
    """One of the things an event is about; `model` is the label ("assessments.round")."""

    retention: ClassVar[Retention] = Retention.LOG

    event = models.ForeignKey(Event, models.CASCADE, related_name="targets")
    model = models.CharField(max_length=80)
    object_id = models.BigIntegerField()
    order = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("order", "pk")
        indexes = (models.Index(fields=("model", "object_id"), name="event_target_object"),)


class EventAudience(models.Model):
    """A token of those who may see the event."""

    retention: ClassVar[Retention] = Retention.LOG

    event = models.ForeignKey(Event, models.CASCADE, related_name="audiences")
    token = models.CharField(max_length=60)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("token", "event"), name="event_audience_once"),)
