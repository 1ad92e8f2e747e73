"""Own entries of the annual clock."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kumppanuus.calendars.dates import Kind
from kumppanuus.core.actors import Actor
from kumppanuus.core.models import Retention
from kumppanuus.core.texts import TextField
from kumppanuus.organisations.models import Organisation, organisations_of
from kumppanuus.places.models import Area

# What an entry of one's own can be; the other kinds come from where they are kept.
OWN_KINDS = (Kind.APPLICATION, Kind.REPORT, Kind.NEGOTIATION, Kind.EVENT, Kind.OTHER)


class CalendarEntryQuerySet(models.QuerySet["CalendarEntry"]):
    def visible_to(self, actor: Actor) -> CalendarEntryQuerySet:
        """Public entries, and those of one's own organisations that are for members only."""
        found = Q(members_only=False)
        if actor.person_id:
            found |= Q(organisation__in=organisations_of(actor))
        return self.filter(found)


class CalendarEntry(models.Model):
    """A date that an organisation puts into the clock: applications, a report, a negotiation, an event.

    last          of several days the last one; None: one day
    begins, ends  hours of a single day, by the clock on the wall
    yearly        it comes again each year on the same day and month
    area          whom it concerns; none: nobody's area in particular
    sequence      of the calendar entry (RFC 5545): grows with each change
    """

    retention: ClassVar[Retention] = Retention.LASTING

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, verbose_name=_("Organisation"), related_name="calendar_entries"
    )
    kind = models.CharField(
        _("Kind"), max_length=12, choices=[(kind.value, kind.label) for kind in OWN_KINDS], default=Kind.OTHER
    )
    title = TextField(_("Heading"), max_length=160)
    about = TextField(_("What it is about"), max_length=1500, blank=True)
    first = models.DateField(_("First day"))
    last = models.DateField(_("Last day"), null=True, blank=True)
    begins = models.TimeField(_("Begins"), null=True, blank=True)
    ends = models.TimeField(_("Ends"), null=True, blank=True)
    yearly = models.BooleanField(_("Comes again each year"), default=False)
    place = models.CharField(_("Place"), max_length=200, blank=True)
    link = models.URLField(_("Address with more about it"), max_length=500, blank=True)
    area = models.ForeignKey(
        Area, models.PROTECT, verbose_name=_("Whom it concerns"), null=True, blank=True, related_name="+"
    )
    members_only = models.BooleanField(_("Only for members of the organisation"), default=False)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_why = models.CharField(_("Why it was cancelled"), max_length=300, blank=True)
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sequence = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)

    objects = CalendarEntryQuerySet.as_manager()

    class Meta:
        ordering = ("first", "pk")
        verbose_name = _("Entry of the annual clock")
        indexes = (
            models.Index(fields=("first",), name="calendar_entry_by_day"),
            models.Index(fields=("area", "first"), name="calendar_entry_of_area"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(last=None) | Q(last__gte=F("first")),
                name="calendar_entry_ends_after_start",
                violation_error_message=_("The last day cannot be before the first day."),
            ),
            models.CheckConstraint(
                condition=Q(begins=None) & Q(ends=None)
                | Q(begins__isnull=False, ends__isnull=False, last=None, ends__gt=F("begins")),
                name="calendar_entry_hours_of_one_day",
                violation_error_message=_("Hours are for one day: give both, the later one last, and no last day."),
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at=None) | ~Q(cancelled_why=""),
                name="cancelled_calendar_entry_has_reason",
                violation_error_message=_("Say why it is cancelled."),
            ),
        )

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        return reverse("calendars:entry", args=[self.pk])

    @property
    def is_cancelled(self) -> bool:
        return self.cancelled_at is not None

    @property
    def last_day(self) -> dt.date:
        """Return the last of its days in the first year."""
        return self.last or self.first

    def audience(self) -> set[str]:
        """Who may see events about the entry."""
        return {f"organisation:{self.organisation_id}"} if self.members_only else {"public"}
