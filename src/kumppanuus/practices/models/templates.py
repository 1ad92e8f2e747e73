"""What a description consists of: templates as data, in versions."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kumppanuus.core.actors import Actor
from kumppanuus.core.models import Retention
from kumppanuus.core.texts import TextField
from kumppanuus.core.versions import Version, VersionStatus
from kumppanuus.spaces.models import Space, SpaceRoleKind, space_roles_of


def edited_spaces(actor: Actor) -> list[int]:
    """Return the spaces of which the actor is an editor."""
    return [space for space, roles in space_roles_of(actor).items() if SpaceRoleKind.EDITOR in roles]


class TemplateQuerySet(models.QuerySet["Template"]):
    def visible_to(self, actor: Actor) -> TemplateQuerySet:
        """Those with a published version are public; others are seen by the editors of their space."""
        published = TemplateVersion.objects.exclude(status=VersionStatus.DRAFT).values("template")
        return self.filter(Q(pk__in=published) | Q(space__in=edited_spaces(actor)))


class Template(models.Model):
    """The headings under which practices are described. `space` edits it; without one it ships with the product."""

    retention: ClassVar[Retention] = Retention.LASTING

    space = models.ForeignKey(Space, models.PROTECT, null=True, blank=True, related_name="practice_templates")
    code = models.SlugField(max_length=60, unique=True)
    name = TextField(_("Name"), max_length=120)
    about = TextField(_("What it is and where it comes from"), max_length=1500, blank=True)

    objects = TemplateQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return str(self.name)

    def get_absolute_url(self) -> str:
        return reverse("practices:template", args=[self.code])

    def audience(self) -> set[str]:
        """Work on drafts is the editors' own; what was published is told by the version."""
        return {f"space:{self.space_id}:editor"} if self.space_id else {"public"}


class TemplateVersionQuerySet(models.QuerySet["TemplateVersion"]):
    def visible_to(self, actor: Actor) -> TemplateVersionQuerySet:
        """Published and superseded versions are public; drafts are seen by the editors of the space."""
        return self.filter(~Q(status=VersionStatus.DRAFT) | Q(template__space__in=edited_spaces(actor)))


class TemplateVersion(Version):
    """A numbered version of a template. Practices keep the one they were written under."""

    retention: ClassVar[Retention] = Retention.LASTING

    template = models.ForeignKey(Template, models.CASCADE, related_name="versions")

    objects = TemplateVersionQuerySet.as_manager()

    class Meta:
        ordering = ("template_id", "-number")
        constraints = (
            models.UniqueConstraint(fields=("template", "number"), name="template_version_number_once"),
            models.UniqueConstraint(
                fields=("template",), condition=Q(status=VersionStatus.PUBLISHED), name="one_published_template"
            ),
            models.UniqueConstraint(
                fields=("template",), condition=Q(status=VersionStatus.DRAFT), name="one_draft_of_template"
            ),
        )

    def __str__(self) -> str:
        return f"{self.template} ({self.number})"

    def get_absolute_url(self) -> str:
        return self.template.get_absolute_url()

    def audience(self) -> set[str]:
        return self.template.audience() if self.is_draft else {"public"}


class Part(models.TextChoices):
    BASIC = "basic", _("Basic information")
    DESCRIPTION = "description", _("Description of the operating model")
    PATH = "path", _("Development path")
    OURS = "ours", _("Added by this platform")


class PathStage(models.IntegerChoices):
    REALISE = 1, _("Realise and understand")
    IMAGINE = 2, _("Imagine and try")
    DESCRIBE = 3, _("Describe and share")


class FieldKind(models.TextChoices):
    """Where the text of a field lies: the version itself, a section, or the record of the practice."""

    NAME = "name", _("Name")
    SHORT = "short", _("Short description")
    LINE = "line", _("One line")
    TEXT = "text", _("Text")
    RECORD = "record", _("Taken from the record")


class TemplateField(models.Model):
    """One heading. A field of the description that also stands on the development path is one field, written once.

    stage, path_order  where it stands on the development path, if it does
    shown_in_summary   marked with ** in Innokylä: shown on the page that others read
    is_ours            not one of Innokylä's, and shown so
    """

    retention: ClassVar[Retention] = Retention.LASTING

    version = models.ForeignKey(TemplateVersion, models.CASCADE, related_name="fields")
    code = models.SlugField(max_length=40)
    part = models.CharField(_("Part"), max_length=12, choices=Part)
    kind = models.CharField(_("Kind"), max_length=8, choices=FieldKind, default=FieldKind.TEXT)
    stage = models.PositiveSmallIntegerField(_("Stage of the path"), choices=PathStage, null=True, blank=True)
    order = models.PositiveSmallIntegerField(_("Order"), default=0)
    path_order = models.PositiveSmallIntegerField(default=0)
    heading = TextField(_("Heading"), max_length=120)
    help = TextField(_("Help"), max_length=600, blank=True)
    example = TextField(_("Example"), max_length=1500, blank=True)
    shown_in_summary = models.BooleanField(_("Shown in the summary"), default=False)
    required_to_publish = models.BooleanField(_("Needed before publishing"), default=False)
    is_ours = models.BooleanField(_("Our own, not Innokylä's"), default=False)

    class Meta:
        ordering = ("version_id", "order", "pk")
        constraints = (
            models.UniqueConstraint(fields=("version", "code"), name="template_field_once"),
            models.CheckConstraint(
                condition=~Q(part=Part.PATH) | Q(stage__isnull=False),
                name="field_of_the_path_has_a_stage",
                violation_error_message=_("A field of the development path needs its stage."),
            ),
        )

    def __str__(self) -> str:
        return str(self.heading)

    @property
    def is_written(self) -> bool:
        """Whether its text is a section."""
        return self.kind in {FieldKind.LINE, FieldKind.TEXT}

    @property
    def most(self) -> int:
        """How many characters fit in one language."""
        return 300 if self.kind == FieldKind.LINE else 20_000
