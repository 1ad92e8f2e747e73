"""Who offers nothing where: themes by municipality, as a table and a map."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kumppanuus.core.pieces import KEPT_SECONDS
from kumppanuus.core.requests import Request
from kumppanuus.places.maps import AreaMap, MapValue
from kumppanuus.places.models import Area, AreaKind
from kumppanuus.places.order import in_reading_order
from kumppanuus.services.models import Service, ServiceArea
from kumppanuus.spaces.models import Space
from kumppanuus.taxonomy.models import Term

STEPS = (1, 3, 6, 12)  # how many entries make the next shade


@dataclass(frozen=True)
class Row:
    """A municipality with how many entries it has by theme, its wider areas' among them."""

    area: Area
    numbers: list[int]

    @property
    def gaps(self) -> int:
        return self.numbers.count(0)


@require_safe
def gaps(request: Request) -> HttpResponse:
    """Show how many entries each municipality of an area has by theme; zero is what one looks for."""
    area = _area(request.GET.get("area", ""))
    themes = list(Term.objects.filter(scheme="theme").order_by("order"))
    chosen = next((one for one in themes if one.code == request.GET.get("theme")), None)
    # Counting is dear and an entry more or less does not change the picture: it may be ten minutes old.
    key = f"services.gaps.{area.pk}.{get_language()}"
    rows = cache.get_or_set(key, lambda: rows_of(area, themes), KEPT_SECONDS) or []
    context = {
        "area": area,
        "areas": in_reading_order(Area.objects.filter(kind__in=(AreaKind.REGION, AreaKind.COUNTY))),
        "themes": themes,
        "rows": rows,
        "chosen": chosen,
        "map": map_of(area, themes, rows, chosen),
    }
    return render(request, "services/gaps.html", context)


def _area(slug: str) -> Area:
    if slug:
        return get_object_or_404(Area.objects.filter(kind__in=(AreaKind.REGION, AreaKind.COUNTY)), slug=slug[:80])
    space = Space.objects.select_related("area").filter(area__kind__in=(AreaKind.REGION, AreaKind.COUNTY)).first()
    return space.area if space else Area.objects.filter(kind=AreaKind.REGION)[0]


def rows_of(area: Area, themes: list[Term]) -> list[Row]:
    """Count entries by municipality of the area and theme; an entry of a wider area counts in each. Two queries."""
    inside = in_reading_order(Area.objects.within(area).select_related("region", "county"))
    listed = Service.objects.listed().order_by().values("pk")
    around = {pk for one in inside for pk in (one.pk, one.region_id, one.county_id) if pk}
    counted = (
        ServiceArea.objects.filter(Q(area__in=around) | Q(area__kind=AreaKind.COUNTRY), service__in=listed)
        .filter(service__terms__in=[one.pk for one in themes])
        .order_by()
        .values_list("area", "area__kind", "service__terms")
        .annotate(number=Count("service", distinct=True))
    )
    found: dict[tuple[int, int], int] = {}
    country: dict[int, int] = {}
    for place, kind, theme, number in counted:
        if kind == AreaKind.COUNTRY:
            country[theme] = number
        else:
            found[place, theme] = number
    return [
        Row(
            one,
            [
                country.get(theme.pk, 0)
                + sum(found.get((pk, theme.pk), 0) for pk in (one.pk, one.region_id, one.county_id) if pk)
                for theme in themes
            ],
        )
        for one in inside
    ]


def map_of(area: Area, themes: list[Term], rows: list[Row], chosen: Term | None) -> AreaMap:
    """Return a map of one theme, or of how many themes have nobody."""
    values: dict[int, MapValue] = {}
    for row in rows:
        if chosen:
            number = row.numbers[themes.index(chosen)]
            level: Any = sum(number >= step for step in STEPS)
        else:
            number = row.gaps
            level = 4 - min(4, number * 5 // (len(themes) + 1))
        values[row.area.pk] = MapValue(
            str(row.area), str(number), level, f"?area={area.slug}" if chosen is None else row.area.get_absolute_url()
        )
    return AreaMap(
        areas=[row.area for row in rows],
        values=values,
        title=str(chosen) if chosen else _("Themes that nobody offers"),
        finding=_finding(themes, rows, chosen),
        legend=[_("none"), "1–2", "3–5", "6–11", _("12 or more")] if chosen else [],
        heading=_("Entries") if chosen else _("Themes without anybody"),
    )


def _finding(themes: list[Term], rows: list[Row], chosen: Term | None) -> str:
    if chosen is None:
        return _("The number tells in how many themes the directory has nothing.")
    none = sum(not row.numbers[themes.index(chosen)] for row in rows)
    if not none:
        return _("Somebody offers this in every municipality.")
    said = ngettext("Nobody offers this in %(n)d municipality.", "Nobody offers this in %(n)d municipalities.", none)
    return said % {"n": none}
