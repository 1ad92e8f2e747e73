"""Somebody says that a page which nobody keeps is her organisation's."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kumppanuus.core.actors import Actor
from kumppanuus.core.models import Retention
from kumppanuus.organisations.models import Organisation
from kumppanuus.services.models.suggestions import spaces_edited_by


class ClaimState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    APPROVED = "approved", _("Approved")
    DECLINED = "declined", _("Declined")


class ClaimedBy(models.TextChoices):
    """What showed that the organisation is hers."""

    EMAIL = "email", _("a link sent to the organisation's address")
    LETTER = "letter", _("a code from a letter")
    WORD = "word", _("an editor of the partnership table knows her")


class ClaimQuerySet(models.QuerySet["Claim"]):
    def visible_to(self, actor: Actor) -> ClaimQuerySet:
        """Who made it, and the editors of a space in whose area the organisation is."""
        if actor.system:
            return self.all()
        if not actor.person_id:
            return self.none()
        mine = Q(person=actor.person_id)
        for space in spaces_edited_by(actor):
            mine |= Q(organisation__in=Organisation.objects.active_in(space.area).values("pk"))
        return self.filter(mine)


class Claim(models.Model):
    """A person takes over an organisation's page, or asks to."""

    retention: ClassVar[Retention] = Retention.PERSONAL

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="claims")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    how = models.CharField(max_length=6, choices=ClaimedBy)
    state = models.CharField(max_length=8, choices=ClaimState, default=ClaimState.WAITING)
    message = models.CharField(_("Who you are in the organisation"), max_length=500, blank=True)
    reason = models.CharField(_("Reason"), max_length=500, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = ClaimQuerySet.as_manager()

    class Meta:
        ordering = ("-made_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("organisation", "person"), condition=Q(state="waiting"), name="open_claim_once"
            ),
            models.CheckConstraint(condition=~Q(state="declined") | ~Q(reason=""), name="declined_claim_says_why"),
        )

    def audience(self) -> set[str]:
        return {f"person:{self.person_id}", f"organisation:{self.organisation_id}"}
