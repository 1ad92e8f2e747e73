"""Posts that outlive persons, and who holds them when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kumppanuus.core.actors import Actor
from kumppanuus.core.models import Retention
from kumppanuus.core.stamped import Changing, ChangingQuerySet
from kumppanuus.core.texts import TextField
from kumppanuus.organisations.models.memberships import organisations_of
from kumppanuus.organisations.models.organisations import PUBLIC_KINDS, Organisation, current
from kumppanuus.places.models import Area, AreaKind


class PostKind(models.TextChoices):
    CONTACT_PERSON = "contact_person", _("NGO contact person")
    COORDINATOR = "coordinator", _("Wellbeing coordinator")
    CHAIR = "chair", _("Chair")
    SECRETARY = "secretary", _("Secretary")
    OTHER = "other", _("Other post")


class PostQuerySet(ChangingQuerySet["Post"]):
    def visible_to(self, actor: Actor) -> PostQuerySet:
        """Posts are public: roles before personal names."""
        return self.all()

    def in_force(self, on: dt.date | None = None) -> PostQuerySet:
        """Return the posts that have not ended by the day."""
        day = on or timezone.localdate()
        return self.filter(Q(ended=None) | Q(ended__gt=day), organisation__merged_into=None)

    def contacts(self) -> PostQuerySet:
        """Return the posts to which an NGO or a resident turns: those of public bodies, and those that name areas."""
        named = Post.areas.through.objects.values("post")
        return self.in_force().filter(Q(organisation__kind__in=PUBLIC_KINDS) | Q(pk__in=named))

    def for_theme(self, code: str) -> PostQuerySet:
        """Return the posts of a theme, and those that name none: they answer for all."""
        themed = Post.themes.through.objects
        chosen = themed.filter(term__scheme="theme", term__code=code).values("post")
        return self.filter(Q(pk__in=chosen) | ~Q(pk__in=themed.values("post")))

    def serving(self, area: Area) -> PostQuerySet:
        """Return the posts to which one turns in an area: those that name it, or a municipality in it, and those of
        its own government; in a municipality also those of its county that name no municipalities.
        """
        inside = Area.objects.within(area).order_by().values("pk")
        serving = Post.areas.through.objects
        named = serving.filter(Q(area=area.pk) | Q(area__in=inside)).values("post")
        found = Q(pk__in=named) | Q(organisation__governs=area.pk)
        if area.kind == AreaKind.MUNICIPALITY:
            everywhere = ~Q(pk__in=serving.values("post"))
            found |= everywhere & Q(organisation__governs=area.county_id, organisation__governs__isnull=False)
        else:
            found |= Q(organisation__governs__in=inside)
        return self.filter(found)


class Post(Changing):
    """A role of an organisation that answers for something; it stays when its holder leaves.

    `changed_at` moves also when who holds it does.
    """

    retention: ClassVar[Retention] = Retention.LASTING

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="posts")
    kind = models.CharField(_("Kind"), max_length=16, choices=PostKind)
    title = TextField(_("Title"), max_length=120)
    field = TextField(_("Field"), max_length=200, blank=True)
    unit = TextField(_("Unit"), max_length=120, blank=True)
    areas = models.ManyToManyField(Area, blank=True, verbose_name=_("Municipalities that it serves"), related_name="+")
    themes = models.ManyToManyField("taxonomy.Term", blank=True, verbose_name=_("Themes"), related_name="+")
    languages = models.JSONField(_("Languages"), default=list, blank=True)
    # The codes of the languages between spaces, since not every database looks into JSON.
    find_languages = models.CharField(max_length=100, blank=True, editable=False)
    share = models.PositiveSmallIntegerField(_("Share of working time, %"), null=True, blank=True)
    email = models.EmailField(_("Role's e-mail address"), blank=True)
    phone = models.CharField(_("Role's telephone"), max_length=30, blank=True)
    funding = TextField(_("Funding"), max_length=200, blank=True)
    funding_end = models.DateField(_("Funding ends"), null=True, blank=True)
    # Not public: to whom mail goes when nobody has held the post for some time.
    superior_email = models.EmailField(_("Superior's e-mail address"), blank=True)
    ended = models.DateField(_("Post ended"), null=True, blank=True)

    objects = PostQuerySet.as_manager()  # type: ignore[misc]

    class Meta(Changing.Meta):
        ordering = ("organisation", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(share=None) | Q(share__range=(1, 100)),
                name="post_share_is_percent",
                violation_error_message=_("Give a share from 1 to 100."),
            ),
        )

    def __str__(self) -> str:
        return str(self.title)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.find_languages = f" {' '.join(self.languages)} " if self.languages else ""
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("organisations:post", args=[self.pk])

    @property
    def label(self) -> str:
        """Return the title with what tells it from others of the same title: its unit, else its field."""
        more = str(self.unit or self.field)
        return f"{self.title} ({more})" if more else str(self.title)

    @property
    def has_holder(self) -> bool:
        """Whether somebody holds the post today; a list of posts prefetches current holdings as `filled`."""
        filled = getattr(self, "filled", None)
        rows = self.holdings.current() if filled is None else filled
        return any(holding.part == Part.HOLDER for holding in rows)

    @property
    def vacant_since(self) -> dt.date | None:
        """The first day without a holder; None while somebody holds it, and where nobody ever did. One query."""
        if self.ended or self.has_holder:
            return None
        past = self.holdings.filter(part=Part.HOLDER, end__lt=timezone.localdate())
        last = past.order_by("-end").values_list("end", flat=True).first()
        return last + dt.timedelta(days=1) if last else None

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

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        Post.objects.filter(pk=self.post_id).update()  # who follows the contact persons is told of a change

    def audience(self) -> set[str]:
        return {f"person:{self.person_id}", f"organisation:{self.post.organisation_id}"}


def with_holders(posts: Any, own: Collection[int]) -> list[Post]:
    """Return posts, in the order of the rows, with who holds them today (`filled`) and those of them whom a reader may
    see who is a member of the organisations of these ids (`named`, as `visible_to`). Two queries.
    """
    holdings = Holding.objects.current().select_related("person").order_by("part", "start")
    found: list[Post] = list(posts.prefetch_related(models.Prefetch("holdings", holdings, to_attr="filled")))
    for post in found:
        filled: list[Holding] = post.filled  # type: ignore[attr-defined]
        post.named = [one for one in filled if one.name_public or post.organisation_id in own]  # type: ignore[attr-defined]
    return found
