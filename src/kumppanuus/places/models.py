"""Areas: one table for every kind, so that whatever has an area needs one foreign key."""

from __future__ import annotations

import unicodedata
from typing import ClassVar

from django.db import models
from django.urls import NoReverseMatch, reverse
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


def folded(words: str) -> str:
    """Return words for comparing names: small letters without marks, single spaces."""
    if words.isascii():
        return " ".join(words.lower().split())
    letters = unicodedata.normalize("NFKD", words.casefold())
    return " ".join("".join(one for one in letters if not unicodedata.combining(one)).split())


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

    def drawn(self) -> AreaQuerySet:
        """Read only what a map needs: the country has hundreds of areas."""
        return self.only("slug", "code", "name", "kind", "lon", "lat", "tile_x", "tile_y", "border")

    def matching(self, words: str) -> list[Area]:
        """Return today's municipalities whose name in any language begins with the words, or has that code.

        If there is none, those that have the words anywhere in the name. Marks on letters do not matter. Old
        names and codes of merged municipalities give the one they are part of. Two queries: names are few
        and short, and databases differ in folding letters.
        """
        wanted = folded(words)
        codes = {wanted} | {
            code
            for old_code, old_name, code in Merger.objects.values_list("old_code", "old_name", "new_code")
            if folded(old_name).startswith(wanted) or old_code == wanted
        }
        begins, has = [], []
        for area in self.municipalities().select_related("region"):
            names = [folded(name) for name in area.name.values()]
            if area.code in codes or any(name.startswith(wanted) for name in names):
                begins.append(area)
            elif any(wanted in name for name in names):
                has.append(area)
        return begins or has

    def exactly(self, words: str) -> Area | None:
        """Return the one municipality that is called so (any language, code, old name or old code), else None."""
        wanted = folded(words)
        for area in self.matching(words):
            if area.code == wanted or wanted in map(folded, area.name.values()):
                return area
        merged = [m for m in Merger.objects.all() if wanted in (folded(m.old_name), m.old_code)]
        return self.by_code(merged[0].old_code) if merged else None

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
            try:
                return reverse("dashboard:municipality", args=[self.slug])
            except NoReverseMatch:  # places can stand without a dashboard above it
                pass
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
