"""Organisations and where they are active."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kumppanuus.core.actors import Actor
from kumppanuus.core.alphabet import alphabet
from kumppanuus.core.merged import Mergeable
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
# The names by which readers of each language find an organisation in a list, as keys of `core.alphabet`.
SORT_NAMES = {"fi": "sort_name", "sv": "sort_name_sv", "en": "sort_name_en"}
NGO_KINDS = ("association", "foundation", "parish", "other")


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

    def in_reading_order(self) -> OrganisationQuerySet:
        """Order by the name that the reader is shown, in the order of the alphabet."""
        language = (get_language() or "fi").split("-")[0]
        return self.order_by(SORT_NAMES.get(language, "sort_name"), "pk")

    def active_in(self, area: Area) -> OrganisationQuerySet:
        """Return organisations whose home or area of activity is in the area."""
        inside = Area.objects.within(area).values("pk")
        return self.filter(
            Q(home__in=inside) | Q(pk__in=OrganisationArea.objects.filter(area__in=inside).values("organisation"))
        )


_Rows = models.Manager.from_queryset(OrganisationQuerySet)


class OrganisationManager(_Rows["Organisation"]):
    """Gives the organisations that have not been merged into another."""

    def get_queryset(self) -> OrganisationQuerySet:
        rows: OrganisationQuerySet = super().get_queryset().filter(merged_into__isnull=True)  # type: ignore[assignment]
        return rows


class Organisation(Mergeable):
    """An organisation (HSDS: organization). A register number or a business ID is enough, neither is demanded."""

    retention: ClassVar[Retention] = Retention.LASTING

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(max_length=120, unique=True)
    kind = models.CharField(_("Kind"), max_length=12, choices=OrganisationKind)
    registered = models.BooleanField(_("In the register of associations"), default=True)
    name = TextField(_("Name"), max_length=200)
    sort_name = models.CharField(max_length=200, blank=True, editable=False)
    sort_name_sv = models.CharField(max_length=200, blank=True, editable=False)
    sort_name_en = models.CharField(max_length=200, blank=True, editable=False)
    # All names and numbers in small letters, for finding by a part of a name in any language.
    find_by = models.CharField(max_length=1000, blank=True)
    description = TextField(_("Description"), max_length=2000, blank=True)
    register_number = models.CharField(
        _("Register number"), max_length=12, blank=True, validators=[validate_register_number]
    )
    business_id = models.CharField(_("Business ID"), max_length=9, blank=True, validators=[validate_business_id])
    home = models.ForeignKey(
        Area, models.PROTECT, verbose_name=_("Home municipality"), null=True, blank=True, related_name="+"
    )
    areas = models.ManyToManyField(Area, through="OrganisationArea", related_name="active_organisations")
    # The municipality or county that this organisation governs, for public kinds.
    governs = models.OneToOneField(Area, models.PROTECT, null=True, blank=True, related_name="government")
    classes = models.ManyToManyField("taxonomy.Term", blank=True, related_name="organisations")
    email = models.EmailField(_("E-mail address"), blank=True)
    website = models.URLField(_("Website"), blank=True)
    # Someone other than its founder has vouched for it: a keeper, an editor, an import. Until then its answers wait.
    vouched = models.BooleanField(default=True)
    two_signatories = models.BooleanField(_("Two signatories are needed"), default=False)
    created_at = models.DateTimeField(default=timezone.now)

    objects = OrganisationManager()

    class Meta:
        ordering = ("sort_name",)
        indexes = (
            *(
                models.Index(fields=(name, "id"), condition=Q(merged_into=None), name=f"organisation_by_{name}")
                for name in ("sort_name", "sort_name_sv", "sort_name_en")
            ),
            models.Index(fields=("merged_into",), condition=Q(merged_into__isnull=False), name="organisation_merged"),
        )
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
    def mail_language(self) -> str:
        """The language to write to the organisation in: Swedish if its own name is Swedish, else Finnish."""
        own = self.name.original
        return "sv" if own == "sv" or self.name.get(own, "").endswith(" rf") else "fi"

    @property
    def is_public_body(self) -> bool:
        return self.kind in PUBLIC_KINDS

    @property
    def is_ngo(self) -> bool:
        return self.kind in NGO_KINDS

    @property
    def signatures_needed(self) -> int:
        """How many signatories must sign in the organisation's name."""
        return 2 if self.two_signatories else 1

    def follow_texts(self) -> dict[str, str]:
        """Set and return what follows from the names and numbers: keys to sort by, words to find by."""
        words = " ".join(part for part in (*self.name.values(), self.register_number, self.business_id) if part)
        keys = {field: alphabet(self.name.in_language(code))[:200] for code, field in SORT_NAMES.items()}
        follows = {**keys, "find_by": words.lower()[:1000]}
        for field, value in follows.items():
            setattr(self, field, value)
        return follows

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
