"""What was released: frozen rows that pages, exports and the API read, and nothing else of the NGOs' answers."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kumppanuus.assessments.models.rounds import Assessment
from kumppanuus.core.actors import Actor
from kumppanuus.core.models import Retention
from kumppanuus.measures.models import Measure
from kumppanuus.places.models import Area
from kumppanuus.questionnaires.models import Answer, BankItem, Item, Response


class Spread(models.TextChoices):
    """How far the NGOs' answers lie from each other, told coarsely so that it gives away no single answer."""

    UNITED = "united", _("of one mind")
    VARIED = "varied", _("somewhat divided")
    DIVIDED = "divided", _("clearly divided")


class ReleaseQuerySet(models.QuerySet["Release"]):
    def visible_to(self, actor: Actor) -> ReleaseQuerySet:
        """Releases are public."""
        return self.all()


class Release(models.Model):
    """One release of one assessment's results. Frozen; a later one needs at least five changed answers."""

    retention: ClassVar[Retention] = Retention.LASTING

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="releases")
    number = models.PositiveSmallIntegerField()
    at = models.DateTimeField(default=timezone.now)
    person_id = models.BigIntegerField(null=True)
    municipal_response = models.ForeignKey(Response, models.PROTECT, null=True, blank=True, related_name="+")
    # 1 = the first release of the NGOs' answers, 2 = the supplement; a release may repeat them unchanged.
    ngo_part = models.PositiveSmallIntegerField(default=1)
    counted = models.ManyToManyField(Response, related_name="+")  # never shown: what a supplement compares with
    invited = models.PositiveIntegerField()
    answered = models.PositiveIntegerField()
    pending = models.PositiveIntegerField()
    refused = models.PositiveIntegerField()
    withheld = models.PositiveIntegerField()  # free texts not published
    complete = models.BooleanField(default=False)  # once it is, nothing is added to it any more

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        ordering = ("assessment_id", "-number")
        constraints = (models.UniqueConstraint(fields=("assessment", "number"), name="release_number_once"),)

    def __str__(self) -> str:
        return f"{self.assessment} ({self.number})"

    def audience(self) -> set[str]:
        return {"public"}


class Cell(models.Model):
    """The released values of one item: the municipality's level, and the NGOs' rounded mean if five or more answered.

    ngo_half_levels  the mean in half levels (0–8), exact in both databases; None = fewer than five (see `privacy`)
    """

    retention: ClassVar[Retention] = Retention.LASTING

    release = models.ForeignKey(Release, models.CASCADE, related_name="cells")
    item = models.ForeignKey(Item, models.PROTECT, related_name="+")
    municipal_value = models.SmallIntegerField(null=True)
    municipal_cannot_say = models.BooleanField(default=False)
    ngo_half_levels = models.SmallIntegerField(null=True)
    ngo_spread = models.CharField(max_length=8, choices=Spread, blank=True)
    ngo_count = models.PositiveSmallIntegerField(default=0)  # how many gave a level; 0 = fewer than five

    class Meta:
        ordering = ("release_id", "item__order")
        constraints = (
            models.UniqueConstraint(fields=("release", "item"), name="cell_once"),
            models.CheckConstraint(
                condition=Q(ngo_half_levels=None, ngo_spread="", ngo_count=0) | Q(ngo_half_levels__isnull=False),
                name="hidden_cell_tells_nothing",
            ),
        )

    def get_ngo_spread_display(self) -> str:  # type: ignore[no-redef]
        """Return the spread in words; Django's own method copies all choices each time, which a list feels."""
        return str(Spread(self.ngo_spread).label) if self.ngo_spread else ""

    @property
    def ngo_value(self) -> float | None:
        """The NGOs' mean to the nearest half level."""
        return None if self.ngo_half_levels is None else self.ngo_half_levels / 2

    @property
    def gap(self) -> float | None:
        """Municipality minus NGOs: positive where the municipality sees the state better."""
        if self.municipal_value is None or self.ngo_half_levels is None:
            return None
        return self.municipal_value - self.ngo_half_levels / 2


class ReleasedCommentQuerySet(models.QuerySet["ReleasedComment"]):
    def visible_to(self, actor: Actor) -> ReleasedCommentQuerySet:
        """Released texts are public."""
        return self.all()


class ReleasedComment(models.Model):
    """A free text that its NGO agreed to publish and the keeper checked. Carries no organisation.

    `answer` is never shown: it lets a removal reach the original, and a removed original its released copies.
    """

    retention: ClassVar[Retention] = Retention.LASTING

    release = models.ForeignKey(Release, models.CASCADE, related_name="comments")
    item = models.ForeignKey(Item, models.PROTECT, related_name="+")
    answer = models.ForeignKey(Answer, models.PROTECT, null=True, related_name="+")
    text = models.TextField()
    language = models.CharField(max_length=8, default="fi")
    order = models.PositiveIntegerField()  # shuffled, so that order tells nothing

    objects = ReleasedCommentQuerySet.as_manager()

    class Meta:
        ordering = ("release_id", "order")

    @property
    def space_id(self) -> int:
        """The space whose editors and moderators may remove the text."""
        return self.release.assessment.round.space_id


class Standing(models.Model):
    """An area's newest released values per bank item: what comparisons and maps read. Rebuilt at each release."""

    retention: ClassVar[Retention] = Retention.LASTING

    area = models.ForeignKey(Area, models.CASCADE, related_name="standings")
    bank = models.ForeignKey(BankItem, models.CASCADE, related_name="+")
    release = models.ForeignKey(Release, models.CASCADE, related_name="+")
    municipal_value = models.SmallIntegerField(null=True)
    ngo_half_levels = models.SmallIntegerField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("area", "bank"), name="standing_once"),)
        indexes = (models.Index(fields=("bank", "area"), name="standing_of_bank"),)


class ItemMeasure(models.Model):
    """A measure agreed from an item of an assessment."""

    retention: ClassVar[Retention] = Retention.LASTING

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="item_measures")
    item = models.ForeignKey(Item, models.PROTECT, related_name="+")
    bank = models.ForeignKey(BankItem, models.PROTECT, null=True, related_name="+")
    measure = models.OneToOneField(Measure, models.CASCADE, related_name="from_item")

    class Meta:
        ordering = ("measure__due", "pk")
