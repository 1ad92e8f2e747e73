"""What is answered: a response of an organisation or of an invitation, its answers and their evidence."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kumppanuus.core.actors import Actor
from kumppanuus.core.models import Retention
from kumppanuus.core.texts import TextField
from kumppanuus.files.models import File
from kumppanuus.organisations.models import Organisation, organisations_of
from kumppanuus.questionnaires.models.structure import Item, QuestionnaireVersion


class ResponseStatus(models.TextChoices):
    DRAFT = "draft", _("Being prepared")
    SUBMITTED = "submitted", _("Given")
    REPLACED = "replaced", _("Replaced by a later one")


class ResponseQuerySet(models.QuerySet["Response"]):
    def visible_to(self, actor: Actor) -> ResponseQuerySet:
        """Return responses of the actor's organisation or link, and those given to its reader (the keeper)."""
        mine = Q(organisation__in=organisations_of(actor)) if actor.person_id else Q(pk=None)
        if actor.link_id:
            mine |= Q(link_id=actor.link_id)
        given = Q(reader_token__in=actor.tokens() - {"public"}) & ~Q(status=ResponseStatus.DRAFT)
        return self.filter(mine | given)


class Response(models.Model):
    """The answers of one respondent to one version. Once given it never changes; a correction is a new one.

    organisation  in whose name; empty while an open answer waits to be verified
    link_id       the personal link it was given by, where there was no account
    reader_token  audience token of those to whom it is given ("space:1:keeper"); drafts are not theirs
    closes_at     nothing can be saved after this
    """

    retention: ClassVar[Retention] = Retention.LASTING

    version = models.ForeignKey(QuestionnaireVersion, models.PROTECT, related_name="responses")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="responses")
    link_id = models.BigIntegerField(null=True, db_index=True)
    reader_token = models.CharField(max_length=60, blank=True)
    status = models.CharField(max_length=10, choices=ResponseStatus, default=ResponseStatus.DRAFT)
    number = models.PositiveSmallIntegerField(default=1)
    based_on = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.TextField(_("Reason for the correction"), max_length=1000, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    closes_at = models.DateTimeField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)

    objects = ResponseQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)

    @property
    def is_draft(self) -> bool:
        return self.status == ResponseStatus.DRAFT

    def is_open(self) -> bool:
        """Say whether answers can still be saved."""
        return self.is_draft and (self.closes_at is None or timezone.now() < self.closes_at)

    def audience(self) -> set[str]:
        """Only the respondent and the reader ever learn of a response."""
        tokens = {f"organisation:{self.organisation_id}"} if self.organisation_id else set()
        if self.link_id:
            tokens.add(f"link:{self.link_id}")
        return tokens | ({self.reader_token} if self.reader_token else set())


class Answer(models.Model):
    """The answer to one item. `revision` rises by one at each save, so that nobody overwrites another unseen."""

    retention: ClassVar[Retention] = Retention.LASTING

    response = models.ForeignKey(Response, models.CASCADE, related_name="answers")
    item = models.ForeignKey(Item, models.PROTECT, related_name="+")
    value = models.SmallIntegerField(null=True, blank=True)
    number = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    text = models.TextField(max_length=5000, blank=True)
    cannot_say = models.BooleanField(default=False)
    comment = models.TextField(_("Explanation"), max_length=5000, blank=True)
    comment_language = models.CharField(max_length=8, default="fi")
    comment_public = models.BooleanField(default=False)
    revision = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("item__order",)
        constraints = (
            models.UniqueConstraint(fields=("response", "item"), name="one_answer_per_item"),
            models.CheckConstraint(
                condition=Q(cannot_say=False) | Q(value=None, number=None),
                name="cannot_say_has_no_value",
            ),
        )

    @property
    def is_given(self) -> bool:
        return self.cannot_say or self.value is not None or self.number is not None or bool(self.text)


class EvidenceKind(models.TextChoices):
    LINK = "link", _("Web address")
    FILE = "file", _("File")
    DECISION = "decision", _("Decision")
    RECORD = "record", _("Record of the platform")


class Evidence(models.Model):
    """What backs an answer: an address, a file, a decision of a body, or a record of the platform."""

    retention: ClassVar[Retention] = Retention.LASTING

    answer = models.ForeignKey(Answer, models.CASCADE, related_name="evidence")
    kind = models.CharField(_("Kind"), max_length=8, choices=EvidenceKind)
    title = TextField(_("Title"), max_length=300)
    url = models.URLField(_("Address"), max_length=500, blank=True)
    file = models.ForeignKey(File, models.PROTECT, null=True, blank=True, related_name="+")
    body = models.CharField(_("Body that decided"), max_length=200, blank=True)
    decided_on = models.DateField(_("Date of the decision"), null=True, blank=True)
    record_model = models.CharField(max_length=80, blank=True)
    record_id = models.BigIntegerField(null=True, blank=True)

    class Meta:
        ordering = ("pk",)
