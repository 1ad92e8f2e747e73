"""Pairs that could be one, merges, and what each merge changed."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kumppanuus.core.actors import Actor
from kumppanuus.core.merged import Mergeable
from kumppanuus.core.models import Retention
from kumppanuus.organisations.models import Organisation, Role, merged_of, roles_of
from kumppanuus.services.models import Service
from kumppanuus.spaces.models import Space, SpaceRoleKind, space_roles_of


class What(models.TextChoices):
    """What can be merged."""

    ORGANISATION = "organisation", _("Organisation")
    ENTRY = "entry", _("Entry")


MODELS: dict[str, type[Organisation | Service]] = {What.ORGANISATION: Organisation, What.ENTRY: Service}


def cared_for(actor: Actor) -> Q:
    """Return the condition for organisations whose duplicates the actor looks after: those in which she is an
    administrator or editor, and those around which she is an editor of a space.
    """
    own = [pk for pk, roles in roles_of(actor).items() if roles & {Role.ADMIN, Role.EDITOR}]
    own += [old for old, new in merged_of(actor).items() if new in own]
    found = Q(pk__in=own)
    mine = [pk for pk, roles in space_roles_of(actor).items() if SpaceRoleKind.EDITOR in roles]
    if mine:
        for space in Space.objects.filter(pk__in=mine).select_related("area"):
            found |= Q(pk__in=Organisation.objects.active_in(space.area).values("pk"))
    return found


def _of_cared_for(actor: Actor, prefix: str) -> Q:
    """Return the condition for rows that name one of the actor's organisations, or an entry of one, in either place."""
    if not actor.person_id:
        return Q(pk=None)
    organisations = Organisation._base_manager.filter(cared_for(actor)).values("pk")
    entries = Service._base_manager.filter(organisation__in=organisations).values("pk")
    found = Q(pk=None)
    for what, rows in ((What.ORGANISATION, organisations), (What.ENTRY, entries)):
        one, other = ("one_id", "other_id") if prefix == "pair" else ("old_id", "new_id")
        found |= Q(what=what) & (Q(**{f"{one}__in": rows}) | Q(**{f"{other}__in": rows}))
    return found


class PairState(models.TextChoices):
    OPEN = "open", _("Likely the same")
    DISMISSED = "dismissed", _("Not the same")
    MERGED = "merged", _("Merged")


class PairQuerySet(models.QuerySet["Pair"]):
    def visible_to(self, actor: Actor) -> PairQuerySet:
        """Those who look after one of the two: its administrators and editors, and editors of a space around it."""
        return self.filter(_of_cared_for(actor, "pair"))


class Pair(models.Model):
    """Two organisations or two entries that could be one.

    score, reasons  how likely, and codes of why; a person's own suggestion has the reason "said"
    consents        ids of the organisations that have agreed to the merge
    """

    retention: ClassVar[Retention] = Retention.LASTING

    what = models.CharField(max_length=12, choices=What)
    one_id = models.BigIntegerField()
    other_id = models.BigIntegerField()
    score = models.FloatField(default=0)
    reasons: Any = models.JSONField(default=list)
    state = models.CharField(max_length=9, choices=PairState, default=PairState.OPEN)
    consents: Any = models.JSONField(default=list)
    found_at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = PairQuerySet.as_manager()

    class Meta:
        ordering = ("-score", "pk")
        indexes = (models.Index(fields=("state", "what", "-score"), name="pair_list"),)
        constraints = (
            models.UniqueConstraint(fields=("what", "one_id", "other_id"), name="pair_once"),
            models.CheckConstraint(condition=Q(one_id__lt=F("other_id")), name="pair_in_order"),
        )

    def get_absolute_url(self) -> str:
        return reverse("merging:pair", args=[self.pk])

    @property
    def model(self) -> type[Organisation | Service]:
        return MODELS[self.what]

    def both(self) -> list[Any]:
        """Return the two, those that are still there and stand by themselves. One query."""
        rows: Any = self.model.objects.filter(pk__in=(self.one_id, self.other_id))
        if self.what == What.ENTRY:
            rows = rows.select_related("organisation")
        return sorted(rows, key=lambda row: row.pk)

    def audience(self) -> set[str]:
        """Who may read events about it: the organisations that it is about."""
        return {f"organisation:{owner_of(row)}" for row in self.both()}


def owner_of(row: Mergeable) -> int:
    """Return the id of the organisation that a row is or belongs to."""
    return row.organisation_id if isinstance(row, Service) else int(row.pk)


class MergeQuerySet(models.QuerySet["Merge"]):
    def visible_to(self, actor: Actor) -> MergeQuerySet:
        """Those who look after what was merged."""
        return self.filter(_of_cared_for(actor, "merge"))


class Merge(models.Model):
    """One became part of another. What it changed stands in its steps while it can be undone.

    left  what undoing it did not set back: [model, field, why]
    """

    retention: ClassVar[Retention] = Retention.LASTING
    DAYS: ClassVar[int] = 30

    what = models.CharField(max_length=12, choices=What)
    pair = models.ForeignKey(Pair, models.SET_NULL, null=True, related_name="merges")
    old_id = models.BigIntegerField()
    new_id = models.BigIntegerField()
    at = models.DateTimeField(default=timezone.now)
    person_id = models.BigIntegerField(null=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    left: Any = models.JSONField(default=list)

    objects = MergeQuerySet.as_manager()

    class Meta:
        ordering = ("-at", "-pk")

    def get_absolute_url(self) -> str:
        return reverse("merging:merge_made", args=[self.pk])

    @property
    def until(self) -> dt.datetime:
        return self.at + dt.timedelta(days=self.DAYS)

    @property
    def can_be_undone(self) -> bool:
        return self.undone_at is None and timezone.now() < self.until

    @property
    def old(self) -> Any:
        return MODELS[self.what]._base_manager.get(pk=self.old_id)

    @property
    def new(self) -> Any:
        return MODELS[self.what]._base_manager.get(pk=self.new_id)

    def audience(self) -> set[str]:
        return {f"organisation:{owner_of(row)}" for row in (self.old, self.new)}


class Step(models.Model):
    """One field of one row that a merge changed. Erased when the merge can no longer be undone."""

    retention: ClassVar[Retention] = Retention.SHORT

    merge = models.ForeignKey(Merge, models.CASCADE, related_name="steps")
    model = models.CharField(max_length=80)
    object_id = models.BigIntegerField()
    field = models.CharField(max_length=60)
    before: Any = models.JSONField(null=True)
    after: Any = models.JSONField(null=True)

    class Meta:
        ordering = ("pk",)
        indexes = (models.Index(fields=("model", "object_id"), name="merge_step_object"),)
