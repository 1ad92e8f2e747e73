"""What is asked: versions of questionnaires, and the bank that joins items of different ones."""

from __future__ import annotations

import re
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kumppanuus.core.actors import Actor
from kumppanuus.core.models import Retention
from kumppanuus.core.texts import TextField
from kumppanuus.core.versions import Version, VersionStatus
from kumppanuus.places.models import Area
from kumppanuus.spaces.models import Space, space_roles_of


class BankItem(models.Model):
    """What items of different checklists share, so that rounds and regions compare."""

    retention: ClassVar[Retention] = Retention.LASTING

    slug = models.SlugField(max_length=80, unique=True)
    name = TextField(_("Name"), max_length=120)
    definition = TextField(_("Definition"), max_length=1000, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("order", "slug")

    def __str__(self) -> str:
        return str(self.name)


class SourceStatus(models.TextChoices):
    OURS = "ours", _("Our own, not an official text")
    PUBLISHED = "published", _("From a published source")
    PARTLY_KNOWN = "partly-known", _("Only partly known")


class QuestionnaireQuerySet(models.QuerySet["Questionnaire"]):
    def visible_to(self, actor: Actor) -> QuestionnaireQuerySet:
        """Those with a published version are public; others are seen by the editors of their space."""
        published = Q(pk__in=QuestionnaireVersion.objects.exclude(status=VersionStatus.DRAFT).values("questionnaire"))
        edited = [space for space, roles in space_roles_of(actor).items() if "editor" in roles]
        return self.filter(published | Q(space__in=edited))


class Questionnaire(models.Model):
    """A checklist, with its source shown to readers. `space` edits it; without one it is shared and fixed."""

    retention: ClassVar[Retention] = Retention.LASTING

    slug = models.SlugField(max_length=80, unique=True)
    space = models.ForeignKey(Space, models.PROTECT, null=True, blank=True, related_name="questionnaires")
    title = TextField(_("Title"), max_length=200)
    description = TextField(_("Description"), max_length=2000, blank=True)
    source = TextField(_("Source"), max_length=1000, blank=True)
    source_url = models.URLField(_("Source's address"), blank=True)
    source_status = models.CharField(
        _("Standing of the text"), max_length=12, choices=SourceStatus, default=SourceStatus.OURS
    )
    year = models.PositiveSmallIntegerField(_("Year"), null=True, blank=True)
    region = models.ForeignKey(Area, models.PROTECT, verbose_name=_("Region"), null=True, blank=True, related_name="+")

    objects = QuestionnaireQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        return reverse("questionnaires:questionnaire", args=[self.slug])

    def audience(self) -> set[str]:
        """Work on drafts is the editors' own; what was published is told by the version."""
        return {f"space:{self.space_id}:editor"} if self.space_id else {"public"}


class QuestionnaireVersionQuerySet(models.QuerySet["QuestionnaireVersion"]):
    def visible_to(self, actor: Actor) -> QuestionnaireVersionQuerySet:
        """Published and superseded versions are public; drafts are seen by the editors of the space."""
        edited = [space for space, roles in space_roles_of(actor).items() if "editor" in roles]
        return self.filter(~Q(status=VersionStatus.DRAFT) | Q(questionnaire__space__in=edited))

    def published(self) -> QuestionnaireVersionQuerySet:
        """Return the versions in force."""
        return self.filter(status=VersionStatus.PUBLISHED)


class QuestionnaireVersion(Version):
    """A numbered version; `note` says what changed. Published ones never change."""

    retention: ClassVar[Retention] = Retention.LASTING

    questionnaire = models.ForeignKey(Questionnaire, models.CASCADE, related_name="versions")

    objects = QuestionnaireVersionQuerySet.as_manager()

    class Meta:
        ordering = ("questionnaire_id", "-number")
        constraints = (
            models.UniqueConstraint(fields=("questionnaire", "number"), name="questionnaire_version_number_once"),
            models.UniqueConstraint(
                fields=("questionnaire",),
                condition=Q(status=VersionStatus.PUBLISHED),
                name="one_published_version",
                violation_error_message=_("Another version is in force already."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.questionnaire} ({self.number})"

    def get_absolute_url(self) -> str:
        return reverse("questionnaires:version", args=[self.questionnaire.slug, self.number])

    def audience(self) -> set[str]:
        return self.questionnaire.audience() if self.is_draft else {"public"}


class Theme(models.Model):
    """A main theme: a group of items."""

    retention: ClassVar[Retention] = Retention.LASTING

    version = models.ForeignKey(QuestionnaireVersion, models.CASCADE, related_name="themes")
    order = models.PositiveSmallIntegerField()
    key = models.CharField(_("Key"), max_length=10)
    title = TextField(_("Title"), max_length=200)

    class Meta:
        ordering = ("version_id", "order")
        constraints = (models.UniqueConstraint(fields=("version", "key"), name="theme_key_once"),)

    def __str__(self) -> str:
        return str(self.title)


class ItemKind(models.TextChoices):
    SCALE = "scale", _("Scale with described levels")
    CHOICE = "choice", _("Choice")
    NUMBER = "number", _("Number")
    TEXT = "text", _("Text")


class Item(models.Model):
    """One item. `first_steps` holds one step a line."""

    retention: ClassVar[Retention] = Retention.LASTING

    version = models.ForeignKey(QuestionnaireVersion, models.CASCADE, related_name="items")
    theme = models.ForeignKey(Theme, models.CASCADE, related_name="items")
    order = models.PositiveSmallIntegerField()
    code = models.CharField(_("Number or code"), max_length=10)
    kind = models.CharField(_("Kind"), max_length=8, choices=ItemKind, default=ItemKind.SCALE)
    bank = models.ForeignKey(
        BankItem, models.PROTECT, verbose_name=_("Bank item"), null=True, blank=True, related_name="items"
    )
    name = TextField(_("Short name"), max_length=80)
    statement = TextField(_("Statement"), max_length=500)
    more = TextField(_("What is meant"), max_length=2000, blank=True)
    evidence_wanted = models.BooleanField(_("Evidence is wanted"), default=True)
    evidence = TextField(_("What counts as evidence"), max_length=1000, blank=True)
    first_steps = TextField(_("First steps, one a line"), max_length=2000, blank=True)

    class Meta:
        ordering = ("version_id", "order")
        constraints = (models.UniqueConstraint(fields=("version", "code"), name="item_code_once"),)

    def __str__(self) -> str:
        return str(self.name)

    @property
    def anchor(self) -> str:
        """Return the part of the page's address that leads to the item."""
        return re.sub(r"[^\w-]", "-", self.code)

    def steps(self) -> list[str]:
        """Return the first steps in the reader's language."""
        return [line.strip() for line in str(self.first_steps).splitlines() if line.strip()]


class Level(models.Model):
    """A described level of a scale, or an option of a choice. The label has at most eight words."""

    retention: ClassVar[Retention] = Retention.LASTING

    item = models.ForeignKey(Item, models.CASCADE, related_name="levels")
    value = models.PositiveSmallIntegerField()
    label = TextField(_("Label"), max_length=120)
    description = TextField(_("Description"), max_length=500, blank=True)

    class Meta:
        ordering = ("item_id", "value")
        constraints = (models.UniqueConstraint(fields=("item", "value"), name="level_value_once"),)

    def __str__(self) -> str:
        return str(self.label)
