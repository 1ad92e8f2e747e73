"""Meetings of a body, and who of it comes."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kumppanuus.bodies.models import Body, Mandate, OpenTo, bodies_of
from kumppanuus.core.actors import Actor
from kumppanuus.core.models import Retention
from kumppanuus.core.stamped import ChangingQuerySet, Stamped
from kumppanuus.core.texts import TextField
from kumppanuus.organisations.models import organisations_of

DOORS = dt.timedelta(hours=1)  # so long before it begins a meeting can be recorded


def inside(actor: Actor, prefix: str = "") -> Q:
    """Return what of a body's meetings the actor may read, as a condition; `prefix` leads from the row to the body.

    Meetings of an open body are everybody's; of others, those of who sits in it and of members of its convener.
    """
    found = Q(**{f"{prefix}open_to": OpenTo.ALL})
    if actor.person_id:
        bodies = bodies_of(actor)
        own = organisations_of(actor)
        found |= Q(**{f"{prefix}pk__in": bodies}) | Q(**{f"{prefix}convener__in": own})
    return found


def seen_inside(actor: Actor) -> str:
    """Name what `inside` lets the actor read besides what everybody may: readers of one name see the same."""
    return f"{bodies_of(actor)}{sorted(organisations_of(actor))}" if actor.person_id else ""


class MeetingState(models.TextChoices):
    PLANNED = "planned", _("Planned")
    CALLED = "called", _("Called")
    HELD = "held", _("Held")
    CANCELLED = "cancelled", _("Cancelled")


class MeetingQuerySet(ChangingQuerySet["Meeting"]):
    def visible_to(self, actor: Actor) -> MeetingQuerySet:
        """Meetings of open bodies are public; of others, for those inside."""
        return self.filter(inside(actor, "body__"))

    def coming(self) -> MeetingQuerySet:
        """Return the meetings that are not over, the next one first."""
        states = (MeetingState.PLANNED, MeetingState.CALLED)
        return self.filter(state__in=states, ends_at__gte=timezone.now()).order_by("starts_at", "pk")


class Meeting(Stamped):
    """A meeting of a body (OParl: meeting). A planned one stands in the clock; a called one has been announced.

    number          which meeting of the year of its body it is: set when it is called
    series          meetings planned together have the same
    proposals_until until when an item may be proposed; None: until the call is sent
    remote_open     whether everybody sees the remote link, or only those who are called
    sequence        of the calendar entry (RFC 5545): grows when time or place changes or it is cancelled
    """

    retention: ClassVar[Retention] = Retention.LASTING

    body = models.ForeignKey(Body, models.PROTECT, related_name="meetings")
    number = models.PositiveSmallIntegerField(null=True, blank=True)
    year = models.PositiveSmallIntegerField()
    title = TextField(_("Heading"), max_length=160, blank=True)
    starts_at = models.DateTimeField(_("Begins"))
    ends_at = models.DateTimeField(_("Ends"))
    place = TextField(_("Place"), max_length=200, blank=True)
    address = models.CharField(_("Street address"), max_length=200, blank=True)
    remote_link = models.URLField(_("Remote link"), max_length=500, blank=True)
    remote_open = models.BooleanField(_("Everybody may see the remote link"), default=False)
    accessibility = TextField(_("Accessibility of the place"), max_length=500, blank=True)
    languages = models.JSONField(_("Languages"), default=list)
    state = models.CharField(_("State"), max_length=9, choices=MeetingState, default=MeetingState.PLANNED)
    proposals_until = models.DateTimeField(_("Items can be proposed until"), null=True, blank=True)
    called_at = models.DateTimeField(null=True, blank=True)
    cancelled_why = models.CharField(_("Why it was cancelled"), max_length=300, blank=True)
    series = models.UUIDField(null=True, blank=True)
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sequence = models.PositiveIntegerField(default=0)

    objects = MeetingQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        ordering = ("-starts_at", "-pk")
        indexes = (models.Index(fields=("body", "starts_at"), name="meeting_of_body"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="meeting_ends_after_start",
                violation_error_message=_("The meeting cannot end before it begins."),
            ),
            models.UniqueConstraint(fields=("body", "year", "number"), name="meeting_number_once"),
        )

    def __str__(self) -> str:
        if self.title:
            return str(self.title)
        if self.number:
            return gettext("Meeting %(number)d/%(year)d") % {"number": self.number, "year": self.year}
        return gettext("Meeting")

    def get_absolute_url(self) -> str:
        return reverse("meetings:meeting", args=[self.pk])

    @property
    def is_over(self) -> bool:
        return self.ends_at < timezone.now()

    @property
    def has_begun(self) -> bool:
        return self.starts_at <= timezone.now()

    @property
    def can_be_recorded(self) -> bool:
        """Whether it was held, or is called and begins within the hour: who has come is marked at the door."""
        opened = self.state == MeetingState.CALLED and self.starts_at - DOORS <= timezone.now()
        return opened or self.state == MeetingState.HELD

    @property
    def is_under_way(self) -> bool:
        """Whether it is a called one and its time is now."""
        return self.state == MeetingState.CALLED and self.starts_at <= timezone.now() <= self.ends_at

    @property
    def takes_proposals(self) -> bool:
        """Whether an item can still be proposed for it."""
        if self.state not in {MeetingState.PLANNED, MeetingState.CALLED} or self.starts_at <= timezone.now():
            return False
        if self.proposals_until is not None:
            return timezone.now() <= self.proposals_until
        return self.state == MeetingState.PLANNED

    @property
    def day(self) -> dt.date:
        """Return the day on which it begins, in Finland."""
        return timezone.localdate(self.starts_at)

    def audience(self) -> set[str]:
        """Who may see events about the meeting."""
        return {"public"} if self.body.open_to == OpenTo.ALL else self.body.members_audience()


class Coming(models.TextChoices):
    YES = "yes", _("Coming")
    DEPUTY = "deputy", _("The deputy comes")
    NO = "no", _("Not coming")


class PlaceQuerySet(models.QuerySet["Place"]):
    def visible_to(self, actor: Actor) -> PlaceQuerySet:
        """Who comes is known inside the body; what was in the minutes is told there."""
        if not actor.person_id:
            return self.none()
        members = Q(meeting__body__in=bodies_of(actor)) | Q(meeting__body__convener__in=organisations_of(actor))
        return self.filter(Q(mandate__person=actor.person_id) | members)


class Place(models.Model):
    """One seat's place at a meeting: called, answered, present. The mandate says who and in whose name."""

    retention: ClassVar[Retention] = Retention.PERSONAL

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="places")
    mandate = models.ForeignKey(Mandate, models.CASCADE, related_name="places")
    coming = models.CharField(_("Answer"), max_length=6, choices=Coming, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    present = models.BooleanField(null=True, blank=True)
    link_id = models.BigIntegerField(null=True, blank=True)

    objects = PlaceQuerySet.as_manager()

    class Meta:
        ordering = ("meeting", "pk")
        constraints = (models.UniqueConstraint(fields=("meeting", "mandate"), name="place_once"),)

    def __str__(self) -> str:
        return f"{self.meeting}: {self.mandate}"

    def audience(self) -> set[str]:
        return self.meeting.body.members_audience()
