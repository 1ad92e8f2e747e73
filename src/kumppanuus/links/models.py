"""Links: only a hash of the token is kept, so that a copy of the database opens nothing."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils import timezone

from kumppanuus.core.actors import Actor
from kumppanuus.core.models import Retention


class LinkQuerySet(models.QuerySet["Link"]):
    def visible_to(self, actor: Actor) -> LinkQuerySet:
        """A link is seen by whoever holds it; the app that made it shows it to its keepers."""
        return self.filter(pk=actor.link_id) if actor.link_id else self.none()

    def open(self) -> LinkQuerySet:
        """Return links that still work."""
        return self.filter(used_at=None, revoked_at=None, expires_at__gt=timezone.now())


class Link(models.Model):
    """A way in without an account.

    purpose    what it is for ("assessments.answer"); the page of that purpose takes no other
    target     what it opens: `target_model` (a label) and `target_id`
    single     acts once; a lasting one works until `expires_at`
    code_hash  of the short printed code, where there is one
    """

    retention: ClassVar[Retention] = Retention.SHORT

    purpose = models.CharField(max_length=60)
    token_hash = models.CharField(max_length=64, unique=True)
    code_hash = models.CharField(max_length=64, unique=True, null=True, blank=True)
    target_model = models.CharField(max_length=80)
    target_id = models.BigIntegerField()
    organisation_id = models.BigIntegerField(null=True)  # in whose name the holder acts
    person_id = models.BigIntegerField(null=True)
    data: Any = models.JSONField(default=dict)
    single = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = LinkQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-pk")
        indexes = (models.Index(fields=("target_model", "target_id"), name="link_target"),)

    @property
    def has_expired(self) -> bool:
        return self.expires_at <= timezone.now()

    def audience(self) -> set[str]:
        """Who may see that a link was withdrawn: its holder, its person and the organisation in whose name it acts."""
        found = {f"link:{self.pk}"}
        if self.person_id:
            found.add(f"person:{self.person_id}")
        if self.organisation_id:
            found.add(f"organisation:{self.organisation_id}")
        return found


class Tally(models.Model):
    """How many tries one address has made in one window of time; the address is in a keyed digest only."""

    retention: ClassVar[Retention] = Retention.SHORT

    key = models.CharField(max_length=120, unique=True)
    tries = models.PositiveIntegerField(default=0)
    ends = models.DateTimeField(db_index=True)
