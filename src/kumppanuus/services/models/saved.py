"""Searches of the directory that somebody keeps, to be told by mail what is new."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kumppanuus.core.actors import Actor
from kumppanuus.core.models import Retention


class HowOften(models.TextChoices):
    """How often what is new is told."""

    AT_ONCE = "at_once", _("At once (within an hour)")
    DAILY = "daily", _("Once a day")
    WEEKLY = "weekly", _("Once a week")
    MONTHLY = "monthly", _("Once a month")


class SavedSearchQuerySet(models.QuerySet["SavedSearch"]):
    def visible_to(self, actor: Actor) -> SavedSearchQuerySet:
        """A person sees her own; without an account, whoever holds the link from the mails."""
        if actor.system:
            return self.all()
        if actor.link_id:
            return self.filter(link_id=actor.link_id)
        return self.filter(person=actor.person_id) if actor.person_id else self.none()

    def due(self, now: dt.datetime) -> SavedSearchQuerySet:
        """Return those whose time has come, the longest waiting first."""
        running = self.filter(confirmed_at__isnull=False, paused=False)
        return running.filter(next_at__lte=now).order_by("next_at", "pk")


class SavedSearch(models.Model):
    """A filter of the directory under a name, and how often its owner is told what is new or changed.

    person, email   whose it is: an account's, or an address that confirmed it by a link
    query           the filter as the query of an address (`DirectoryFilter.query`)
    link_id         the lasting link of its mails: to change and to end it without signing in
    told_until      what happened up to then has been told
    last            what came last: when, how many, and the ids of those that were named
    ends_on         the day on which it ends unless its owner goes on; none for persons with an account
    """

    retention: ClassVar[Retention] = Retention.PERSONAL

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="saved_searches"
    )
    email = models.EmailField(_("Your e-mail address"), blank=True)
    language = models.CharField(max_length=8, default="fi")
    name = models.CharField(_("Name"), max_length=80)
    query = models.CharField(max_length=1000, blank=True)
    how_often = models.CharField(_("How often"), max_length=8, choices=HowOften, default=HowOften.WEEKLY)
    paused = models.BooleanField(default=False)
    link_id = models.BigIntegerField(null=True, db_index=True)
    made_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    told_until = models.DateTimeField(default=timezone.now)
    next_at = models.DateTimeField(default=timezone.now)
    last_at = models.DateTimeField(null=True, blank=True)
    last_number = models.PositiveIntegerField(default=0)
    last_ids: Any = models.JSONField(default=list, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    asked_to_go_on = models.BooleanField(default=False)

    objects = SavedSearchQuerySet.as_manager()

    class Meta:
        ordering = ("name", "pk")
        indexes = (
            models.Index(
                fields=("next_at", "id"), condition=Q(confirmed_at__isnull=False, paused=False), name="saved_search_due"
            ),
            models.Index(fields=("email",), condition=~Q(email=""), name="saved_search_of_address"),
            models.Index(fields=("ends_on",), condition=Q(ends_on__isnull=False), name="saved_search_ends"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(person__isnull=False, email="") | (Q(person=None) & ~Q(email="")),
                name="saved_search_is_of_one",
            ),
        )

    def __str__(self) -> str:
        return self.name
