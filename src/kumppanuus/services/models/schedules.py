"""When things happen: weekly, monthly, on dates, in seasons, and when they do not."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kumppanuus.core.models import Retention
from kumppanuus.core.texts import TextField
from kumppanuus.services.models.entries import Service
from kumppanuus.services.models.locations import ServiceLocation

WEEKDAYS = (
    ("MO", _("Monday")),
    ("TU", _("Tuesday")),
    ("WE", _("Wednesday")),
    ("TH", _("Thursday")),
    ("FR", _("Friday")),
    ("SA", _("Saturday")),
    ("SU", _("Sunday")),
)


class Frequency(models.TextChoices):
    ONCE = "ONCE", _("on one day")
    WEEKLY = "WEEKLY", _("weekly")
    MONTHLY = "MONTHLY", _("monthly")


class Schedule(models.Model):
    """A rule of times (HSDS: schedule; RFC 5545 RRULE with FREQ, INTERVAL, BYDAY, UNTIL).

    uuid      what calendars know it by, also after it was changed
    byday     "TU" or "TU,TH"; for monthly rules with its number: "1MO", "-1FR"
    starts    the first day, also the season's; `until` the last day, none if it goes on
    """

    retention: ClassVar[Retention] = Retention.LASTING

    uuid = models.UUIDField(default=uuid.uuid4, editable=False)
    service = models.ForeignKey(Service, models.CASCADE, related_name="schedules")
    place = models.ForeignKey(ServiceLocation, models.CASCADE, null=True, blank=True, related_name="schedules")
    freq = models.CharField(_("How often"), max_length=8, choices=Frequency, default=Frequency.WEEKLY)
    interval = models.PositiveSmallIntegerField(_("Every how many weeks or months"), default=1)
    byday = models.CharField(_("Weekdays"), max_length=60, blank=True)
    starts = models.DateField(_("From"), null=True, blank=True)
    until = models.DateField(_("Until"), null=True, blank=True)
    opens = models.TimeField(_("Begins at"), null=True, blank=True)
    closes = models.TimeField(_("Ends at"), null=True, blank=True)
    note = TextField(_("Note"), max_length=200, blank=True)

    class Meta:
        ordering = ("service", "starts", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(until=None) | Q(starts=None) | Q(until__gte=F("starts")),
                name="schedule_ends_after_start",
                violation_error_message=_("The last day cannot be before the first day."),
            ),
            models.CheckConstraint(
                condition=~Q(freq="ONCE") | Q(starts__isnull=False),
                name="once_has_a_day",
                violation_error_message=_("Give the day."),
            ),
            models.CheckConstraint(condition=Q(interval__gte=1) & Q(interval__lte=12), name="schedule_interval_bounds"),
        )


def same_as(service: int, rule: Mapping[str, Any]) -> uuid.UUID:
    """Return what calendars know a rule by that a list brings: the same each time for the same rule of an entry."""
    said = [str(rule.get(name) or "")[:20] for name in ("freq", "interval", "byday", "starts", "until", "opens")]
    return uuid.uuid5(uuid.NAMESPACE_OID, f"{service}:{':'.join(said)}")


class Closure(models.Model):
    """Days on which an entry is not there, whatever its schedules say: a summer break, a holiday."""

    retention: ClassVar[Retention] = Retention.LASTING

    service = models.ForeignKey(Service, models.CASCADE, related_name="closures")
    first = models.DateField(_("First day"))
    last = models.DateField(_("Last day"))
    note = TextField(_("Why"), max_length=200, blank=True)

    class Meta:
        ordering = ("first", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(last__gte=F("first")),
                name="closure_ends_after_start",
                violation_error_message=_("The last day cannot be before the first day."),
            ),
        )
