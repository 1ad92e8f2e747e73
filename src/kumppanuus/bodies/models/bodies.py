"""Bodies, the kinds of them that a space has, and their rules of procedure in versions."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kumppanuus.core.actors import Actor
from kumppanuus.core.models import Retention
from kumppanuus.core.stamped import ChangingQuerySet, Stamped
from kumppanuus.core.texts import TextField
from kumppanuus.organisations.models import Organisation
from kumppanuus.places.models import Area
from kumppanuus.spaces.models import Space


class BodyKindQuerySet(models.QuerySet["BodyKind"]):
    def visible_to(self, actor: Actor) -> BodyKindQuerySet:
        """Kinds are public."""
        return self.all()

    def offered_in(self, space: Space) -> list[BodyKind]:
        """Return the kinds that a space offers: those that ship with the product, each unless the space has one of
        its own by the same code, and the space's own; ended ones are left out.
        """
        found = {kind.code: kind for kind in self.filter(space=None)}
        found |= {kind.code: kind for kind in self.filter(space=space)}
        return sorted((kind for kind in found.values() if not kind.ended), key=lambda kind: (kind.order, kind.code))


class BodyKind(models.Model):
    """A kind of body, with what a new one of it begins with.

    space    whose kind it is; none for those that ship with the product
    code     a space's own kind with the code of a shipped one stands in its place
    rules    what rules of procedure of such a body say at first
    seats    what seats it has at first: [{"role": "chair", "stands_for": {"fi": …}}, …]
    """

    retention: ClassVar[Retention] = Retention.LASTING

    space = models.ForeignKey(Space, models.CASCADE, null=True, blank=True, related_name="body_kinds")
    code = models.SlugField(max_length=40)
    name = TextField(_("Name"), max_length=120)
    about = TextField(_("What such a body is for"), max_length=1000, blank=True)
    rules = TextField(_("Rules of procedure to begin with"), max_length=8000, blank=True)
    seats = models.JSONField(default=list, blank=True)
    meetings_a_year = models.PositiveSmallIntegerField(_("Meetings a year"), null=True, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    ended = models.BooleanField(default=False)

    objects = BodyKindQuerySet.as_manager()

    class Meta:
        ordering = ("order", "code", "pk")
        constraints = (models.UniqueConstraint(fields=("space", "code"), name="body_kind_once", nulls_distinct=False),)

    def __str__(self) -> str:
        return str(self.name)

    def audience(self) -> set[str]:
        return {"public"}


class OpenTo(models.TextChoices):
    """Who reads a body's meetings, papers and minutes; the body itself is public."""

    ALL = "all", _("Open to everybody")
    MEMBERS = "members", _("Members only")


class BodyQuerySet(ChangingQuerySet["Body"]):
    def visible_to(self, actor: Actor) -> BodyQuerySet:
        """That a body is, what for and who sits in it, is public."""
        return self.all()

    def in_force(self, on: dt.date | None = None) -> BodyQuerySet:
        """Return the bodies whose term runs on the day."""
        day = on or timezone.localdate()
        return self.filter(Q(ends=None) | Q(ends__gte=day), starts__lte=day)


class Body(Stamped):
    """A body of co-operation (OParl: organization). It stays readable when its term has ended.

    access_changed_at  when it was last opened to everybody or closed to all but its members: what a copy of its
                       meetings has to forget, or gets anew
    """

    retention: ClassVar[Retention] = Retention.LASTING

    space = models.ForeignKey(Space, models.PROTECT, verbose_name=_("Network"), related_name="bodies")
    kind = models.ForeignKey(BodyKind, models.PROTECT, verbose_name=_("Kind"), related_name="bodies")
    slug = models.SlugField(max_length=120, unique=True)
    name = TextField(_("Name"), max_length=160)
    about = TextField(_("What it is for"), max_length=2000, blank=True)
    convener = models.ForeignKey(Organisation, models.PROTECT, verbose_name=_("Convener"), related_name="convened")
    parent = models.ForeignKey(
        "self", models.PROTECT, verbose_name=_("Under"), null=True, blank=True, related_name="children"
    )
    area = models.ForeignKey(Area, models.PROTECT, verbose_name=_("Area"), related_name="bodies")
    starts = models.DateField(_("Term begins"), default=timezone.localdate)
    ends = models.DateField(_("Term ends"), null=True, blank=True)
    languages = models.JSONField(_("Languages"), default=list)
    meetings_a_year = models.PositiveSmallIntegerField(_("Meetings a year"), null=True, blank=True)
    open_to = models.CharField(_("Meetings and papers"), max_length=8, choices=OpenTo, default=OpenTo.ALL)
    access_changed_at = models.DateTimeField(null=True, blank=True, editable=False)
    email = models.EmailField(_("The body's e-mail address"), blank=True)
    funding = TextField(_("Funding"), max_length=200, blank=True)
    funding_end = models.DateField(_("Funding ends"), null=True, blank=True)
    # All names in small letters, for finding by a part of a name in any language.
    find_by = models.CharField(max_length=600, blank=True)

    objects = BodyQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        ordering = ("-starts", "pk")
        verbose_name = _("Body")
        indexes = (models.Index(fields=("area", "ends"), name="body_of_area"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(ends=None) | Q(ends__gte=F("starts")),
                name="body_ends_after_start",
                violation_error_message=_("The term cannot end before it begins."),
            ),
        )

    def __str__(self) -> str:
        return str(self.name)

    def get_absolute_url(self) -> str:
        return reverse("bodies:body", args=[self.slug])

    @property
    def is_over(self) -> bool:
        """Whether the term has ended."""
        return self.ends is not None and self.ends < timezone.localdate()

    @property
    def is_coming(self) -> bool:
        """Whether the term has not begun."""
        return self.starts > timezone.localdate()

    def audience(self) -> set[str]:
        return {"public"}

    def members_audience(self) -> set[str]:
        """Tokens of those who may read what is for members only."""
        return {f"body:{self.pk}", f"organisation:{self.convener_id}"}


class Approval(models.TextChoices):
    """How minutes are approved."""

    MEETING = "meeting", _("The next meeting approves them")
    INSPECTORS = "inspectors", _("Two inspectors approve them")
    SILENCE = "silence", _("They are approved when nobody has asked for a change in time")


class Rules(models.Model):
    """One version of a body's rules of procedure. Adopted ones never change: the next version replaces them.

    quorum         how many seats must be filled at a meeting; none if the rules want none
    call_days      how many days before a meeting the call is sent
    proposal_days  how many days before a meeting an item must have been proposed
    silence_days   how many days those present have for asking for a change in the minutes
    """

    retention: ClassVar[Retention] = Retention.LASTING

    body = models.ForeignKey(Body, models.CASCADE, related_name="rules")
    number = models.PositiveSmallIntegerField()
    text = TextField(_("Rules of procedure"), max_length=8000)
    quorum = models.PositiveSmallIntegerField(_("Seats that must be filled at a meeting"), null=True, blank=True)
    call_days = models.PositiveSmallIntegerField(_("Days before a meeting that the call is sent"), default=14)
    proposal_days = models.PositiveSmallIntegerField(_("Days before a meeting that an item is proposed"), default=21)
    approval = models.CharField(
        _("How minutes are approved"), max_length=10, choices=Approval, default=Approval.MEETING
    )
    silence_days = models.PositiveSmallIntegerField(_("Days for asking for a change in the minutes"), default=7)
    approved_by = models.CharField(_("Approved by"), max_length=200)
    approved_on = models.DateField(_("Approved on"))
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    adopted_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("body", "-number")
        constraints = (models.UniqueConstraint(fields=("body", "number"), name="rules_number_once"),)

    def __str__(self) -> str:
        return f"{self.body} {self.number}"
