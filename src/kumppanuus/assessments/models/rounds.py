"""A round belongs to a space and has a keeper who is never the assessed party."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kumppanuus.core.actors import Actor
from kumppanuus.core.models import Retention
from kumppanuus.core.texts import TextField
from kumppanuus.organisations.models import Organisation, Post, acts_for, organisations_of
from kumppanuus.places.models import Area
from kumppanuus.questionnaires.models import QuestionnaireVersion, Response, Theme
from kumppanuus.spaces.models import Space, space_roles_of


class InvitationRule(models.TextChoices):
    AREA_NGOS = "area_ngos", _("All NGOs active in the municipality")
    CHOSEN = "chosen", _("NGOs chosen by the keeper")
    OPEN = "open", _("All NGOs of the municipality, and an open link for others")


class Stage(models.TextChoices):
    DRAFT = "draft", _("Being prepared")
    COMING = "coming", _("Opens soon")
    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed")
    RELEASED = "released", _("Results published")


def keeps(actor: Actor) -> list[int]:
    """Return ids of the spaces in which the actor is a keeper of rounds."""
    return [space for space, roles in space_roles_of(actor).items() if "keeper" in roles]


class RoundQuerySet(models.QuerySet["Round"]):
    def visible_to(self, actor: Actor) -> RoundQuerySet:
        """Opened rounds are public; those being prepared are seen by the space's keepers."""
        return self.filter(Q(opened_at__isnull=False) | Q(space__in=keeps(actor)))

    def open(self) -> RoundQuerySet:
        """Return rounds that take answers today."""
        today = timezone.localdate()
        return self.filter(opened_at__isnull=False, closed_at=None, opens__lte=today, closes__gte=today)


class Round(models.Model):
    """A round: checklist version, area, period, who is invited and by what rule."""

    retention: ClassVar[Retention] = Retention.LASTING

    space = models.ForeignKey(Space, models.PROTECT, related_name="rounds")
    title = TextField(_("Title"), max_length=160)
    year = models.PositiveSmallIntegerField(_("Year"))
    keeper = models.ForeignKey(Organisation, models.PROTECT, verbose_name=_("Keeper"), related_name="kept_rounds")
    keeper_post = models.ForeignKey(
        Post, models.PROTECT, verbose_name=_("Keeper's post"), null=True, blank=True, related_name="+"
    )
    version = models.ForeignKey(
        QuestionnaireVersion, models.PROTECT, verbose_name=_("Checklist"), related_name="rounds"
    )
    themes = models.ManyToManyField(Theme, verbose_name=_("Themes"), blank=True, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, verbose_name=_("Area"), related_name="rounds")
    opens = models.DateField(_("Opens"))
    closes = models.DateField(_("Closes"))
    rule = models.CharField(
        _("Who is invited"), max_length=12, choices=InvitationRule, default=InvitationRule.AREA_NGOS
    )
    rule_text = TextField(_("The invitation rule in words"), max_length=1000, blank=True)
    greeting = TextField(_("Greeting"), max_length=2000, blank=True)
    thanks = TextField(_("Thanks"), max_length=1000, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    released_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)

    objects = RoundQuerySet.as_manager()

    class Meta:
        ordering = ("-closes", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(closes__gt=F("opens")),
                name="round_closes_after_it_opens",
                violation_error_message=_("The closing day must be after the opening day."),
            ),
        )

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        return reverse("assessments:round", args=[self.pk])

    @property
    def stage(self) -> Stage:
        """Derived from what has happened and from today's date."""
        if self.released_at:
            return Stage.RELEASED
        if self.opened_at is None:
            return Stage.DRAFT
        today = timezone.localdate()
        if self.closed_at or today > self.closes:
            return Stage.CLOSED
        return Stage.OPEN if today >= self.opens else Stage.COMING

    @property
    def takes_answers(self) -> bool:
        return (
            self.opened_at is not None and self.closed_at is None and self.opens <= timezone.localdate() <= self.closes
        )

    @property
    def closes_at(self) -> dt.datetime:
        """The moment after the closing day ends, Finnish time."""
        day = self.closes + dt.timedelta(days=1)
        return timezone.make_aware(dt.datetime.combine(day, dt.time()))

    @property
    def reader_token(self) -> str:
        """The audience token of those who hold the NGOs' answers."""
        return f"space:{self.space_id}:keeper"

    def audience(self) -> set[str]:
        return {"public"} if self.opened_at else {self.reader_token}


def assessed(actor: Actor, prefix: str = "") -> Q:
    """Return the condition for assessments of a party the actor belongs to: the one that answers for the
    municipality's side, or any municipality that shares the assessment.
    """
    own = organisations_of(actor) if actor.person_id else []
    names = ("organisation", "area__government", "area__members__government")
    found = Q(pk=None)
    for name in names:
        found |= Q(**{f"{prefix}{name}__in": own})
    return found


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    def visible_to(self, actor: Actor) -> AssessmentQuerySet:
        """As their rounds."""
        return self.filter(Q(round__opened_at__isnull=False) | Q(round__space__in=keeps(actor)))


class Assessment(models.Model):
    """One municipality (or municipalities that share a round) in a round."""

    retention: ClassVar[Retention] = Retention.LASTING

    round = models.ForeignKey(Round, models.CASCADE, related_name="assessments")
    area = models.ForeignKey(Area, models.PROTECT, related_name="assessments")
    # The organisation that answers for the municipality's side.
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=_("Municipality's organisation"), related_name="assessments"
    )
    post = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+")
    response = models.ForeignKey(Response, models.PROTECT, null=True, blank=True, related_name="+")
    sheet_link_id = models.BigIntegerField(null=True)  # the open link that is printed on the sheet

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        ordering = ("round", "area__sort_name")
        constraints = (models.UniqueConstraint(fields=("round", "area"), name="area_once_per_round"),)

    def __str__(self) -> str:
        return f"{self.area}: {self.round}"

    def get_absolute_url(self) -> str:
        return reverse("assessments:mirror", args=[self.round_id, self.area.slug])

    @property
    def needs_reason(self) -> bool:
        """The NGOs' result is public and no correction is under way: what comes now is a new version with a reason."""
        if self.response is not None and self.response.is_draft and self.response.reason:
            return False
        return self.round.released_at is not None and self.releases.exists()

    def is_prepared_by(self, actor: Actor) -> bool:
        """Say whether the actor works on the municipality's side now."""
        return acts_for(actor, self.organisation_id, "editor", "answerer", "signatory")

    def is_assessed(self, actor: Actor) -> bool:
        """Say whether the actor belongs to the assessed party, whoever she acts for now."""
        return Assessment.objects.filter(assessed(actor), pk=self.pk).exists()

    def audience(self) -> set[str]:
        return self.round.audience()

    def team(self) -> set[str]:
        """Audience of the municipality's own preparation."""
        return {f"organisation:{self.organisation_id}"}
