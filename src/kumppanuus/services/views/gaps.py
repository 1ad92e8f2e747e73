"""Who offers nothing where: the terms of a classification by municipality, as a table and a map."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.core.cache import cache
from django.db.models import Count, F, Q
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kumppanuus.core.pieces import KEPT_SECONDS
from kumppanuus.core.requests import Request
from kumppanuus.places.maps import AreaMap, MapValue
from kumppanuus.places.models import Area, AreaKind
from kumppanuus.places.order import in_reading_order
from kumppanuus.services.filters import schemes
from kumppanuus.services.models import Service, ServiceArea
from kumppanuus.services.themes import version
from kumppanuus.spaces.models import Space
from kumppanuus.taxonomy.models import Term

STEPS = (1, 3, 6, 12)  # how many entries make the next shade
MOST_COLUMNS = 40  # a longer classification shows its top level only


@dataclass(frozen=True)
class Row:
    """A municipality with how many entries it has by term, its wider areas' among them."""

    area: Area
    numbers: list[int]

    @property
    def gaps(self) -> int:
        return self.numbers.count(0)


@dataclass(frozen=True)
class Table:
    """What an area has by the terms of one classification."""

    area: Area
    scheme: str
    title: str
    terms: Sequence[Term]
    rows: Sequence[Row]


@require_safe
def gaps(request: Request) -> HttpResponse:
    """Show how many entries each municipality of an area has by the terms of a classification; zero is what one looks
    for.
    """
    area, known = _area(request.GET.get("area", "")), schemes()
    scheme = by if (by := request.GET.get("by", "")) in known else next(iter(known))
    # Counting is dear and an entry more or less does not change the picture: it may be ten minutes old.
    key = f"services.gaps.{area.pk}.{scheme}.{get_language()}.{version()}"
    terms, rows = cache.get_or_set(key, lambda: table_of(area, scheme), KEPT_SECONDS) or ([], [])
    chosen = next((one for one in terms if one.code == request.GET.get("theme")), None)
    context = {
        "area": area,
        "areas": in_reading_order(Area.objects.filter(kind__in=(AreaKind.REGION, AreaKind.COUNTY))),
        "schemes": known,
        "scheme": scheme,
        "themes": terms,
        "rows": rows,
        "chosen": chosen,
        "map": map_of(Table(area, scheme, known[scheme], terms, rows), chosen),
    }
    return render(request, "services/gaps.html", context)


def _area(slug: str) -> Area:
    if slug:
        return get_object_or_404(Area.objects.filter(kind__in=(AreaKind.REGION, AreaKind.COUNTY)), slug=slug[:80])
    space = Space.objects.select_related("area").filter(area__kind__in=(AreaKind.REGION, AreaKind.COUNTY)).first()
    return space.area if space else Area.objects.filter(kind=AreaKind.REGION)[0]


def table_of(area: Area, scheme: str) -> tuple[list[Term], list[Row]]:
    """Return the terms that stand as columns, and the municipalities of the area with their numbers. Four queries."""
    terms = list(Term.objects.offered().filter(scheme=scheme).order_by("order", "code"))
    if len(terms) > MOST_COLUMNS:
        terms = [one for one in terms if one.parent_id is None]
    return terms, rows_of(area, terms)


def rows_of(area: Area, terms: Sequence[Term]) -> list[Row]:
    """Count entries by municipality of the area and term; an entry of a wider area counts in each, and one of a
    narrower term in the wider one. Three queries.
    """
    inside = in_reading_order(Area.objects.within(area).select_related("region", "county"))
    around = {pk for one in inside for pk in (one.pk, one.region_id, one.county_id) if pk}
    upper = {one.pk for one in terms if one.parent_id is None}
    found = _counted(around, Coalesce("service__terms__parent", "service__terms"), upper)
    found |= _counted(around, F("service__terms"), {one.pk for one in terms} - upper)
    wider = [(one, (one.pk, one.region_id, one.county_id, None)) for one in inside]
    return [Row(one, [sum(found.get((pk, term.pk), 0) for pk in places) for term in terms]) for one, places in wider]


def _counted(around: set[int], term: Any, wanted: set[int]) -> dict[tuple[int | None, int], int]:
    """Return how many listed entries there are by area and term; by None of the whole country."""
    if not wanted:
        return {}
    rows = (
        ServiceArea.objects.filter(Q(area__in=around) | Q(area__kind=AreaKind.COUNTRY))
        .filter(service__in=Service.objects.listed().order_by().values("pk"))
        .annotate(term=term)
        .filter(term__in=wanted)
        .order_by()
        .values_list("area", "area__kind", "term")
        .annotate(number=Count("service", distinct=True))
    )
    return {(None if kind == AreaKind.COUNTRY else area, of): number for area, kind, of, number in rows}


def map_of(table: Table, chosen: Term | None) -> AreaMap:
    """Return a map of one term, or of how many terms nobody offers; a tile leads to what the directory has there."""
    values: dict[int, MapValue] = {}
    listed, of_it = reverse("services:services"), f"&term={quote(chosen.key, safe='')}" if chosen else ""
    for row in table.rows:
        if chosen:
            number = row.numbers[table.terms.index(chosen)]
            level: Any = sum(number >= step for step in STEPS)
        else:
            number = row.gaps
            level = 4 - min(4, number * 5 // (len(table.terms) + 1))
        values[row.area.pk] = MapValue(str(row.area), str(number), level, f"{listed}?area={row.area.slug}{of_it}")
    return AreaMap(
        areas=[row.area for row in table.rows],
        values=values,
        title=str(chosen) if chosen else _("%(classes)s: what nobody offers") % {"classes": table.title},
        finding=_finding(table, chosen),
        legend=[_("none"), "1–2", "3–5", "6–11", _("12 or more")] if chosen else [],
        heading=_("Entries") if chosen else _("Classes without anybody"),
    )


def _finding(table: Table, chosen: Term | None) -> str:
    if chosen is None:
        return _("The number tells in how many classes the directory has nothing.")
    none = sum(not row.numbers[table.terms.index(chosen)] for row in table.rows)
    if not none:
        return _("Somebody offers this in every municipality.")
    said = ngettext("Nobody offers this in %(n)d municipality.", "Nobody offers this in %(n)d municipalities.", none)
    return said % {"n": none}
