"""What a fork has looked at of its original, and what it offers back."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kumppanuus.core.actors import Actor
from kumppanuus.core.models import Retention
from kumppanuus.core.versions import VersionStatus
from kumppanuus.practices.models.practices import Practice, PracticeVersion, within


class Outcome(models.TextChoices):
    TAKEN = "taken", pgettext_lazy("what was done with a change of the original", "Taken")
    LEFT = "left", pgettext_lazy("what was done with a change of the original", "Left as it was here")
    JOINED = "joined", pgettext_lazy("what was done with a change of the original", "Joined")


class LookQuerySet(models.QuerySet["Look"]):
    def visible_to(self, actor: Actor) -> LookQuerySet:
        """As the version."""
        if not actor.person_id:
            return self.exclude(version__status=VersionStatus.DRAFT)
        return self.filter(~Q(version__status=VersionStatus.DRAFT) | within(actor, "version__practice"))


class Look(models.Model):
    """That a fork has looked at what the original says under a heading, and what it did with it.

    original  the version of the original that was looked at: the base of the next comparison under this heading
    code      of the heading; "short" is the short description
    """

    retention: ClassVar[Retention] = Retention.LASTING

    version = models.ForeignKey(PracticeVersion, models.CASCADE, related_name="looks")
    original = models.ForeignKey(PracticeVersion, models.PROTECT, related_name="+")
    code = models.SlugField(max_length=40)
    outcome = models.CharField(_("What was done"), max_length=6, choices=Outcome)
    at = models.DateTimeField(default=timezone.now)

    objects = LookQuerySet.as_manager()

    class Meta:
        ordering = ("version_id", "at", "pk")
        constraints = (models.UniqueConstraint(fields=("version", "code"), name="look_once"),)

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        return self.version.get_absolute_url()

    def audience(self) -> set[str]:
        return self.version.audience()


class ContributionState(models.TextChoices):
    WAITING = "waiting", pgettext_lazy("of what is offered to the original", "Waits for an answer")
    ACCEPTED = "accepted", pgettext_lazy("of what is offered to the original", "Accepted")
    DECLINED = "declined", pgettext_lazy("of what is offered to the original", "Not taken")
    WITHDRAWN = "withdrawn", pgettext_lazy("of what is offered to the original", "Taken back")


class ContributionQuerySet(models.QuerySet["Contribution"]):
    def visible_to(self, actor: Actor) -> ContributionQuerySet:
        """The two sides': those who write the one or the other."""
        if not actor.person_id:
            return self.none()
        return self.filter(within(actor, "practice") | within(actor, "source__practice"))


class Contribution(models.Model):
    """What a fork says under a heading, offered to the practice it was made from.

    source      the published version of the fork whose text is offered; it never changes
    practice    to which it is offered
    taken_into  the version of it that took it in; its makers are credited there
    """

    retention: ClassVar[Retention] = Retention.LASTING

    source = models.ForeignKey(PracticeVersion, models.PROTECT, related_name="contributions")
    practice = models.ForeignKey(Practice, models.CASCADE, related_name="contributions")
    code = models.SlugField(max_length=40)
    why = models.CharField(_("Why it helps others, too"), max_length=1000)
    state = models.CharField(_("State"), max_length=9, choices=ContributionState, default=ContributionState.WAITING)
    reason = models.CharField(_("Why it is not taken"), max_length=1000, blank=True)
    taken_into = models.ForeignKey(
        PracticeVersion, models.PROTECT, null=True, blank=True, related_name="taken_contributions"
    )
    made_at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = ContributionQuerySet.as_manager()

    class Meta:
        ordering = ("-made_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("source", "practice", "code"),
                condition=Q(state=ContributionState.WAITING),
                name="contribution_waits_once",
                violation_error_message=_("This is offered already and waits for an answer."),
            ),
            models.CheckConstraint(
                condition=~Q(state="declined") | ~Q(reason=""),
                name="declined_contribution_has_reason",
                violation_error_message=_("Say why it is not taken."),
            ),
            models.CheckConstraint(
                condition=Q(state="accepted") | Q(taken_into=None), name="only_accepted_contribution_is_taken_in"
            ),
        )

    def __str__(self) -> str:
        return str(self.source)

    def get_absolute_url(self) -> str:
        return f"{self.practice.get_absolute_url()}contributions/{self.pk}/"

    def audience(self) -> set[str]:
        """The two sides."""
        return {f"organisation:{pk}" for pk in self.practice.writers() | self.source.practice.writers()}
