"""Imports: where lists come from, one reading of a list, its rows, and what was imported from where."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kumppanuus.core.actors import Actor
from kumppanuus.core.models import Retention
from kumppanuus.organisations.models import Organisation, Role, roles_of
from kumppanuus.services.models.entries import Service
from kumppanuus.spaces.models import Space, SpaceRoleKind, space_roles_of

UNDO_DAYS = 30
STALLED = dt.timedelta(minutes=3)  # what has not told of itself for so long has died


class ImportFormat(models.TextChoices):
    TABLE = "table", _("A table (CSV, Excel)")
    HSDS = "hsds", _("Open Referral (HSDS)")
    PTV = "ptv", _("Finnish Service Catalogue (PTV)")


class ImportState(models.TextChoices):
    READ = "read", _("Read, its columns are to be chosen")
    COMPARING = "comparing", _("Being compared")
    COMPARED = "compared", _("Compared, nothing is saved yet")
    APPLYING = "applying", _("Being imported")
    APPLIED = "applied", _("Imported")
    UNDOING = "undoing", _("Being undone")
    UNDONE = "undone", _("Undone")
    FAILED = "failed", _("Failed, nothing was changed")


class RowState(models.TextChoices):
    NEW = "new", _("New")
    CHANGED = "changed", _("Changed")
    CONFLICT = "conflict", _("Changed here and there")
    SAME = "same", _("Unchanged")
    UNSURE = "unsure", _("Perhaps here already")
    REFUSED = "refused", _("Refused")
    SKIPPED = "skipped", _("Left out")


class SourceQuerySet(models.QuerySet["Source"]):
    def visible_to(self, actor: Actor) -> SourceQuerySet:
        """Its editors: those of the space, or of the organisation whose lists they are."""
        if actor.system:
            return self.all()
        if not actor.person_id:
            return self.none()
        return self.filter(of_editors(actor))


def of_editors(actor: Actor, prefix: str = "") -> Q:
    """Return the condition for sources that the actor keeps, in any of her roles."""
    spaces = [pk for pk, roles in space_roles_of(actor).items() if SpaceRoleKind.EDITOR in roles]
    own = [pk for pk, roles in roles_of(actor).items() if roles & {Role.ADMIN, Role.EDITOR}]
    return Q(**{f"{prefix}space__in": spaces}) | Q(**{f"{prefix}organisation__in": own})


class Source(models.Model):
    """Where lists come from, again and again: a municipality's association list, a register, another directory.

    columns, mapping   how the columns of its tables were chosen last time, so that they need not be chosen again
    trusted            the source itself keeps its entries right, so that an import verifies them
    """

    retention: ClassVar[Retention] = Retention.LASTING

    space = models.ForeignKey(Space, models.CASCADE, null=True, blank=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.CASCADE, null=True, blank=True, related_name="+")
    name = models.CharField(_("Where the list comes from"), max_length=120)
    columns = models.JSONField(default=list)
    mapping = models.JSONField(default=dict)
    options = models.JSONField(default=dict)
    trusted = models.BooleanField(_("The source keeps these entries right"), default=False)

    objects = SourceQuerySet.as_manager()

    class Meta:
        ordering = ("name", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(space=None, organisation__isnull=False) | Q(space__isnull=False, organisation=None),
                name="source_has_one_owner",
            ),
        )

    def __str__(self) -> str:
        return self.name

    def audience(self) -> set[str]:
        """Who may see events about its imports."""
        if self.space_id:
            return {f"space:{self.space_id}:{SpaceRoleKind.EDITOR}"}
        return {f"organisation:{self.organisation_id}"}


class ImportQuerySet(models.QuerySet["Import"]):
    def visible_to(self, actor: Actor) -> ImportQuerySet:
        """As for their sources."""
        if actor.system:
            return self.all()
        if not actor.person_id:
            return self.none()
        return self.filter(of_editors(actor, "source__"))


class Import(models.Model):
    """One reading of a list. Until it is applied nothing of it is in the directory.

    guesses   how the file is to be read: encoding, delimiter, sheet, header row; corrected by the reader
    mapping   {number of the column: key of services.columns}
    options   what holds for all rows: kind, municipality, organisation
    counts    rows by state; after applying also what was made
    alive_at  when the work last told of itself
    turn      the worker whose turn it is: one that was thought dead and wakes stops at its next step
    holds     rows of it stand hidden in the directory, before they are shown or after they were taken back
    """

    retention: ClassVar[Retention] = Retention.LASTING

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    source = models.ForeignKey(Source, models.CASCADE, related_name="imports")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    filename = models.CharField(max_length=120, blank=True)
    format = models.CharField(max_length=5, choices=ImportFormat)
    state = models.CharField(max_length=9, choices=ImportState, default=ImportState.READ)
    guesses = models.JSONField(default=dict)
    mapping = models.JSONField(default=dict)
    options = models.JSONField(default=dict)
    counts: Any = models.JSONField(default=dict)
    message = models.CharField(max_length=500, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField(default=timezone.now)
    alive_at = models.DateTimeField(default=timezone.now)
    applied_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    turn = models.UUIDField(null=True, editable=False)
    holds = models.BooleanField(default=False, editable=False)

    objects = ImportQuerySet.as_manager()

    class Meta:
        ordering = ("-made_at", "-pk")
        constraints = (
            models.UniqueConstraint(fields=("holds",), condition=Q(holds=True), name="one_import_writes_at_a_time"),
        )

    def __str__(self) -> str:
        return str(self.source)

    def get_absolute_url(self) -> str:
        return reverse("services:import", args=[self.uuid])

    @property
    def is_working(self) -> bool:
        return self.state in {ImportState.COMPARING, ImportState.APPLYING, ImportState.UNDOING}

    @property
    def has_stalled(self) -> bool:
        return self.is_working and self.alive_at < timezone.now() - STALLED

    @property
    def can_be_undone(self) -> bool:
        if self.state != ImportState.APPLIED or self.applied_at is None:
            return False
        return self.applied_at > timezone.now() - dt.timedelta(days=UNDO_DAYS)

    def audience(self) -> set[str]:
        return self.source.audience()


class ImportFile(models.Model):
    """The bytes of a list, apart from the rest so that lists of imports stay light; erased when undoing has passed."""

    retention: ClassVar[Retention] = Retention.SHORT

    batch = models.OneToOneField(Import, models.CASCADE, related_name="file")
    body = models.BinaryField()


class ImportRow(models.Model):
    """A row of a list, staged: what it says, what that would change, what the person chose, what was done.

    raw       its cells as they stand in the file
    data      {"organisation": values, "service": values} by slot
    problems  why it is refused, or what was left out of it
    changes   [{part, slot, old, new, conflict}]
    choice    {"match": "new" or an id, "take": [slots]}
    done      what applying made and what stood there before, for undoing; then what became of it ("undone"), and as
              of when the entry stands again if all of it returned ("as_of")
    """

    retention: ClassVar[Retention] = Retention.SHORT

    batch = models.ForeignKey(Import, models.CASCADE, related_name="rows", db_index=False)  # as in its constraint
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=8, choices=RowState, default=RowState.NEW)
    label = models.CharField(max_length=200, blank=True)
    raw = models.JSONField(default=list)
    data = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    changes = models.JSONField(default=list)
    candidates = models.JSONField(default=list)
    choice = models.JSONField(default=dict)
    done = models.JSONField(default=dict)

    class Meta:
        ordering = ("batch", "number")
        indexes = (models.Index(fields=("batch", "state", "number"), name="import_row_state"),)
        constraints = (models.UniqueConstraint(fields=("batch", "number"), name="import_row_once"),)


class SourceRecord(models.Model):
    """What a source calls one of our organisations or entries, and what it said of it last time."""

    retention: ClassVar[Retention] = Retention.LASTING

    source = models.ForeignKey(Source, models.CASCADE, related_name="records", db_index=False)  # as in its constraint
    key = models.CharField(max_length=200)
    organisation = models.ForeignKey(Organisation, models.CASCADE, null=True, blank=True, related_name="+")
    service = models.ForeignKey(Service, models.CASCADE, null=True, blank=True, related_name="+")
    values: Any = models.JSONField(default=dict)
    batch = models.ForeignKey(Import, models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("source", "key"), name="source_record_once"),
            models.CheckConstraint(
                condition=Q(service=None, organisation__isnull=False) | Q(service__isnull=False, organisation=None),
                name="source_record_is_of_one",
            ),
        )
