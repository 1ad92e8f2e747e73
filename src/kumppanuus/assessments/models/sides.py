"""The two sides: NGOs that take part, and the municipality's team."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kumppanuus.assessments.models.rounds import Assessment, assessed, keeps
from kumppanuus.core.actors import Actor
from kumppanuus.core.models import Retention
from kumppanuus.organisations.models import Organisation, organisations_of
from kumppanuus.questionnaires.models import Answer, Item, Response


class ParticipationState(models.TextChoices):
    INVITED = "invited", _("Invited")
    PENDING = "pending", _("Waits to be verified")
    ANSWERED = "answered", _("Answered")
    REFUSED = "refused", _("Refused")


class Way(models.TextChoices):
    INVITATION = "invitation", _("Invitation")
    OPEN_LINK = "open_link", _("Open link")


class ParticipationQuerySet(models.QuerySet["Participation"]):
    def visible_to(self, actor: Actor) -> ParticipationQuerySet:
        """An NGO sees its own, the keeper sees all of the space's rounds; nobody else learns who was asked."""
        mine = Q(organisation__in=organisations_of(actor)) if actor.person_id else Q(pk=None)
        if actor.link_id:
            mine |= Q(link_id=actor.link_id)
        # A keeper who also belongs to the assessed party does not hold the answers about it.
        theirs = Assessment.objects.filter(assessed(actor)).values("pk")
        kept = Q(assessment__round__space__in=keeps(actor)) & ~Q(assessment__in=theirs)
        return self.filter(mine | kept)

    def counted(self) -> ParticipationQuerySet:
        """Return those whose answers count: given, and verified where they came by the open link."""
        return self.filter(state=ParticipationState.ANSWERED, response__isnull=False)


class Participation(models.Model):
    """An NGO in an assessment. `response` is what it has given and counts; a draft correction is not here yet.

    claimed_*  what an open link's answerer says of the organisation, until the keeper has verified it
    """

    retention: ClassVar[Retention] = Retention.LASTING

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="participations")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="participations")
    way = models.CharField(max_length=10, choices=Way, default=Way.INVITATION)
    state = models.CharField(max_length=8, choices=ParticipationState, default=ParticipationState.INVITED)
    draft = models.ForeignKey(Response, models.PROTECT, null=True, blank=True, related_name="+")
    response = models.ForeignKey(Response, models.PROTECT, null=True, blank=True, related_name="+")
    link_id = models.BigIntegerField(null=True, db_index=True)
    address = models.EmailField(blank=True)
    claimed_name = models.CharField(_("Name of the organisation"), max_length=200, blank=True)
    claimed_number = models.CharField(_("Register number or business ID"), max_length=20, blank=True)
    reason = models.CharField(_("Reason"), max_length=500, blank=True)
    verified_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    invited_at = models.DateTimeField(default=timezone.now)
    reminded_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = ParticipationQuerySet.as_manager()

    class Meta:
        ordering = ("assessment", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("assessment", "organisation"),
                condition=Q(organisation__isnull=False) & ~Q(state=ParticipationState.REFUSED),
                name="one_answer_per_organisation",
                violation_error_message=_("This organisation takes part already."),
            ),
        )

    def __str__(self) -> str:
        return str(self.organisation) if self.organisation else self.claimed_name

    def audience(self) -> set[str]:
        """The NGO itself and the keeper."""
        tokens = {self.assessment.round.reader_token}
        if self.organisation_id:
            tokens.add(f"organisation:{self.organisation_id}")
        return tokens


class CommentState(models.TextChoices):
    RELEASED = "released", _("Published")
    WITHHELD = "withheld", _("Withheld")


class CommentCheck(models.Model):
    """The keeper's check of an NGO's free text for personal data. Withheld ones are counted in public."""

    retention: ClassVar[Retention] = Retention.LASTING

    answer = models.OneToOneField(Answer, models.CASCADE, related_name="check_of_comment")
    state = models.CharField(max_length=8, choices=CommentState)
    reason = models.CharField(_("Reason"), max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)


class Assignment(models.Model):
    """Who in the municipality prepares an item."""

    retention: ClassVar[Retention] = Retention.PERSONAL

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="assignments")
    item = models.ForeignKey(Item, models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("assessment", "item"), name="item_assigned_once"),)


class TeamComment(models.Model):
    """A comment inside the municipality's team; never published."""

    retention: ClassVar[Retention] = Retention.SHORT

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="team_comments")
    item = models.ForeignKey(Item, models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    text = models.TextField(_("Comment"), max_length=2000)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("at", "pk")


class Signature(models.Model):
    """The municipality's answer was signed off: by whom, on which body's decision and date.

    Where two signatories are needed the first one's stands on the draft, and falls when the draft changes.
    """

    retention: ClassVar[Retention] = Retention.LASTING
    in_organisations_name: ClassVar[bool] = True

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="signatures")
    response = models.ForeignKey(Response, models.PROTECT, related_name="signatures")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    body = models.CharField(_("Body"), max_length=200)
    decided_on = models.DateField(_("Date"))
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-at",)
        constraints = (models.UniqueConstraint(fields=("response", "person"), name="signed_once_each"),)

    def audience(self) -> set[str]:
        return self.assessment.audience()
