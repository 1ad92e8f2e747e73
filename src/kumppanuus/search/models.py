"""The index, what waits for it, and the everyday words that editors keep."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kumppanuus.core.actors import Actor
from kumppanuus.core.models import Retention
from kumppanuus.core.texts import TextField
from kumppanuus.spaces.models import Space, SpaceRoleKind, space_roles_of


class State(models.Model):
    """One row: which generation of the index is searched, and a number that moves whenever it changes.

    version     moves with each change of the index; `words` with each change of the everyday words
    generation  a number that no other index has ever had (when it was begun): what processes keep is kept under it
    building    the generation that a rebuild makes beside the living one; `alive_at` tells that it goes on
    averages    {field: words on average}, measured when the generation was made
    """

    retention: ClassVar[Retention] = Retention.LASTING

    generation = models.PositiveBigIntegerField(default=0)
    version = models.PositiveBigIntegerField(default=0)
    words = models.PositiveBigIntegerField(default=0)
    building = models.PositiveBigIntegerField(null=True, blank=True)
    alive_at = models.DateTimeField(null=True, blank=True)
    averages: Any = models.JSONField(default=dict)


class Segment(models.Model):
    """Documents that were indexed together. Never changed, but for which of them are dead and when it was replaced.

    packed   all postings in one piece, while it is small; those of a large one are rows of Posting
    columns  for each document its number, days and point; facets: what each can be filtered by, and who may see it
    """

    retention: ClassVar[Retention] = Retention.LASTING

    generation = models.PositiveBigIntegerField(db_index=True)
    size = models.PositiveIntegerField()
    packed = models.BinaryField(null=True)
    columns = models.BinaryField()
    facet_names: Any = models.JSONField(default=list)
    facets = models.BinaryField()
    dead = models.BinaryField(default=bytes)
    dead_count = models.PositiveIntegerField(default=0)
    retired_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("pk",)


class Posting(models.Model):
    """A term of a large segment: numbers of documents (two bytes each), then impacts (one byte each)."""

    retention: ClassVar[Retention] = Retention.LASTING

    pk = models.CompositePrimaryKey("segment_id", "term")
    segment = models.ForeignKey(Segment, models.CASCADE, db_index=False, related_name="+")
    term = models.BigIntegerField()
    body = models.BinaryField()


class Document(models.Model):
    """What is shown of something that can be found, so that a list of hits asks no other app.

    kind, object_id  what it is ("services.service", 12)
    address          [name of the address, its arguments]
    facts            what a list shows beside it: {"kind": "event", "where": "Loimaa", "organisation": "…"}
    version          the version of the index at which it was written
    """

    retention: ClassVar[Retention] = Retention.LASTING

    generation = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=60)
    object_id = models.BigIntegerField()
    title = TextField(max_length=300)
    summary = TextField(max_length=600, blank=True)
    address: Any = models.JSONField(default=list)
    facts: Any = models.JSONField(default=dict)
    edited_on = models.DateField(null=True, blank=True)
    confirmed_on = models.DateField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)
    lat = models.FloatField(null=True, blank=True)
    version = models.PositiveBigIntegerField(default=0)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("generation", "kind", "object_id"), name="document_once_per_generation"),
        )


class Waiting(models.Model):
    """Something that an event was about and that is to be indexed again: the row goes when that has been done.

    done  indexed in the living generation, kept until the rebuild that goes on has seen it too
    """

    retention: ClassVar[Retention] = Retention.SHORT

    model = models.CharField(max_length=80)
    object_id = models.BigIntegerField()
    urgent = models.BooleanField(default=True)
    done = models.BooleanField(default=False)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("pk",)
        indexes = (models.Index(fields=("done", "-urgent", "id"), name="waiting_in_turn"),)


class Lexeme(models.Model):
    """A common word that something public is found by, for spelling; see `lexicon`. Words of no person."""

    retention: ClassVar[Retention] = Retention.LASTING

    word = models.CharField(max_length=30, unique=True)
    signature = models.BigIntegerField()


class Vector(models.Model):
    """What a text means to the model of the optional extra: content-addressed, so that a rebuild reads nothing twice.

    digest  of what was read (documents.digest_of); gone when nothing that is indexed has it any more
    body    a scale (float32), then 384 signed bytes
    """

    retention: ClassVar[Retention] = Retention.LASTING

    digest = models.BigIntegerField(unique=True)
    body = models.BinaryField()


class Language(models.TextChoices):
    FINNISH = "fi", _("Finnish")
    SWEDISH = "sv", _("Swedish")
    ENGLISH = "en", _("English")


class SayingQuerySet(models.QuerySet["Saying"]):
    def visible_to(self, actor: Actor) -> SayingQuerySet:
        """Everyday words are public: they explain why something was found."""
        return self.all()


class Saying(models.Model):
    """What people say, and what it means here in Finnish terms, `|` between them.

    shipped  came with the product; loading brings it up to date unless somebody has changed it
    space    whose editors keep it; none for what was shipped
    """

    retention: ClassVar[Retention] = Retention.LASTING

    language = models.CharField(_("Language"), max_length=2, choices=Language)
    saying = models.CharField(_("What people say"), max_length=120)
    meaning = models.CharField(_("What it means here, in Finnish"), max_length=500)
    note = models.CharField(_("Note"), max_length=300, blank=True)
    shipped = models.BooleanField(default=False)
    space = models.ForeignKey(Space, models.SET_NULL, null=True, blank=True, related_name="+")
    changed_at = models.DateTimeField(default=timezone.now)

    objects = SayingQuerySet.as_manager()

    class Meta:
        ordering = ("language", "saying")
        constraints = (
            models.UniqueConstraint(
                fields=("language", "saying"),
                name="saying_once",
                violation_error_message=_("This saying is in the list already."),
            ),
        )

    def __str__(self) -> str:
        return self.saying

    @property
    def meanings(self) -> list[str]:
        return [one.strip() for one in self.meaning.split("|") if one.strip()]

    def audience(self) -> set[str]:
        """Who may see events about it: everybody."""
        return {"public"}


class SilentQuerySet(models.QuerySet["Silent"]):
    def visible_to(self, actor: Actor) -> SilentQuerySet:
        """Editors of a space read what was not found, to give it words: once it was asked some times."""
        if actor.system:
            return self.all()
        edits = any(SpaceRoleKind.EDITOR in roles for roles in space_roles_of(actor).values())
        return self.filter(times__gte=Silent.SHOWN_FROM) if edits else self.none()


class Silent(models.Model):
    """Words that found nothing, how often, and when last. Nobody knows who typed them; erased after some months."""

    retention: ClassVar[Retention] = Retention.SHORT
    SHOWN_FROM: ClassVar[int] = 3  # what was asked less often may be somebody's own words

    language = models.CharField(max_length=2, choices=Language)
    words = models.CharField(max_length=100)
    times = models.PositiveIntegerField(default=1)
    last_on = models.DateField(default=timezone.localdate)

    objects = SilentQuerySet.as_manager()

    class Meta:
        ordering = ("-times", "-last_on", "pk")
        constraints = (models.UniqueConstraint(fields=("language", "words"), name="silent_once"),)

    def __str__(self) -> str:
        return self.words


class SilentDay(models.Model):
    """How many searches found nothing on a day, in a language: a number, without words or persons."""

    retention: ClassVar[Retention] = Retention.SHORT

    day = models.DateField(default=timezone.localdate)
    language = models.CharField(max_length=2, choices=Language)
    times = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-day", "language")
        constraints = (models.UniqueConstraint(fields=("day", "language"), name="silent_day_once"),)
