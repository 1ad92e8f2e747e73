"""Organisations, memberships and posts."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kumppanuus.core.actors import Actor, token_source
from kumppanuus.core.models import Retention
from kumppanuus.core.texts import TextField
from kumppanuus.organisations.numbers import validate_business_id, validate_register_number
from kumppanuus.places.models import Area


class OrganisationKind(models.TextChoices):
    ASSOCIATION = "association", _("Association")
    FOUNDATION = "foundation", _("Foundation")
    PARISH = "parish", _("Parish")
    MUNICIPALITY = "municipality", _("Municipality")
    COUNTY = "county", _("Wellbeing services county")
    JOINT_BODY = "joint_body", _("Joint body")
    COMPANY = "company", _("Company")
    STATE = "state", _("State body")
    SCHOOL = "school", _("School")
    OTHER = "other", _("Other")


PUBLIC_KINDS = ("municipality", "county", "joint_body", "state", "school")
NGO_KINDS = ("association", "foundation", "parish", "other")


class Role(models.TextChoices):
    """What a member may do in the organisation's name."""

    ADMIN = "admin", _("Administrator")
    EDITOR = "editor", _("Editor")
    ANSWERER = "answerer", _("Answerer")
    SIGNATORY = "signatory", _("Signatory")


def current(prefix: str = "", on: dt.date | None = None) -> Q:
    """Return the condition for rows with `start` and `end` that are in force on the day (default today)."""
    day = on or timezone.localdate()
    started = Q(**{f"{prefix}start__lte": day})
    return started & (Q(**{f"{prefix}end": None}) | Q(**{f"{prefix}end__gte": day}))


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def visible_to(self, actor: Actor) -> OrganisationQuerySet:
        """Organisations are public."""
        return self.all()

    def ngos(self) -> OrganisationQuerySet:
        """Return associations, foundations, parishes and other bodies of the NGO side of the table."""
        return self.filter(kind__in=NGO_KINDS)

    def active_in(self, area: Area) -> OrganisationQuerySet:
        """Return organisations whose home or area of activity is in the area."""
        inside = Area.objects.within(area).values("pk")
        return self.filter(Q(home__in=inside) | Q(pk__in=OrganisationArea.objects.filter(area__in=inside).values("organisation")))


class Organisation(models.Model):
    """An organisation (HSDS: organization). A register number or a business ID is enough, neither is demanded."""

    retention: ClassVar[Retention] = Retention.LASTING

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(max_length=120, unique=True)
    kind = models.CharField(_("Kind"), max_length=12, choices=OrganisationKind)
    registered = models.BooleanField(_("In the register of associations"), default=True)
    name = TextField(_("Name"), max_length=200)
    sort_name = models.CharField(max_length=200, db_index=True)
    description = TextField(_("Description"), max_length=2000, blank=True)
    register_number = models.CharField(
        _("Register number"), max_length=12, blank=True, validators=[validate_register_number]
    )
    business_id = models.CharField(_("Business ID"), max_length=9, blank=True, validators=[validate_business_id])
    home = models.ForeignKey(Area, models.PROTECT, verbose_name=_("Home municipality"), null=True, blank=True, related_name="+")
    areas = models.ManyToManyField(Area, through="OrganisationArea", related_name="active_organisations")
    # The municipality or county that this organisation governs, for public kinds.
    governs = models.OneToOneField(Area, models.PROTECT, null=True, blank=True, related_name="government")
    classes = models.ManyToManyField("taxonomy.Term", blank=True, related_name="organisations")
    email = models.EmailField(_("E-mail address"), blank=True)
    website = models.URLField(_("Website"), blank=True)
    two_signatories = models.BooleanField(_("Two signatories are needed"), default=False)
    created_at = models.DateTimeField(default=timezone.now)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ("sort_name",)
        constraints = (
            models.UniqueConstraint(
                fields=("register_number",),
                condition=~Q(register_number=""),
                name="register_number_once",
                violation_error_message=_("An organisation with this register number is here already."),
            ),
            models.UniqueConstraint(
                fields=("business_id",),
                condition=~Q(business_id=""),
                name="business_id_once",
                violation_error_message=_("An organisation with this business ID is here already."),
            ),
        )

    def __str__(self) -> str:
        return str(self.name)

    def get_absolute_url(self) -> str:
        return reverse("organisations:organisation", args=[self.slug])

    @property
    def is_public_body(self) -> bool:
        return self.kind in PUBLIC_KINDS

    @property
    def is_ngo(self) -> bool:
        return self.kind in NGO_KINDS

    def audience(self) -> set[str]:
        """Who may see events about the organisation itself: everybody."""
        return {"public"}


class OrganisationArea(models.Model):
    """A municipality (or larger area) in which the organisation is active."""

    retention: ClassVar[Retention] = Retention.LASTING

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("organisation", "area"), name="organisation_area_once"),)


class MembershipQuerySet(models.QuerySet["Membership"]):
    def current(self, on: dt.date | None = None) -> MembershipQuerySet:
        """Return memberships in force on the day."""
        return self.filter(current(on=on))

    def visible_to(self, actor: Actor) -> MembershipQuerySet:
        """A person sees her own, ended ones too; members of an organisation see each other."""
        if not actor.person_id:
            return self.none()
        return self.filter(Q(person=actor.person_id) | Q(organisation__in=organisations_of(actor)))


class Membership(models.Model):
    """A person's role in an organisation from one day to another. Ended ones stay readable."""

    retention: ClassVar[Retention] = Retention.PERSONAL

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="memberships")
    role = models.CharField(_("Role"), max_length=12, choices=Role)
    title = TextField(_("Title"), max_length=120, blank=True)
    start = models.DateField(_("From"), default=timezone.localdate)
    end = models.DateField(_("Until"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ("organisation", "start", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(end=None) | Q(end__gte=F("start") - dt.timedelta(days=1)),
                name="membership_ends_after_start",
                violation_error_message=_("The last day cannot be before the first day."),
            ),
            models.UniqueConstraint(
                fields=("person", "organisation", "role"), condition=Q(end=None), name="open_membership_once"
            ),
        )

    def audience(self) -> set[str]:
        """Who may see events about the membership: the person and the organisation's members."""
        return {f"person:{self.person_id}", f"organisation:{self.organisation_id}"}


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


def roles_of(actor: Actor) -> dict[int, set[str]]:
    """Return {organisation id: roles in force today} for a signed-in actor; one query per actor."""

    def load() -> dict[int, set[str]]:
        found: dict[int, set[str]] = {}
        if actor.person_id:
            rows = Membership.objects.current().filter(person=actor.person_id)
            for organisation_id, role in rows.values_list("organisation_id", "role"):
                found.setdefault(organisation_id, set()).add(role)
        return found

    return actor.remember("organisations.roles", load)


def organisations_of(actor: Actor) -> list[int]:
    """Return ids of the organisations in which the actor has any role today."""
    return list(roles_of(actor))


def acts_for(actor: Actor, organisation_id: int | None, *roles: str) -> bool:
    """Say whether the actor acts for the organisation now and has one of the roles in it (any role if none named).

    An administrator may do whatever a member may. Acting for A never gives what only B's members may do.
    """
    if organisation_id is None or actor.organisation_id != organisation_id:
        return False
    held = roles_of(actor).get(organisation_id, set())
    return bool(held) and (not roles or Role.ADMIN in held or bool(held & set(roles)))


@token_source
def organisation_tokens(actor: Actor) -> set[str]:
    """Audience tokens from memberships in force."""
    return {f"organisation:{pk}" for pk in organisations_of(actor)} if actor.person_id else set()
