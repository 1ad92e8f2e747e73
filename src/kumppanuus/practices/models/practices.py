"""Practices (operating models), their versions, sections and attachments, and who is writing where."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kumppanuus.core.actors import Actor
from kumppanuus.core.models import Retention
from kumppanuus.core.texts import TextField
from kumppanuus.core.versions import Version, VersionStatus
from kumppanuus.files.models import File
from kumppanuus.organisations.models import Organisation, Post, organisations_of
from kumppanuus.places.models import Area
from kumppanuus.practices.models.templates import TemplateField, TemplateVersion
from kumppanuus.questionnaires.models import BankItem
from kumppanuus.spaces.models import Space
from kumppanuus.taxonomy.models import Term

NAME, SHORT = 160, 600


class Stage(models.TextChoices):
    """How far the practice has been developed. Of Innokylä's own values only "ready" is known; the others are ours."""

    IDEA = "idea", pgettext_lazy("stage of a practice", "Idea")
    TRIED = "tried", pgettext_lazy("stage of a practice", "Being tried")
    READY = "ready", pgettext_lazy("stage of a practice", "Ready")


class PracticeQuerySet(models.QuerySet["Practice"]):
    def visible_to(self, actor: Actor) -> PracticeQuerySet:
        """Whatever has been published is public, withdrawn ones too; others are their writers' own."""
        if not actor.person_id:
            return self.filter(current__isnull=False)
        return self.filter(Q(current__isnull=False) | within(actor, ""))

    def listed(self) -> PracticeQuerySet:
        """Return those that stand: published and not withdrawn."""
        return self.filter(current__isnull=False, withdrawn_at=None)

    def written_by(self, actor: Actor) -> PracticeQuerySet:
        """Return those that the actor's organisations own or develop."""
        return self.filter(within(actor, ""))


def within(actor: Actor, path: str) -> Q:
    """Return what holds for rows of practices that the actor's organisations own, develop, or are asked about."""
    from kumppanuus.practices.models.developers import INSIDE, Developer

    own = organisations_of(actor)
    develops = Developer.objects.filter(organisation__in=own, state__in=INSIDE).values("practice")
    key = f"{path}__" if path else ""
    offered = Q(**{f"{key}offered_to__in": own})
    return Q(**{f"{key}owner__in": own}) | offered | Q(**{f"{key}pk__in": develops})


class Practice(models.Model):
    """An operating model. Its words lie in versions; here is what can change without a new one.

    current      the version in force; none before the first publishing
    forked_from  the version of another practice that it was made from (the first version's `based_on`)
    origin       the first of its family, of which all others were made; none for that one itself
    post         the post of the owner that answers for it
    languages    in which it is written
    offered_to   the organisation to which the owner hands it over, once that says yes
    """

    retention: ClassVar[Retention] = Retention.LASTING

    slug = models.SlugField(max_length=120, unique=True)
    space = models.ForeignKey(Space, models.PROTECT, null=True, blank=True, related_name="practices")
    owner = models.ForeignKey(Organisation, models.PROTECT, verbose_name=_("Owner"), related_name="practices")
    post = models.ForeignKey(
        Post, models.PROTECT, verbose_name=_("Post that answers for it"), null=True, blank=True, related_name="+"
    )
    current = models.ForeignKey("PracticeVersion", models.PROTECT, null=True, blank=True, related_name="+")
    forked_from = models.ForeignKey("PracticeVersion", models.PROTECT, null=True, blank=True, related_name="forks")
    origin = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="family")
    terms = models.ManyToManyField(Term, blank=True, verbose_name=_("Topics and target groups"), related_name="+")
    helps = models.ManyToManyField(
        BankItem, blank=True, verbose_name=_("Checklist items with which it helps"), related_name="+"
    )
    places = models.ManyToManyField(Area, blank=True, verbose_name=_("Where it has been carried out"), related_name="+")
    languages = models.JSONField(_("Languages"), default=list)
    stage = models.CharField(_("Stage of development"), max_length=5, choices=Stage, default=Stage.TRIED)
    # The published version's languages as " fi sv ", and its names in small letters, to be found by.
    find_languages = models.CharField(max_length=100, blank=True, editable=False)
    find_by = models.CharField(max_length=600, blank=True, editable=False)
    offered_to = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    published_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_why = models.CharField(_("Why it was withdrawn"), max_length=500, blank=True)

    objects = PracticeQuerySet.as_manager()

    class Meta:
        ordering = ("-published_at", "-pk")
        verbose_name = _("Operating model")
        indexes = (models.Index(fields=("-published_at", "-id"), name="practice_by_publishing"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | ~Q(withdrawn_why=""),
                name="withdrawn_practice_has_reason",
                violation_error_message=_("Say why it is withdrawn."),
            ),
        )

    def __str__(self) -> str:
        shown = self.current or self.versions.first()
        return str(shown.name) if shown else self.slug

    def get_absolute_url(self) -> str:
        return reverse("practices:practice", args=[self.slug])

    @property
    def is_public(self) -> bool:
        return self.current_id is not None

    def audience(self) -> set[str]:
        """Everybody once published; before that those who write it."""
        return {"public"} if self.is_public else {f"organisation:{pk}" for pk in self.writers()}

    def writers(self) -> set[int]:
        """Return the organisations that write it. One query."""
        from kumppanuus.practices.models.developers import DeveloperState

        rows = self.developers.filter(state=DeveloperState.ACCEPTED)
        return {self.owner_id, *rows.values_list("organisation_id", flat=True)}


class PracticeVersionQuerySet(models.QuerySet["PracticeVersion"]):
    def visible_to(self, actor: Actor) -> PracticeVersionQuerySet:
        """Published and superseded versions are public; drafts are read by those who write them."""
        if not actor.person_id:
            return self.exclude(status=VersionStatus.DRAFT)
        return self.filter(~Q(status=VersionStatus.DRAFT) | within(actor, "practice"))

    def published(self) -> PracticeVersionQuerySet:
        """Return those that were published, the later ones first."""
        return self.exclude(status=VersionStatus.DRAFT).order_by("-number")


class PracticeVersion(Version):
    """A version of a practice: what it is called and says. Once published it never changes.

    note      what changed since the one before, in the writers' words
    revision  grows with each saving of name and short description, as that of a section
    upstream  of a fork: the version of the parent whose changes have been looked at, the base of the next merge
    credited  who wrote it, copied when published: [{"organisation": id, "name": {"fi": …}, "owner": true}]
    leftover  what was brought in and stands under no heading yet; a published version has none
    """

    retention: ClassVar[Retention] = Retention.LASTING

    practice = models.ForeignKey(Practice, models.CASCADE, related_name="versions")
    template = models.ForeignKey(TemplateVersion, models.PROTECT, related_name="+")
    name = TextField(_("Name"), max_length=NAME)
    short = TextField(_("Short description"), max_length=SHORT, blank=True)
    revision = models.PositiveIntegerField(default=0)
    upstream = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="looked_at_by")
    credited = models.JSONField(default=list, blank=True)
    leftover = TextField(blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects = PracticeVersionQuerySet.as_manager()

    class Meta:
        ordering = ("practice_id", "-number")
        constraints = (
            models.UniqueConstraint(fields=("practice", "number"), name="practice_version_number_once"),
            models.UniqueConstraint(
                fields=("practice",), condition=Q(status=VersionStatus.PUBLISHED), name="one_published_practice"
            ),
            models.UniqueConstraint(
                fields=("practice",),
                condition=Q(status=VersionStatus.DRAFT),
                name="one_draft_of_practice",
                violation_error_message=_("A draft is under way already."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} ({self.number})"

    def get_absolute_url(self) -> str:
        return reverse("practices:version", args=[self.practice.slug, self.number])

    def audience(self) -> set[str]:
        if not self.is_draft:
            return {"public"}
        return {f"organisation:{pk}" for pk in self.practice.writers()}


class SectionQuerySet(models.QuerySet["Section"]):
    def visible_to(self, actor: Actor) -> SectionQuerySet:
        """As the version."""
        if not actor.person_id:
            return self.exclude(version__status=VersionStatus.DRAFT)
        return self.filter(~Q(version__status=VersionStatus.DRAFT) | within(actor, "version__practice"))


class Section(models.Model):
    """What a version says under one heading, in markdown, by language.

    revision  grows with each saving: who writes on an older one is shown what was written meanwhile, nothing is lost
    """

    retention: ClassVar[Retention] = Retention.LASTING

    version = models.ForeignKey(PracticeVersion, models.CASCADE, related_name="sections")
    field = models.ForeignKey(TemplateField, models.PROTECT, related_name="+")
    text = TextField(_("Text"), blank=True)
    revision = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = SectionQuerySet.as_manager()

    class Meta:
        ordering = ("version_id", "field__order", "pk")
        constraints = (models.UniqueConstraint(fields=("version", "field"), name="section_once"),)

    def __str__(self) -> str:
        return str(self.field)

    def get_absolute_url(self) -> str:
        return f"{self.version.get_absolute_url()}#{self.field.code}"

    def audience(self) -> set[str]:
        return self.version.audience()


class Attachment(models.Model):
    """A file of a version, under a heading or of the whole. What a picture shows is said by its file."""

    retention: ClassVar[Retention] = Retention.LASTING

    version = models.ForeignKey(PracticeVersion, models.CASCADE, related_name="attachments")
    field = models.ForeignKey(TemplateField, models.PROTECT, null=True, blank=True, related_name="+")
    file = models.ForeignKey(File, models.PROTECT, related_name="+")
    title = TextField(_("Title"), max_length=200)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("version_id", "order", "pk")

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        return self.version.get_absolute_url()

    def audience(self) -> set[str]:
        return self.version.audience()


class Writing(models.Model):
    """Who has which section of a draft open now. Gone a while after the page was closed."""

    retention: ClassVar[Retention] = Retention.SHORT
    LASTS: ClassVar[dt.timedelta] = dt.timedelta(seconds=90)

    version = models.ForeignKey(PracticeVersion, models.CASCADE, related_name="writings")
    field = models.ForeignKey(TemplateField, models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("version", "field", "person"), name="writing_once"),)
