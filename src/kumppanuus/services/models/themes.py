"""What was changed in a space's own classification, kept while it can be undone."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kumppanuus.core.actors import Actor
from kumppanuus.core.models import Retention
from kumppanuus.spaces.models import Space, SpaceRoleKind, space_roles_of
from kumppanuus.taxonomy.models import Term


class ThemeVerb(models.TextChoices):
    ADD = "add", _("Added")
    CHANGE = "change", _("Changed")
    MERGE = "merge", _("Merged into another")
    END = "end", _("Ended")
    RESUME = "resume", _("Taken back into use")


class ThemeChangeQuerySet(models.QuerySet["ThemeChange"]):
    def visible_to(self, actor: Actor) -> ThemeChangeQuerySet:
        """The space's editors."""
        if actor.system:
            return self.all()
        spaces = [pk for pk, roles in space_roles_of(actor).items() if SpaceRoleKind.EDITOR in roles]
        return self.filter(space__in=spaces)


class ThemeChange(models.Model):
    """One change of a theme. Erased when it can no longer be undone.

    before   what the theme was: its texts and where it stood
    entries  of a merge: ids of the entries that had the theme; `gained`: those that the other did not have before
    """

    retention: ClassVar[Retention] = Retention.SHORT
    DAYS: ClassVar[int] = 30

    space = models.ForeignKey(Space, models.CASCADE, related_name="theme_changes")
    term = models.ForeignKey(Term, models.CASCADE, related_name="+")
    verb = models.CharField(max_length=6, choices=ThemeVerb)
    before: Any = models.JSONField(default=dict)
    entries: Any = models.JSONField(default=list)
    gained: Any = models.JSONField(default=list)
    children: Any = models.JSONField(default=list)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = ThemeChangeQuerySet.as_manager()

    class Meta:
        ordering = ("-at", "-pk")

    @property
    def can_be_undone(self) -> bool:
        return self.undone_at is None and timezone.now() < self.at + dt.timedelta(days=self.DAYS)

    def audience(self) -> set[str]:
        return {f"space:{self.space_id}:{SpaceRoleKind.EDITOR}"}
