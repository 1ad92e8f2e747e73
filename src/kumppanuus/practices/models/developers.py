"""Who develops a practice together with its owner."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kumppanuus.core.actors import Actor
from kumppanuus.core.models import Retention
from kumppanuus.core.texts import TextField
from kumppanuus.organisations.models import Organisation, organisations_of
from kumppanuus.practices.models.practices import Practice


class DeveloperState(models.TextChoices):
    INVITED = "invited", pgettext_lazy("of a developer", "Invited")
    ASKED = "asked", pgettext_lazy("of a developer", "Wants to take part")
    ACCEPTED = "accepted", pgettext_lazy("of a developer", "Develops")
    DECLINED = "declined", pgettext_lazy("of a developer", "Declined")
    ENDED = "ended", pgettext_lazy("of a developer", "Developed until")


INSIDE = (DeveloperState.INVITED, DeveloperState.ACCEPTED)  # who reads drafts
CREDITED = (DeveloperState.ACCEPTED, DeveloperState.ENDED)


class DeveloperQuerySet(models.QuerySet["Developer"]):
    def visible_to(self, actor: Actor) -> DeveloperQuerySet:
        """Who develops or has developed what is published is public; the rest is known to the two sides."""
        own = organisations_of(actor)
        credited = Q(state__in=CREDITED, practice__current__isnull=False)
        return self.filter(credited | Q(organisation__in=own) | Q(practice__owner__in=own))


class Developer(models.Model):
    """An organisation that develops a practice, once both sides have said yes; `person` only if she wants her name on.

    message  what was written to the other side with the invitation or the request
    was      what it was called before it was merged into another, by which it stays credited
    """

    retention: ClassVar[Retention] = Retention.LASTING

    practice = models.ForeignKey(Practice, models.CASCADE, related_name="developers")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=_("Organisation"), related_name="develops"
    )
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    part = TextField(_("What it does"), max_length=300, blank=True)
    message = models.CharField(_("Message"), max_length=1000, blank=True)
    state = models.CharField(_("State"), max_length=8, choices=DeveloperState, default=DeveloperState.INVITED)
    was = TextField(_("What it was called"), max_length=300, blank=True)
    asked_at = models.DateTimeField(default=timezone.now)
    start = models.DateField(_("From"), null=True, blank=True)
    end = models.DateField(_("Until"), null=True, blank=True)

    objects = DeveloperQuerySet.as_manager()

    class Meta:
        ordering = ("practice_id", "start", "pk")
        constraints = (
            models.UniqueConstraint(fields=("practice", "organisation"), name="developer_once"),
            models.CheckConstraint(
                condition=~Q(state__in=("accepted", "ended")) | Q(start__isnull=False), name="developer_has_start"
            ),
            models.CheckConstraint(condition=Q(end=None) | Q(end__gte=F("start")), name="developer_ends_after_start"),
        )

    def __str__(self) -> str:
        return str(self.organisation)

    def get_absolute_url(self) -> str:
        return f"{self.practice.get_absolute_url()}#developers"

    def audience(self) -> set[str]:
        """Everybody once it develops what is published, else the two sides."""
        if self.state in CREDITED and self.practice.is_public:
            return {"public"}
        return {f"organisation:{self.organisation_id}", f"organisation:{self.practice.owner_id}"}
