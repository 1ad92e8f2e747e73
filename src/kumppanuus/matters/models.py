"""Matters and their steps. What stands on a matter follows from its steps; a step never changes."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kumppanuus.core.actors import Actor
from kumppanuus.core.models import Retention
from kumppanuus.core.texts import Text, TextField
from kumppanuus.files.models import File
from kumppanuus.matters.course import ENDED, State, StepKind
from kumppanuus.organisations.models import Organisation
from kumppanuus.places.models import Area

LONGEST_TITLE, LONGEST_TEXT, LONGEST_NOTE = 200, 8000, 5000


class MatterKind(models.TextChoices):
    INITIATIVE = "initiative", _("Initiative")
    STATEMENT = "statement", _("Statement or joint position")
    ITEM = "item", _("Agenda item sent on")
    QUESTION = "question", _("Question that waits for an answer")


class ReceiverKind(models.TextChoices):
    """What kind of decision-maker it is sent to, where that matters."""

    BOARD = "board", _("Board")
    COUNCIL = "council", _("Council")
    COMMITTEE = "committee", _("Committee")
    REGISTRY = "registry", _("Registry")
    OTHER = "other", _("Another decision-maker")


class MatterQuerySet(models.QuerySet["Matter"]):
    def visible_to(self, actor: Actor) -> MatterQuerySet:
        """Matters are public; one that its sender has not confirmed is seen by whoever holds the link to confirm it."""
        found = Q(given_at__isnull=False)
        return self.filter(found | Q(link_id=actor.link_id) if actor.link_id else found)

    def late(self) -> MatterQuerySet:
        """Return those that wait longer than was promised."""
        return self.filter(due__lt=timezone.localdate())

    def open(self) -> MatterQuerySet:
        """Return those on which something is still to come."""
        return self.exclude(state__in=(*ENDED, State.UNCONFIRMED))


class Matter(models.Model):
    """A matter on its way. It comes from an organisation, a body, a person or a resident without account.

    given_body_model, _id  the body in whose name it was given, where it was one
    name, email            of a resident; personal: the name is shown only where she agreed
    link_id                the link by which she confirms and follows it
    origin_model, _id      what it came from ("meetings.outcome", 12)

    What follows from the steps (`actions.steps.follow` writes it):
    holder, held_model, _id, waits_name   who has it now; a body by model and id, its convener as the holder
    sender, sent_model, _id               who sent it there and gets the answer; none: who gave it
    since, due, diary_number              since when, until when an answer was promised, its number there
    told_late_on, told_again_on           when who has it was told that it waits too long
    """

    retention: ClassVar[Retention] = Retention.LASTING

    title = TextField(_("What it is about"), max_length=LONGEST_TITLE)
    text = TextField(_("What is wanted and why"), max_length=LONGEST_TEXT)
    kind = models.CharField(_("Kind"), max_length=10, choices=MatterKind, default=MatterKind.INITIATIVE)
    area = models.ForeignKey(Area, models.PROTECT, verbose_name=_("Area"), related_name="matters")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=_("In whose name"), null=True, blank=True, related_name="matters"
    )
    given_body_model = models.CharField(max_length=80, blank=True)
    given_body_id = models.BigIntegerField(null=True, blank=True)
    given_name = TextField(max_length=200, blank=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    name = models.CharField(_("Your name"), max_length=120, blank=True)
    email = models.EmailField(_("Your e-mail address"), blank=True)
    name_public = models.BooleanField(_("The name may be shown"), default=False)
    language = models.CharField(max_length=8, default="fi")
    link_id = models.BigIntegerField(null=True, blank=True)
    origin_model = models.CharField(max_length=80, blank=True)
    origin_id = models.BigIntegerField(null=True, blank=True)
    # Title, number, in whose name and the beginning of the text in small letters, for finding by a part of a word.
    find_by = models.CharField(max_length=1000, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now)
    given_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField(default=timezone.now)

    state = models.CharField(_("State"), max_length=11, choices=State, default=State.UNCONFIRMED)
    holder = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="matters_held")
    held_model = models.CharField(max_length=80, blank=True)
    held_id = models.BigIntegerField(null=True, blank=True)
    waits_name = TextField(max_length=400, blank=True)
    sender = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="matters_sent")
    sent_model = models.CharField(max_length=80, blank=True)
    sent_id = models.BigIntegerField(null=True, blank=True)
    since = models.DateField(null=True, blank=True)
    due = models.DateField(_("Answer promised by"), null=True, blank=True)
    diary_number = models.CharField(_("Diary number"), max_length=60, blank=True)
    told_late_on = models.DateField(null=True, blank=True)
    told_again_on = models.DateField(null=True, blank=True)

    objects = MatterQuerySet.as_manager()

    class Meta:
        ordering = ("-changed_at", "-pk")
        verbose_name = _("Matter")
        verbose_name_plural = _("Matters")
        indexes = (
            models.Index(fields=("area", "state"), name="matter_of_area"),
            models.Index(fields=("due",), name="matter_by_due", condition=Q(due__isnull=False)),
            models.Index(fields=("held_model", "held_id"), name="matter_held_by_body"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(given_at__isnull=False) | Q(state=State.UNCONFIRMED), name="unconfirmed_matter_has_no_steps"
            ),
        )

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        return reverse("matters:matter", args=[self.pk])

    @property
    def is_late(self) -> bool:
        """Whether it waits longer than was promised."""
        return self.due is not None and self.due < timezone.localdate()

    @property
    def is_ended(self) -> bool:
        return self.state in ENDED

    @property
    def waited_days(self) -> int:
        """How many days it has waited where it is."""
        return max(0, (timezone.localdate() - self.since).days) if self.since else 0

    @property
    def public_name(self) -> Text | str:
        """Return in whose name it was given, as everybody may read it; empty for a resident whose name is not shown."""
        if self.given_name:
            given: Text = self.given_name
            return given
        return self.full_name if self.name_public else ""

    @property
    def full_name(self) -> str:
        """Return the name for those to whom it was given."""
        return self.name or (self.person.name if self.person else "")

    @property
    def given_on(self) -> dt.date | None:
        return timezone.localdate(self.given_at) if self.given_at else None

    def follow_texts(self) -> None:
        """Set what follows from the words."""
        words = [*self.title.values(), self.diary_number, *self.given_name.values(), *self.text.values()]
        self.find_by = " ".join(one for one in words if one).lower()[:1000]

    def audience(self) -> set[str]:
        """Everybody, once it is confirmed."""
        return {"public"} if self.given_at else {f"link:{self.link_id}"}


class Step(models.Model):
    """One step of a path. It is never changed: a wrong one is corrected by a later one that says so.

    organisation, by_model, by_id, by_name   in whose name; none: of the person or resident herself
    to_…            to whom it was sent; a body by model and id, with its convener as the organisation
    on              the day on which it happened; `recorded_at` is when it was written down
    corrects        the step that this one corrects: day, promise, number, link and words as they should be
    """

    retention: ClassVar[Retention] = Retention.LASTING

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="steps")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(_("Step"), max_length=10, choices=StepKind)
    on = models.DateField(_("Day"), default=timezone.localdate)
    recorded_at = models.DateTimeField(default=timezone.now)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    by_model = models.CharField(max_length=80, blank=True)
    by_id = models.BigIntegerField(null=True, blank=True)
    by_name = TextField(max_length=200, blank=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    to_organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    to_model = models.CharField(max_length=80, blank=True)
    to_id = models.BigIntegerField(null=True, blank=True)
    to_name = TextField(max_length=200, blank=True)
    to_email = models.EmailField(_("Registry's e-mail address"), blank=True)
    to_kind = models.CharField(_("Kind of decision-maker"), max_length=9, choices=ReceiverKind, blank=True)
    due = models.DateField(_("Answer wanted by"), null=True, blank=True)
    diary_number = models.CharField(_("Diary number"), max_length=60, blank=True)
    link = models.URLField(_("Link"), max_length=500, blank=True)
    text = TextField(_("In words"), max_length=LONGEST_NOTE, blank=True)
    corrects = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="corrections")

    class Meta:
        ordering = ("matter", "number")
        verbose_name = _("Step")
        verbose_name_plural = _("Steps")
        constraints = (
            models.UniqueConstraint(fields=("matter", "number"), name="step_number_once"),
            models.CheckConstraint(
                condition=Q(kind=StepKind.CORRECTED, corrects__isnull=False)
                | (~Q(kind=StepKind.CORRECTED) & Q(corrects=None)),
                name="correction_says_of_what",
            ),
            models.CheckConstraint(
                condition=~Q(kind=StepKind.REGISTERED) | ~Q(diary_number=""), name="registered_step_has_number"
            ),
        )

    def __str__(self) -> str:
        return str(self.get_kind_display())

    def get_absolute_url(self) -> str:
        return f"{self.matter.get_absolute_url()}#step-{self.number}"

    @property
    def receiver(self) -> str:
        """Return to whom it was sent, in the reader's language."""
        name = str(self.to_name)
        return f"{name}, {self.get_to_kind_display().lower()}" if self.to_kind and self.to_organisation_id else name

    def audience(self) -> set[str]:
        return self.matter.audience()


class Attachment(models.Model):
    """What goes with a matter: a file or an address."""

    retention: ClassVar[Retention] = Retention.LASTING

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="attachments")
    title = TextField(_("Heading"), max_length=200)
    file = models.ForeignKey(File, models.PROTECT, null=True, blank=True, related_name="+")
    url = models.URLField(_("Address"), max_length=500, blank=True)
    added_at = models.DateTimeField(default=timezone.now)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("matter", "pk")
        constraints = (
            models.CheckConstraint(
                condition=(Q(file__isnull=False) & Q(url="")) | (Q(file__isnull=True) & ~Q(url="")),
                name="attachment_is_file_or_address",
                violation_error_message=_("Give a file or an address, one of them."),
            ),
        )

    def __str__(self) -> str:
        return str(self.title)

    def audience(self) -> set[str]:
        return self.matter.audience()
