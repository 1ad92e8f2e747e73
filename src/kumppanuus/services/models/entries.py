"""Entries: services, activities, peer groups, events, volunteer tasks and premises as places."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kumppanuus.core.actors import Actor
from kumppanuus.core.alphabet import alphabet
from kumppanuus.core.merged import Mergeable
from kumppanuus.core.models import Retention
from kumppanuus.core.texts import TextField
from kumppanuus.organisations.models import Organisation, organisations_of
from kumppanuus.places.models import Area, AreaKind
from kumppanuus.taxonomy.models import Term


class ServiceKind(models.TextChoices):
    SERVICE = "service", _("Service")
    ACTIVITY = "activity", _("Activity")
    PEER_GROUP = "peer_group", _("Peer support group")
    EVENT = "event", _("Event")
    VOLUNTEER_TASK = "volunteer_task", _("Volunteer task")
    PLACE = "place", _("Place to meet")


# Kinds that last and so can go to the Finnish Service Catalogue (PTV); events and volunteer tasks do not.
LASTING_KINDS = (ServiceKind.SERVICE, ServiceKind.ACTIVITY, ServiceKind.PEER_GROUP, ServiceKind.PLACE)


class Status(models.TextChoices):
    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    PAUSED = "paused", _("On a break")
    ENDED = "ended", _("Ended")


class PriceKind(models.TextChoices):
    FREE = "free", _("Free of charge")
    PAID = "paid", _("Has a price")


class Attendance(models.TextChoices):
    ON_SITE = "on_site", _("On site")
    REMOTE = "remote", _("Remotely")
    BOTH = "both", _("On site or remotely")


class Rhythm(models.IntegerChoices):
    """How often an entry is confirmed to be still right, in months."""

    MONTHLY = 1, _("every month")
    QUARTERLY = 3, _("every three months")
    HALF_YEARLY = 6, _("twice a year")
    YEARLY = 12, _("once a year")


class VerifiedAs(models.TextChoices):
    """In what role somebody said that an entry is still right."""

    MEMBER = "member", _("a member of the organisation")
    LINK = "link", _("the organisation's contact, from an e-mail link")
    LETTER = "letter", _("the organisation, with a code from a letter")
    SPACE = "space", _("an editor of the partnership table")
    SOURCE = "source", _("the source of an import")


class ServiceQuerySet(models.QuerySet["Service"]):
    def visible_to(self, actor: Actor) -> ServiceQuerySet:
        """Everything but drafts is public, ended entries too; members of the organisation see its drafts."""
        if actor.system:
            return self.all()
        ours = Q(organisation__in=organisations_of(actor)) if actor.person_id else Q(pk=None)
        return self.filter(~Q(status=Status.DRAFT) | ours) if actor.person_id else self.exclude(status=Status.DRAFT)

    def listed(self) -> ServiceQuerySet:
        """Return what lists show: published entries and those on a break; an event until its day has passed."""
        running = Q(ends_on=None) | Q(ends_on__gte=timezone.localdate())
        return self.filter(running, listed=True)

    def offered_in(self, area: Area) -> ServiceQuerySet:
        """Return entries offered in the area: in one of its municipalities, or in a larger area around it."""
        return self.offered_in_any(around_and_within(area))

    def offered_in_any(self, areas: Iterable[int]) -> ServiceQuerySet:
        """Return entries offered in one of the areas themselves."""
        return self.filter(pk__in=ServiceArea.objects.filter(area__in=list(areas)).values("service"))

    def anywhere(self) -> ServiceQuerySet:
        """Return entries that one can join remotely, and those of which no place or single municipality is told."""
        told = Q(pk__in=ServiceArea.objects.filter(area__kind=AreaKind.MUNICIPALITY).values("service"))
        return self.filter(~Q(attendance=Attendance.ON_SITE) | ~told & Q(places=None))

    def with_any(self, terms: Iterable[int]) -> ServiceQuerySet:
        """Return entries that have at least one of the terms."""
        return self.filter(pk__in=ServiceTerm.objects.filter(term__in=list(terms)).values("service"))

    def overdue(self, on: dt.date | None = None) -> ServiceQuerySet:
        """Return listed entries that nobody has confirmed within their rhythm."""
        return self.listed().filter(due_on__lt=on or timezone.localdate())


def around_and_within(area: Area) -> list[int]:
    """Return ids of the area, of its municipalities, and of its region, its county and the country. One query."""
    around = [pk for pk in (area.pk, area.region_id, area.county_id) if pk]
    inside = Area.objects.within(area).order_by().values("pk")
    rows = Area.objects.filter(Q(pk__in=around) | Q(kind=AreaKind.COUNTRY) | Q(pk__in=inside))
    return sorted(rows.order_by().values_list("pk", flat=True))


_Rows = models.Manager.from_queryset(ServiceQuerySet)


class ServiceManager(_Rows["Service"]):
    """Gives the entries that have not been merged into another."""

    def get_queryset(self) -> ServiceQuerySet:
        rows: ServiceQuerySet = super().get_queryset().filter(merged_into__isnull=True)  # type: ignore[assignment]
        return rows


class Service(Mergeable):
    """An entry (HSDS: service). Its limits are those of the Finnish Service Catalogue, so that it can go there.

    verified_at, verified_as, verified_by  when somebody said it is still right, in what role, for which organisation;
                                           apart from `edited_at`
    due_on                                 the day by which it should be confirmed again
    """

    retention: ClassVar[Retention] = Retention.LASTING
    LIMITS: ClassVar[dict[str, int]] = {"name": 100, "summary": 150, "description": 5000}

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(max_length=120, unique=True)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=_("Organisation"), related_name="services"
    )
    kind = models.CharField(_("Kind"), max_length=16, choices=ServiceKind)
    status = models.CharField(_("Status"), max_length=10, choices=Status, default=Status.DRAFT)
    listed = models.BooleanField(default=False)  # published or on a break: what lists look at first
    name = TextField(_("Name"), max_length=100)
    sort_name = models.CharField(max_length=100)
    find_by = models.CharField(max_length=1000, blank=True)
    summary = TextField(_("In one sentence"), max_length=150, blank=True)
    description = TextField(_("Description"), max_length=5000, blank=True)
    who = TextField(_("Who may come"), max_length=1000, blank=True)
    without_referral = models.BooleanField(_("One may come without a referral"), default=True)
    for_professionals = TextField(_("How a professional guides somebody here"), max_length=5000, blank=True)
    price_kind = models.CharField(_("Price"), max_length=6, choices=PriceKind, blank=True)
    price = TextField(_("What it costs"), max_length=300, blank=True)
    registration = TextField(_("How to register"), max_length=500, blank=True)
    registration_url = models.URLField(_("Address for registering"), blank=True)
    attendance = models.CharField(_("Where one takes part"), max_length=8, choices=Attendance, default="on_site")
    remote_url = models.URLField(_("Address for taking part remotely"), blank=True)
    website = models.URLField(_("Website"), blank=True)
    times = TextField(_("When, in words"), max_length=500, blank=True)
    starts_on = models.DateField(_("First day"), null=True, blank=True)
    ends_on = models.DateField(_("Last day"), null=True, blank=True)
    areas = models.ManyToManyField(Area, through="ServiceArea", related_name="services")
    terms = models.ManyToManyField(Term, through="ServiceTerm", related_name="services")
    rhythm = models.PositiveSmallIntegerField(_("How often it is confirmed"), choices=Rhythm, default=Rhythm.YEARLY)
    verified_at = models.DateTimeField(null=True, blank=True)
    verified_as = models.CharField(max_length=8, choices=VerifiedAs, blank=True)
    verified_by = models.ForeignKey(Organisation, models.SET_NULL, null=True, blank=True, related_name="+")
    due_on = models.DateField(null=True, blank=True)
    checked: Any = models.JSONField(default=dict, blank=True)  # FieldChecks of its parts
    created_at = models.DateTimeField(default=timezone.now)
    edited_at = models.DateTimeField(default=timezone.now)

    objects = ServiceManager()

    class Meta:
        ordering = ("sort_name", "pk")
        indexes = (
            # The list's own order, of what can be listed only: the first pages cost the same however many there are.
            models.Index(
                fields=("sort_name", "id", "ends_on"), condition=Q(listed=True, merged_into=None), name="service_list"
            ),
            models.Index(fields=("organisation", "status"), name="service_of_organisation"),
            models.Index(fields=("due_on",), name="service_due"),
            models.Index(fields=("edited_at", "id"), name="service_edited"),
            models.Index(fields=("merged_into",), condition=Q(merged_into__isnull=False), name="service_merged"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(starts_on=None) | Q(ends_on__gte=F("starts_on")),
                name="service_ends_after_start",
                violation_error_message=_("The last day cannot be before the first day."),
            ),
            models.CheckConstraint(
                condition=Q(verified_at=None) | ~Q(verified_as=""), name="verified_service_says_by_whom"
            ),
        )

    def __str__(self) -> str:
        return str(self.name)

    def get_absolute_url(self) -> str:
        return reverse("services:service", args=[self.slug])

    @property
    def is_public(self) -> bool:
        return self.status != Status.DRAFT

    @property
    def is_overdue(self) -> bool:
        return self.due_on is not None and self.due_on < timezone.localdate() and self.status != Status.ENDED

    def follow_texts(self) -> dict[str, str]:
        """Set and return what follows from the texts: the key to sort by and the words to find by."""
        self.sort_name = alphabet(self.name.in_language("fi"))[:100]
        self.find_by = " ".join([*self.name.values(), *self.summary.values()]).lower()[:1000]
        return {"sort_name": self.sort_name, "find_by": self.find_by}

    def audience(self) -> set[str]:
        """Who may see events about it: everybody once it is published, before that the organisation."""
        return {"public"} if self.is_public else {f"organisation:{self.organisation_id}"}


class ServiceArea(models.Model):
    """An area in which an entry is offered: a municipality, or a county, a region or the country as a whole."""

    retention: ClassVar[Retention] = Retention.LASTING

    service = models.ForeignKey(Service, models.CASCADE, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", db_index=False)  # the constraint has it first

    class Meta:
        ordering = ("service", "area")
        constraints = (models.UniqueConstraint(fields=("area", "service"), name="service_area_once"),)


class ServiceTerm(models.Model):
    """A term of an entry: service class, target group, life event, theme of a space, language, accessibility."""

    retention: ClassVar[Retention] = Retention.LASTING

    service = models.ForeignKey(Service, models.CASCADE, related_name="+")
    term = models.ForeignKey(Term, models.PROTECT, related_name="+", db_index=False)  # the constraint has it first

    class Meta:
        ordering = ("service", "term")
        constraints = (models.UniqueConstraint(fields=("term", "service"), name="service_term_once"),)
