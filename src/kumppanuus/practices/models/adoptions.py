"""Who uses a practice, and what came of it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kumppanuus.core.actors import Actor
from kumppanuus.core.models import Retention
from kumppanuus.core.texts import TextField
from kumppanuus.organisations.models import Organisation, Post, organisations_of
from kumppanuus.practices.models.practices import Practice, PracticeVersion

STILL = "practices.still"  # the purpose of the link that asks whether an adoption still holds


class AdoptionStage(models.TextChoices):
    CONSIDERING = "considering", pgettext_lazy("of a practice's user", "Considers it")
    PILOTING = "piloting", pgettext_lazy("of a practice's user", "Tries it")
    IN_USE = "in_use", pgettext_lazy("of a practice's user", "Uses it")
    DROPPED = "dropped", pgettext_lazy("of a practice's user", "Has stopped using it")


class AdoptionQuerySet(models.QuerySet["Adoption"]):
    def standing(self) -> AdoptionQuerySet:
        """Leave out what an organisation said that was merged into one that says it, too: it waits for an undoing."""
        return self.filter(organisation__merged_into=None)

    def visible_to(self, actor: Actor) -> AdoptionQuerySet:
        """Who uses a published practice is public; of what is not published any more nobody else's business."""
        shown, rows = Q(practice__current__isnull=False), self.standing()
        return (
            rows.filter(shown | Q(organisation__in=organisations_of(actor))) if actor.person_id else rows.filter(shown)
        )


class Adoption(models.Model):
    """An organisation says itself how far it has taken a practice into use. That it was dropped, and why, stays: it is
    knowledge too.

    version       which version it took
    confirmed_at  when the organisation last said that this holds; asked_at, when it was last asked
    """

    retention: ClassVar[Retention] = Retention.LASTING

    practice = models.ForeignKey(Practice, models.CASCADE, related_name="adoptions")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=_("Organisation"), related_name="adoptions"
    )
    version = models.ForeignKey(PracticeVersion, models.PROTECT, null=True, blank=True, related_name="adoptions")
    stage = models.CharField(_("How far"), max_length=11, choices=AdoptionStage, default=AdoptionStage.CONSIDERING)
    since = models.DateField(_("Since"), default=timezone.localdate)
    changed = TextField(_("What was changed for own use"), max_length=3000, blank=True)
    results = TextField(_("What came of it"), max_length=3000, blank=True)
    why_dropped = TextField(_("Why it was dropped"), max_length=2000, blank=True)
    dropped_on = models.DateField(_("Dropped on"), null=True, blank=True)
    post = models.ForeignKey(
        Post, models.PROTECT, verbose_name=_("Post that tells more"), null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(default=timezone.now)
    asked_at = models.DateTimeField(null=True, blank=True)

    objects = AdoptionQuerySet.as_manager()

    class Meta:
        ordering = ("practice_id", "since", "pk")
        constraints = (
            models.UniqueConstraint(fields=("practice", "organisation"), name="adoption_once"),
            models.CheckConstraint(
                condition=~Q(stage="dropped") | Q(dropped_on__isnull=False), name="dropped_adoption_has_day"
            ),
        )

    def __str__(self) -> str:
        return str(self.organisation)

    def get_absolute_url(self) -> str:
        return f"{self.practice.get_absolute_url()}#adoption-{self.pk}"

    def audience(self) -> set[str]:
        return {"public"} if self.practice.is_public else {f"organisation:{self.organisation_id}"}
