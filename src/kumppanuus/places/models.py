"""Areas: one table for every kind, so that whatever has an area needs one foreign key."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kumppanuus.core.actors import Actor
from kumppanuus.core.models import Retention
from kumppanuus.core.texts import TextField


class AreaKind(models.TextChoices):
    COUNTRY = "country", _("Country")
    REGION = "region", _("Region")
    COUNTY = "county", _("Wellbeing services county")
    MUNICIPALITY = "municipality", _("Municipality")
    SET = "set", _("Chosen set of municipalities")


class AreaQuerySet(models.QuerySet["Area"]):
    def visible_to(self, actor: Actor) -> AreaQuerySet:
        """Areas are public."""
        return self.all()

    def municipalities(self) -> AreaQuerySet:
        """Return today's municipalities in the order of their Finnish names."""
        return self.filter(kind=AreaKind.MUNICIPALITY).order_by("sort_name")

    def within(self, area: Area) -> AreaQuerySet:
        """Return the municipalities of an area; a municipality contains itself."""
        found = self.municipalities()
        match area.kind:
            case AreaKind.COUNTRY:
                return found
            case AreaKind.REGION:
                return found.filter(region=area)
            case AreaKind.COUNTY:
                return found.filter(county=area)
            case AreaKind.SET:
                return found.filter(sets=area)
            case _:
                return found.filter(pk=area.pk)

    def by_code(self, code: str) -> Area | None:
        """Return the municipality with the three-digit code; the code of a merged one gives today's municipality."""
        code = code.zfill(3)
        merged = Merger.objects.filter(old_code=code).values_list("new_code", flat=True).first()
        return self.filter(kind=AreaKind.MUNICIPALITY, code=merged or code).first()


class Area(models.Model):
    """A municipality, county, region, the country, or a chosen set. Source: Statistics Finland (CC BY 4.0)."""

    retention: ClassVar[Retention] = Retention.LASTING

    kind = models.CharField(max_length=12, choices=AreaKind)
    code = models.CharField(max_length=12)
    slug = models.SlugField(max_length=80, unique=True)
    name = TextField(max_length=120)
    sort_name = models.CharField(max_length=120, db_index=True)
    language_status = models.CharField(max_length=12, blank=True)  # fi, sv, bilingual
    population = models.PositiveIntegerField(null=True, blank=True)
    population_year = models.PositiveSmallIntegerField(null=True, blank=True)
    land_area_km2 = models.FloatField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)
    lat = models.FloatField(null=True, blank=True)
    tile_x = models.SmallIntegerField(null=True, blank=True)
    tile_y = models.SmallIntegerField(null=True, blank=True)
    border = models.TextField(blank=True)  # SVG path data, once borders are loaded
    region = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    county = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    members = models.ManyToManyField("self", symmetrical=False, related_name="sets", blank=True)

    objects = AreaQuerySet.as_manager()

    class Meta:
        ordering = ("sort_name",)
        constraints = (models.UniqueConstraint(fields=("kind", "code"), name="area_code_once_per_kind"),)

    def __str__(self) -> str:
        return str(self.name)

    def get_absolute_url(self) -> str:
        """Return the page of the area; a municipality's is its table."""
        if self.kind == AreaKind.MUNICIPALITY:
            return reverse("dashboard:municipality", args=[self.slug])
        return reverse("places:area", args=[self.slug])

    @property
    def is_bilingual(self) -> bool:
        return self.language_status == "bilingual"


class Merger(models.Model):
    """A municipality that ended: its old code leads to today's one."""

    retention: ClassVar[Retention] = Retention.LASTING

    old_code = models.CharField(max_length=3, unique=True)
    old_name = models.CharField(max_length=80)
    new_code = models.CharField(max_length=3)
    effective = models.DateField()

    class Meta:
        ordering = ("old_code",)
