"""What is said in a round, how it is grouped, and what became of it."""

from __future__ import annotations

from typing import ClassVar, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kumppanuus.consultations.models.rounds import (
    QUOTE,
    REMARK,
    REPLY,
    TITLE,
    Consultation,
    Invitation,
    Part,
    invited_by_link,
    moderated,
)
from kumppanuus.core.actors import Actor
from kumppanuus.core.models import Retention
from kumppanuus.core.texts import Text, TextField
from kumppanuus.organisations.models import Organisation, organisations_of

Concluded = TypeVar("Concluded", bound=models.Model)


class ConcludedQuerySet(models.QuerySet[Concluded]):
    def visible_to(self, actor: Actor) -> ConcludedQuerySet[Concluded]:
        """What the moderators prepare is read by all once the summary is published."""
        public = Q(consultation__concluded_at__isnull=False)
        return self.filter(public | moderated(actor, "consultation")) if actor.person_id else self.filter(public)


class ThemeQuerySet(ConcludedQuerySet["Theme"]):
    """Themes."""


class Theme(models.Model):
    """Remarks that say the same and are answered together."""

    retention: ClassVar[Retention] = Retention.LASTING

    consultation = models.ForeignKey(Consultation, models.CASCADE, related_name="themes")
    title = TextField(_("What they say in one line"), max_length=TITLE)
    order = models.PositiveSmallIntegerField(default=0)

    objects = ThemeQuerySet.as_manager()

    class Meta:
        ordering = ("consultation_id", "order", "pk")

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        return reverse("consultations:summary", args=[self.consultation.slug]) + f"#theme-{self.pk}"

    def audience(self) -> set[str]:
        c = self.consultation
        return c.audience() if c.concluded_at else {f"organisation:{c.organisation_id}"}


class Stance(models.TextChoices):
    NONE = "none", pgettext_lazy("stance of a comment", "No stance")
    AGREE = "agree", pgettext_lazy("stance of a comment", "Agrees")
    DISAGREE = "disagree", pgettext_lazy("stance of a comment", "Disagrees")


class RemarkQuerySet(models.QuerySet["Remark"]):
    def visible_to(self, actor: Actor) -> RemarkQuerySet:
        """Given ones are read by all once the round is over; before that by who gave them and the moderators.

        A draft is seen only by who writes it.
        """
        over = Q(consultation__closed_at__isnull=False) | Q(consultation__closes_at__lte=timezone.now())
        given = Q(given_at__isnull=False)
        if actor.link_id:
            return self.filter((given & over) | Q(invitation=invited_by_link(actor), invitation__isnull=False))
        if not actor.person_id:
            return self.filter(given & over)
        own = Q(organisation__in=organisations_of(actor))
        return self.filter(given & (over | own | moderated(actor, "consultation")) | Q(person=actor.person_id))

    def given(self) -> RemarkQuerySet:
        return self.filter(given_at__isnull=False)


class Remark(models.Model):
    """What somebody says of a part, of chosen words in it, or of the whole.

    quote, quote_at     the chosen words and which occurrence of them in the part's text (0 the first)
    name                as one without account wrote it; of others the name is that of the account
    name_public         a person's name is shown to others than the moderators only where she agrees
    approved_by, _on    who in the organisation stands behind it
    is_late             written when the period ended and sent afterwards
    """

    retention: ClassVar[Retention] = Retention.LASTING

    consultation = models.ForeignKey(Consultation, models.CASCADE, related_name="remarks")
    part = models.ForeignKey(Part, models.PROTECT, null=True, blank=True, related_name="remarks")
    theme = models.ForeignKey(Theme, models.SET_NULL, null=True, blank=True, related_name="remarks")
    quote = models.CharField(_("Chosen words"), max_length=QUOTE, blank=True)
    quote_at = models.PositiveSmallIntegerField(default=0)
    text = models.TextField(_("Comment"), max_length=REMARK, blank=True)
    language = models.CharField(max_length=8, default="fi")
    stance = models.CharField(_("Stance"), max_length=8, choices=Stance, default=Stance.NONE)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=_("In whose name"), null=True, blank=True, related_name="remarks"
    )
    invitation = models.ForeignKey(Invitation, models.PROTECT, null=True, blank=True, related_name="remarks")
    name = models.CharField(_("Your name"), max_length=120, blank=True)
    name_public = models.BooleanField(_("My name may be shown"), default=False)
    approved_by = models.CharField(_("Approved by"), max_length=200, blank=True)
    approved_on = models.DateField(_("Approved on"), null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    saved_at = models.DateTimeField(default=timezone.now)
    given_at = models.DateTimeField(null=True, blank=True)
    is_late = models.BooleanField(default=False)

    objects = RemarkQuerySet.as_manager()

    class Meta:
        ordering = ("consultation_id", "given_at", "pk")
        verbose_name = _("Comment")
        indexes = (
            models.Index(fields=("consultation", "given_at", "id"), name="remark_by_giving"),
            models.Index(fields=("consultation", "part", "given_at"), name="remark_of_part"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(given_at=None) | ~Q(text="") | ~Q(stance=Stance.NONE),
                name="given_remark_says_something",
                violation_error_message=_("Write a comment or choose a stance."),
            ),
            models.CheckConstraint(condition=Q(quote="") | Q(part__isnull=False), name="quoted_words_are_of_a_part"),
        )

    def __str__(self) -> str:
        return self.text[:80] or str(self.get_stance_display())

    def get_absolute_url(self) -> str:
        return f"{self.consultation.get_absolute_url()}#remark-{self.pk}"

    @property
    def full_name(self) -> str:
        """Return the name for those who run the round: of her account, or as it was written with the link."""
        return self.name or (self.person.name if self.person else "")

    @property
    def author(self) -> Text | str:
        """Return in whose name it was given, as everybody may read it."""
        if self.organisation is not None:
            name: Text = self.organisation.name
            return name
        if self.name_public and self.full_name:
            return self.full_name
        return str(_("A private person"))

    def audience(self) -> set[str]:
        c = self.consultation
        found = {f"organisation:{c.organisation_id}"}
        if self.given_at and c.is_over:
            return {"public"}
        return found | ({f"organisation:{self.organisation_id}"} if self.organisation_id else set())


class Verdict(models.TextChoices):
    TAKEN = "taken", pgettext_lazy("what became of a comment", "Taken in")
    PARTLY = "partly", pgettext_lazy("what became of a comment", "Taken in partly")
    NOT = "not", pgettext_lazy("what became of a comment", "Not taken in")
    NOTED = "noted", pgettext_lazy("what became of a comment", "Noted, asks for no change")


NEEDS_REASON = (Verdict.PARTLY, Verdict.NOT)


class ReplyQuerySet(ConcludedQuerySet["Reply"]):
    """Replies."""


class Reply(models.Model):
    """What became of a theme's remarks, or of one remark. Everybody reads it once the summary is published.

    took_model, _id, took_title  the version that took it in
    """

    retention: ClassVar[Retention] = Retention.LASTING

    consultation = models.ForeignKey(Consultation, models.CASCADE, related_name="replies")
    theme = models.OneToOneField(Theme, models.CASCADE, null=True, blank=True, related_name="reply")
    remark = models.OneToOneField(Remark, models.CASCADE, null=True, blank=True, related_name="own_reply")
    verdict = models.CharField(_("What becomes of it"), max_length=6, choices=Verdict)
    text = TextField(_("Answer, with the reason"), max_length=REPLY, blank=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    replied_at = models.DateTimeField(default=timezone.now)
    took_model = models.CharField(max_length=80, blank=True)
    took_id = models.BigIntegerField(null=True, blank=True)
    took_title = TextField(max_length=400, blank=True)
    took_path = models.CharField(max_length=300, blank=True)

    objects = ReplyQuerySet.as_manager()

    class Meta:
        ordering = ("consultation_id", "pk")
        indexes = (models.Index(fields=("took_model", "took_id"), name="reply_taken_in"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(theme__isnull=False, remark=None) | Q(theme=None, remark__isnull=False),
                name="reply_is_to_theme_or_remark",
            ),
        )

    def __str__(self) -> str:
        return str(self.get_verdict_display())

    def get_absolute_url(self) -> str:
        return reverse("consultations:summary", args=[self.consultation.slug])

    def audience(self) -> set[str]:
        c = self.consultation
        return {"public"} if c.concluded_at else {f"organisation:{c.organisation_id}"}
