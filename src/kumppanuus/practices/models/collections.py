"""Collections of practices, and the place of a practice in one."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kumppanuus.core.actors import Actor
from kumppanuus.core.models import Retention
from kumppanuus.core.texts import TextField
from kumppanuus.organisations.models import Organisation, Post, organisations_of
from kumppanuus.practices.models.practices import Practice
from kumppanuus.spaces.models import Space


class CollectionQuerySet(models.QuerySet["Collection"]):
    def visible_to(self, actor: Actor) -> CollectionQuerySet:
        """Collections are public."""
        return self.all()


class Collection(models.Model):
    """Practices gathered for a purpose. `space` keeps it; without one it ships with the product.

    curators  posts whose holders care for it, beside the curators and editors of the space
    """

    retention: ClassVar[Retention] = Retention.LASTING

    space = models.ForeignKey(Space, models.PROTECT, null=True, blank=True, related_name="practice_collections")
    slug = models.SlugField(max_length=100, unique=True)
    name = TextField(_("Name"), max_length=160)
    aim = TextField(_("Aim"), max_length=500, blank=True)
    introduction = TextField(_("Introduction"), max_length=6000, blank=True)
    curators = models.ManyToManyField(Post, blank=True, verbose_name=_("Posts that care for it"), related_name="+")
    order = models.PositiveSmallIntegerField(default=100)
    created_at = models.DateTimeField(default=timezone.now)

    objects = CollectionQuerySet.as_manager()

    class Meta:
        ordering = ("order", "pk")
        verbose_name = _("Collection")

    def __str__(self) -> str:
        return str(self.name)

    def get_absolute_url(self) -> str:
        return reverse("practices:collection", args=[self.slug])

    def audience(self) -> set[str]:
        return {"public"}


class InclusionState(models.TextChoices):
    WAITING = "waiting", pgettext_lazy("of a practice in a collection", "Waiting for the curator")
    APPROVED = "approved", pgettext_lazy("of a practice in a collection", "In the collection")
    DECLINED = "declined", pgettext_lazy("of a practice in a collection", "Not taken")


class InclusionQuerySet(models.QuerySet["Inclusion"]):
    def visible_to(self, actor: Actor) -> InclusionQuerySet:
        """What waits or was approved is public, of published practices; what was not taken is the two sides' own."""
        from kumppanuus.practices.models.caring import cared_for

        shown = Q(practice__current__isnull=False) & ~Q(state=InclusionState.DECLINED)
        if not actor.person_id:
            return self.filter(shown)
        return self.filter(shown | Q(practice__owner__in=organisations_of(actor)) | cared_for(actor))


class Inclusion(models.Model):
    """The place of a practice in a collection. It stands there at once, marked as waiting until a curator has seen it.

    by      the organisation in whose name it was added
    reason  why it was not taken
    """

    retention: ClassVar[Retention] = Retention.LASTING

    collection = models.ForeignKey(Collection, models.CASCADE, related_name="inclusions")
    practice = models.ForeignKey(Practice, models.CASCADE, related_name="inclusions")
    state = models.CharField(_("State"), max_length=8, choices=InclusionState, default=InclusionState.WAITING)
    reason = models.CharField(_("Why it was not taken"), max_length=500, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    by = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = InclusionQuerySet.as_manager()

    class Meta:
        ordering = ("collection_id", "order", "pk")
        constraints = (
            models.UniqueConstraint(fields=("collection", "practice"), name="practice_once_in_a_collection"),
            models.CheckConstraint(
                condition=~Q(state="declined") | ~Q(reason=""),
                name="declined_inclusion_has_reason",
                violation_error_message=_("Say why it is not taken."),
            ),
        )

    def __str__(self) -> str:
        return str(self.practice)

    def get_absolute_url(self) -> str:
        return self.collection.get_absolute_url()

    def audience(self) -> set[str]:
        """Everybody, but of what was not taken only the practice's owner and the curators."""
        if self.state != InclusionState.DECLINED and self.practice.is_public:
            return {"public"}
        tokens = {f"organisation:{self.practice.owner_id}"}
        space = self.collection.space_id or self.practice.space_id
        return tokens | ({f"space:{space}:curator", f"space:{space}:editor"} if space else set())
