"""What came of each item, and the minutes from draft to approval."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from kumppanuus.bodies.models import Approval, Mandate, bodies_of
from kumppanuus.core.actors import Actor
from kumppanuus.core.models import Retention
from kumppanuus.core.stamped import Changing, ChangingQuerySet
from kumppanuus.core.texts import TextField
from kumppanuus.matters.models import Matter
from kumppanuus.measures.models import Measure
from kumppanuus.meetings.models.agendas import AgendaItem
from kumppanuus.meetings.models.meetings import Meeting, MeetingState, inside
from kumppanuus.organisations.models import organisations_of


class OutcomeKind(models.TextChoices):
    INFORMATION = "information", _("For information")
    DECISION = "decision", _("Decision")
    TASK = "task", _("Task")
    STATEMENT = "statement", pgettext_lazy("given by a body", "Statement")
    SENT_ON = "sent_on", _("Sent on")


class OutcomeQuerySet(models.QuerySet["Outcome"]):
    def visible_to(self, actor: Actor) -> OutcomeQuerySet:
        """Who is inside the body; others as the meeting, once it was held."""
        found = Q(item__meeting__state=MeetingState.HELD) & inside(actor, "item__meeting__body__")
        if actor.person_id:
            own = organisations_of(actor)
            found |= Q(item__meeting__body__in=bodies_of(actor)) | Q(item__meeting__body__convener__in=own)
        return self.filter(found)


class Outcome(models.Model):
    """What came of an item. A task is a measure: who, by when; a statement or what is sent on can be a matter."""

    retention: ClassVar[Retention] = Retention.LASTING

    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="outcomes")
    kind = models.CharField(_("Kind"), max_length=11, choices=OutcomeKind, default=OutcomeKind.DECISION)
    text = TextField(_("What was decided or agreed"), max_length=4000)
    to = models.CharField(_("To whom"), max_length=200, blank=True)
    measure = models.ForeignKey(Measure, models.PROTECT, null=True, blank=True, related_name="+")
    matter = models.ForeignKey(Matter, models.PROTECT, null=True, blank=True, related_name="+")
    approves = models.BooleanField(_("The result is approved"), default=False)
    order = models.PositiveSmallIntegerField(default=0)
    recorded_at = models.DateTimeField(default=timezone.now)

    objects = OutcomeQuerySet.as_manager()

    class Meta:
        ordering = ("item", "order", "pk")

    def __str__(self) -> str:
        return str(self.text)

    def audience(self) -> set[str]:
        """Who may see events about it."""
        meeting = self.item.meeting
        return meeting.audience() if meeting.state == MeetingState.HELD else meeting.body.members_audience()


class Phase(models.TextChoices):
    WRITING = "writing", _("Being written")
    CORRECTIONS = "corrections", _("Open for corrections")
    APPROVAL = "approval", _("Waits for approval")
    APPROVED = "approved", _("Approved")


class MinutesQuerySet(ChangingQuerySet["Minutes"]):
    def visible_to(self, actor: Actor) -> MinutesQuerySet:
        """Approved minutes are read by whoever reads the meeting; drafts inside the body only."""
        found = Q(phase=Phase.APPROVED) & inside(actor, "meeting__body__")
        if actor.person_id:
            bodies = bodies_of(actor)
            found |= Q(meeting__body__in=bodies) | Q(meeting__body__convener__in=organisations_of(actor))
        return self.filter(found)


class Minutes(Changing):
    """One version of a meeting's minutes. An approved one never changes: a later correction is a new version.

    attendance   who was present, copied when approved, as `meetings.present.as_row` makes it: roles and organisations,
                 names only of those who agreed to it
    approved_how as the rules of procedure said then: by a meeting (`approved_at`), by two inspectors (`inspectors`, in
                 the form of `attendance`) or by silence (`silent_days`)
    reason       why a corrected version was made
    """

    retention: ClassVar[Retention] = Retention.LASTING

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="minutes_versions")
    number = models.PositiveSmallIntegerField(default=1)
    phase = models.CharField(_("Phase"), max_length=11, choices=Phase, default=Phase.WRITING)
    corrections_until = models.DateField(_("Corrections can be asked for until"), null=True, blank=True)
    attendance = models.JSONField(default=list, blank=True)
    approved_on = models.DateField(null=True, blank=True)
    approved_how = models.CharField(max_length=10, choices=Approval, blank=True)
    approved_at = models.ForeignKey(Meeting, models.PROTECT, null=True, blank=True, related_name="+")
    silent_days = models.PositiveSmallIntegerField(null=True, blank=True)
    inspectors = models.JSONField(default=list, blank=True)
    reason = models.CharField(_("Why a corrected version was made"), max_length=300, blank=True)
    begun_at = models.DateTimeField(default=timezone.now)

    objects = MinutesQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        ordering = ("meeting", "-number")
        constraints = (
            models.UniqueConstraint(fields=("meeting", "number"), name="minutes_number_once"),
            models.UniqueConstraint(
                fields=("meeting",), condition=~Q(phase=Phase.APPROVED), name="one_draft_of_minutes"
            ),
        )

    def __str__(self) -> str:
        told = {"meeting": self.meeting, "number": self.number}
        return (
            gettext("Minutes: %(meeting)s, version %(number)d") if self.number > 1 else gettext("Minutes: %(meeting)s")
        ) % told

    def get_absolute_url(self) -> str:
        return reverse("meetings:minutes", args=[self.meeting_id, self.number])

    @property
    def is_open(self) -> bool:
        return self.phase != Phase.APPROVED

    def audience(self) -> set[str]:
        """Everybody who reads the meeting once approved, else who is inside the body."""
        return self.meeting.audience() if self.phase == Phase.APPROVED else self.meeting.body.members_audience()


class MinutesPartQuerySet(ChangingQuerySet["MinutesPart"]):
    def visible_to(self, actor: Actor) -> MinutesPartQuerySet:
        """As the minutes."""
        return self.filter(minutes__in=Minutes.objects.visible_to(actor))


class MinutesPart(Changing):
    """What the minutes say of one item; without an item, of the meeting's opening.

    title     the item's, copied when approved
    revision  grows with each saving: who writes on an older one is shown what was written meanwhile, nothing is lost
    outcomes  the item's outcomes, copied when approved, as `meetings.present.outcome_row` makes them
    """

    retention: ClassVar[Retention] = Retention.LASTING

    minutes = models.ForeignKey(Minutes, models.CASCADE, related_name="parts")
    item = models.ForeignKey(AgendaItem, models.PROTECT, null=True, blank=True, related_name="minutes_parts")
    order = models.PositiveSmallIntegerField(default=0)
    title = TextField(max_length=200, blank=True)
    text = TextField(_("What was said"), max_length=10000, blank=True)
    revision = models.PositiveIntegerField(default=0)
    outcomes = models.JSONField(default=list, blank=True)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = MinutesPartQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        ordering = ("minutes", "order", "pk")
        constraints = (
            models.UniqueConstraint(fields=("minutes", "item"), name="minutes_part_once", nulls_distinct=False),
        )

    def __str__(self) -> str:
        return str(self.title or self.item or self.minutes)

    def get_absolute_url(self) -> str:
        return f"{self.minutes.get_absolute_url()}#part-{self.item_id or 0}"

    def audience(self) -> set[str]:
        return self.minutes.audience()


class CorrectionQuerySet(models.QuerySet["Correction"]):
    def visible_to(self, actor: Actor) -> CorrectionQuerySet:
        """Requests for corrections are read inside the body."""
        if not actor.person_id:
            return self.none()
        bodies = bodies_of(actor)
        return self.filter(
            Q(minutes__meeting__body__in=bodies) | Q(minutes__meeting__body__convener__in=organisations_of(actor))
        )


class Correction(models.Model):
    """A request of somebody who was present for a correction in a draft; the secretary answers each."""

    retention: ClassVar[Retention] = Retention.LASTING

    minutes = models.ForeignKey(Minutes, models.CASCADE, related_name="corrections")
    part = models.ForeignKey(MinutesPart, models.CASCADE, null=True, blank=True, related_name="corrections")
    mandate = models.ForeignKey(Mandate, models.PROTECT, null=True, blank=True, related_name="+")
    text = models.TextField(_("What should be corrected"), max_length=3000)
    given_at = models.DateTimeField(default=timezone.now)
    accepted = models.BooleanField(null=True, blank=True)
    answer = models.TextField(_("Answer"), max_length=2000, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        ordering = ("given_at", "pk")

    def __str__(self) -> str:
        return str(self.part or self.minutes)

    def get_absolute_url(self) -> str:
        return f"{self.minutes.get_absolute_url()}#correction-{self.pk}"

    def audience(self) -> set[str]:
        return self.minutes.meeting.body.members_audience()


class Signature(models.Model):
    """One inspector's approval of minutes."""

    retention: ClassVar[Retention] = Retention.LASTING

    minutes = models.ForeignKey(Minutes, models.CASCADE, related_name="signatures")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    on = models.DateField(default=timezone.localdate)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("minutes", "person"), name="minutes_signed_once_each"),)
