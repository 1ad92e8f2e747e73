"""Posts that outlive persons, and who holds them when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kumppanuus.core.actors import Actor
from kumppanuus.core.models import Retention
from kumppanuus.core.texts import TextField
from kumppanuus.organisations.models.memberships import organisations_of
from kumppanuus.organisations.models.organisations import Organisation, current


class PostKind(models.TextChoices):
    CONTACT_PERSON = "contact_person", _("NGO contact person")
    COORDINATOR = "coordinator", _("Wellbeing coordinator")
    CHAIR = "chair", _("Chair")
    SECRETARY = "secretary", _("Secretary")
    OTHER = "other", _("Other post")


class PostQuerySet(models.QuerySet["Post"]):
    def visible_to(self, actor: Actor) -> PostQuerySet:
        """Posts are public: roles before personal names."""
        return self.all()


class Post(models.Model):
    """A role of an organisation that answers for something; it stays when its holder leaves."""

    retention: ClassVar[Retention] = Retention.LASTING

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="posts")
    kind = models.CharField(_("Kind"), max_length=16, choices=PostKind)
    title = TextField(_("Title"), max_length=120)
    field = TextField(_("Field"), max_length=200, blank=True)
    email = models.EmailField(_("Role's e-mail address"), blank=True)
    phone = models.CharField(_("Role's telephone"), max_length=30, blank=True)
    funding = TextField(_("Funding"), max_length=200, blank=True)
    funding_end = models.DateField(_("Funding ends"), null=True, blank=True)
    ended = models.DateField(_("Post ended"), null=True, blank=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        ordering = ("organisation", "pk")

    def __str__(self) -> str:
        return str(self.title)

    @property
    def has_holder(self) -> bool:
        """Whether somebody holds the post today; a list of posts prefetches current holdings as `filled`."""
        filled = getattr(self, "filled", None)
        rows = self.holdings.current() if filled is None else filled
        return any(holding.part == Part.HOLDER for holding in rows)

    def audience(self) -> set[str]:
        return {"public"}


class Part(models.TextChoices):
    HOLDER = "holder", _("Holder")
    DEPUTY = "deputy", _("Deputy")


class HoldingQuerySet(models.QuerySet["Holding"]):
    def current(self, on: dt.date | None = None) -> HoldingQuerySet:
        """Return who holds or deputises on the day."""
        return self.filter(current(on=on))

    def visible_to(self, actor: Actor) -> HoldingQuerySet:
        """Names show to everybody where the holder agreed; else to the organisation's members."""
        own = Q(post__organisation__in=organisations_of(actor)) if actor.person_id else Q(pk=None)
        return self.filter(Q(name_public=True) | own)


class Holding(models.Model):
    """Who holds a post, or deputises, from one day to another."""

    retention: ClassVar[Retention] = Retention.PERSONAL

    post = models.ForeignKey(Post, models.CASCADE, related_name="holdings")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="holdings")
    part = models.CharField(_("Part"), max_length=8, choices=Part, default=Part.HOLDER)
    name_public = models.BooleanField(_("The name may be shown"), default=False)
    start = models.DateField(_("From"), default=timezone.localdate)
    end = models.DateField(_("Until"), null=True, blank=True)

    objects = HoldingQuerySet.as_manager()

    class Meta:
        ordering = ("post", "part", "start")
        constraints = (
            models.CheckConstraint(
                condition=Q(end=None) | Q(end__gte=F("start") - dt.timedelta(days=1)),
                name="holding_ends_after_start",
                violation_error_message=_("The last day cannot be before the first day."),
            ),
            models.UniqueConstraint(fields=("post", "part"), condition=Q(end=None), name="one_open_holder_per_part"),
        )

    def audience(self) -> set[str]:
        return {f"person:{self.person_id}", f"organisation:{self.post.organisation_id}"}


def with_holders(posts: PostQuerySet, own: Collection[int]) -> list[Post]:
    """Return posts with who holds them today (`filled`) and those of them whom a reader may see who is a member of
    the organisations of these ids (`named`, as `visible_to`). Two queries.
    """
    holdings = Holding.objects.current().select_related("person").order_by("part", "start")
    found = list(posts.order_by("pk").prefetch_related(models.Prefetch("holdings", holdings, to_attr="filled")))
    for post in found:
        filled: list[Holding] = post.filled  # type: ignore[attr-defined]
        post.named = [one for one in filled if one.name_public or post.organisation_id in own]  # type: ignore[attr-defined]
    return found
