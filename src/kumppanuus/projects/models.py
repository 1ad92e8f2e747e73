"""Projects, the organisations that take part in them, and what stays when they end."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kumppanuus.core.actors import Actor
from kumppanuus.core.models import Retention
from kumppanuus.core.texts import TextField
from kumppanuus.organisations.models import Organisation, Post, organisations_of
from kumppanuus.places.models import Area


class Kind(models.TextChoices):
    PROJECT = "project", _("Project")
    PILOT = "pilot", _("Pilot")


class Stage(models.TextChoices):
    """Where a project stands: follows from its days."""

    COMING = "coming", pgettext_lazy("of a project", "Begins later")
    UNDER_WAY = "under_way", pgettext_lazy("of a project", "Under way")
    ENDED = "ended", pgettext_lazy("of a project", "Ended")
    STOPPED = "stopped", pgettext_lazy("of a project", "Stopped")


class ProjectQuerySet(models.QuerySet["Project"]):
    def visible_to(self, actor: Actor) -> ProjectQuerySet:
        """Projects are public: they live on public or common money."""
        return self.all()

    def of(self, organisation: int) -> ProjectQuerySet:
        """Return those that an organisation owns or takes part in."""
        takes_part = Party.objects.filter(organisation=organisation, state=PartyState.JOINED).values("project")
        return self.filter(Q(owner=organisation) | Q(pk__in=takes_part))

    def at(self, stage: str, today: dt.date | None = None) -> ProjectQuerySet:
        """Return those at a stage."""
        day = today or timezone.localdate()
        if stage == Stage.STOPPED:
            return self.filter(stopped_on__isnull=False)
        found = self.filter(stopped_on=None)
        match stage:
            case Stage.COMING:
                return found.filter(starts__gt=day)
            case Stage.ENDED:
                return found.filter(ends__lt=day)
            case _:
                return found.filter(starts__lte=day, ends__gte=day)


class Project(models.Model):
    """A project or pilot. It belongs to an organisation, and a post of it answers for it, never a person.

    funder    in words, as it is called: most are outside the platform
    budget    euros altogether
    results   what came of it; until they are told, an ended project says that they are missing
    stopped   a project that ended before its time says when and why
    """

    retention: ClassVar[Retention] = Retention.LASTING

    kind = models.CharField(_("Kind"), max_length=8, choices=Kind, default=Kind.PROJECT)
    slug = models.SlugField(max_length=120, unique=True)
    name = TextField(_("Name"), max_length=160)
    # All names in small letters, for finding by a part of a name in any language.
    find_by = models.CharField(max_length=600, blank=True)
    about = TextField(_("What it tries, and for whom"), max_length=3000, blank=True)
    owner = models.ForeignKey(Organisation, models.PROTECT, verbose_name=_("Owner"), related_name="projects")
    post = models.ForeignKey(
        Post, models.PROTECT, verbose_name=_("Post that answers for it"), null=True, blank=True, related_name="projects"
    )
    area = models.ForeignKey(Area, models.PROTECT, verbose_name=_("Area"), related_name="projects")
    funder = TextField(_("Who pays"), max_length=200, blank=True)
    budget = models.PositiveIntegerField(_("Money altogether, in euros"), null=True, blank=True)
    starts = models.DateField(_("Begins"))
    ends = models.DateField(_("Ends"))
    link = models.URLField(_("Its own site"), max_length=500, blank=True)
    results = TextField(_("What came of it"), max_length=6000, blank=True)
    reported_on = models.DateField(null=True, blank=True)
    stopped_on = models.DateField(_("Stopped on"), null=True, blank=True)
    stopped_why = models.CharField(_("Why it was stopped"), max_length=500, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)

    objects = ProjectQuerySet.as_manager()

    class Meta:
        ordering = ("-ends", "pk")
        verbose_name = _("Project")
        indexes = (models.Index(fields=("area", "ends"), name="project_of_area"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(ends__gte=F("starts")),
                name="project_ends_after_start",
                violation_error_message=_("The project cannot end before it begins."),
            ),
        )

    def __str__(self) -> str:
        return str(self.name)

    def get_absolute_url(self) -> str:
        return reverse("projects:project", args=[self.slug])

    @property
    def stage(self) -> Stage:
        """Where it stands today."""
        today = timezone.localdate()
        if self.stopped_on is not None:
            return Stage.STOPPED
        if self.starts > today:
            return Stage.COMING
        return Stage.ENDED if self.ends < today else Stage.UNDER_WAY

    @property
    def last_day(self) -> dt.date:
        """The day on which it ended or will end."""
        return self.stopped_on or self.ends

    @property
    def lacks_results(self) -> bool:
        """Whether it is over and nobody has told what came of it."""
        return self.stage in {Stage.ENDED, Stage.STOPPED} and self.reported_on is None

    def audience(self) -> set[str]:
        return {"public"}


class PartyState(models.TextChoices):
    ASKED = "asked", pgettext_lazy("of a party", "Asked")
    JOINED = "joined", pgettext_lazy("of a party", "Takes part")
    DECLINED = "declined", pgettext_lazy("of a party", "Declined")
    LEFT = "left", pgettext_lazy("of a party", "Took part until")


class PartyQuerySet(models.QuerySet["Party"]):
    def visible_to(self, actor: Actor) -> PartyQuerySet:
        """Who takes part or did is public; who was asked or declined is known to the owner and that organisation."""
        own = organisations_of(actor)
        settled = Q(state__in=(PartyState.JOINED, PartyState.LEFT))
        return self.filter(settled | Q(organisation__in=own) | Q(project__owner__in=own))


class Party(models.Model):
    """An organisation that takes part, once it has said so itself."""

    retention: ClassVar[Retention] = Retention.LASTING

    project = models.ForeignKey(Project, models.CASCADE, related_name="parties")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=_("Organisation"), related_name="project_parts"
    )
    role = TextField(_("What it does in the project"), max_length=300, blank=True)
    state = models.CharField(_("State"), max_length=8, choices=PartyState, default=PartyState.ASKED)
    asked_on = models.DateField(default=timezone.localdate)
    answered_on = models.DateField(null=True, blank=True)

    objects = PartyQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("project", "organisation"), name="party_once_in_a_project"),)

    def __str__(self) -> str:
        return str(self.organisation)

    def get_absolute_url(self) -> str:
        return self.project.get_absolute_url()

    def audience(self) -> set[str]:
        """Who may see events about the party: everybody once it takes part."""
        if self.state in {PartyState.JOINED, PartyState.LEFT}:
            return {"public"}
        return {f"organisation:{self.organisation_id}", f"organisation:{self.project.owner_id}"}


class LegacyState(models.TextChoices):
    OPEN = "open", pgettext_lazy("of a legacy", "Looks for an heir")
    ASKED = "asked", pgettext_lazy("of a legacy", "Offered")
    TAKEN = "taken", pgettext_lazy("of a legacy", "Goes on")
    DROPPED = "dropped", pgettext_lazy("of a legacy", "Does not go on")


class LegacyQuerySet(models.QuerySet["Legacy"]):
    def visible_to(self, actor: Actor) -> LegacyQuerySet:
        """What stays of a project is public, also what finds no heir."""
        return self.all()


class Legacy(models.Model):
    """Something that should live when the project's money has ended: a group, a way of working, a post, a tool.

    heir    who goes on with it, once it has said so itself
    reason  why it does not go on, or why the one who was asked did not take it
    """

    retention: ClassVar[Retention] = Retention.LASTING

    project = models.ForeignKey(Project, models.CASCADE, related_name="legacies")
    what = TextField(_("What should go on"), max_length=300)
    heir = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=_("Who goes on with it"), null=True, blank=True, related_name="+"
    )
    state = models.CharField(_("State"), max_length=8, choices=LegacyState, default=LegacyState.OPEN)
    reason = models.CharField(_("Why"), max_length=500, blank=True)
    settled_on = models.DateField(null=True, blank=True)

    objects = LegacyQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        verbose_name_plural = "legacies"
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=(LegacyState.OPEN, LegacyState.DROPPED)) | Q(heir__isnull=False),
                name="legacy_has_heir",
            ),
            models.CheckConstraint(
                condition=~Q(state=LegacyState.DROPPED) | ~Q(reason=""),
                name="dropped_legacy_has_reason",
                violation_error_message=_("Say why it does not go on."),
            ),
        )

    def __str__(self) -> str:
        return str(self.what)

    def get_absolute_url(self) -> str:
        return f"{self.project.get_absolute_url()}#legacy-{self.pk}"

    @property
    def is_settled(self) -> bool:
        return self.state in {LegacyState.TAKEN, LegacyState.DROPPED}

    def audience(self) -> set[str]:
        return {"public"}
