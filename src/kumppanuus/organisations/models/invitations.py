"""Ways into an organisation: it asks somebody, or somebody asks it."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kumppanuus.core.actors import Actor
from kumppanuus.core.models import Retention
from kumppanuus.core.texts import TextField
from kumppanuus.organisations.models.memberships import Role, administers
from kumppanuus.organisations.models.organisations import Organisation


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def visible_to(self, actor: Actor) -> InvitationQuerySet:
        """Administrators who act for the organisation see its invitations: they hold e-mail addresses."""
        return self.filter(organisation=actor.organisation_id) if administers(actor) else self.none()

    def open(self) -> InvitationQuerySet:
        """Return invitations that can still be accepted."""
        return self.filter(accepted_at=None, withdrawn_at=None, expires_at__gt=timezone.now())


class Invitation(models.Model):
    """Somebody is asked to join in a role. Accepted by a button behind a personal link, with any address."""

    retention: ClassVar[Retention] = Retention.PERSONAL
    DAYS: ClassVar[int] = 30

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="invitations")
    email = models.EmailField(_("E-mail address"))
    role = models.CharField(_("Role"), max_length=12, choices=Role)
    title = TextField(_("Title"), max_length=120, blank=True)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    link = models.OneToOneField("links.Link", models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-pk")

    @property
    def is_open(self) -> bool:
        return self.accepted_at is None and self.withdrawn_at is None and self.expires_at > timezone.now()

    def audience(self) -> set[str]:
        return {f"organisation:{self.organisation_id}"}


class JoinRequestQuerySet(models.QuerySet["JoinRequest"]):
    def visible_to(self, actor: Actor) -> JoinRequestQuerySet:
        """A person sees her own; administrators who act for the organisation see those to it."""
        if not actor.person_id:
            return self.none()
        ours = Q(organisation=actor.organisation_id) if administers(actor) else Q(pk=None)
        return self.filter(Q(person=actor.person_id) | ours)


class JoinRequest(models.Model):
    """A person asks to join an organisation; its administrators approve or decline."""

    retention: ClassVar[Retention] = Retention.PERSONAL

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="join_requests")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    message = models.CharField(_("Who you are in the organisation"), max_length=500, blank=True)
    asked_at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True, blank=True)
    approved = models.BooleanField(null=True)

    objects = JoinRequestQuerySet.as_manager()

    class Meta:
        ordering = ("-asked_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("organisation", "person"), condition=Q(decided_at=None), name="open_join_request_once"
            ),
        )

    def audience(self) -> set[str]:
        return {f"person:{self.person_id}", f"organisation:{self.organisation_id}"}
