"""Pages of areas: choose a municipality; a region or county with its map."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from itertools import groupby

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kumppanuus.core.requests import Request
from kumppanuus.places.maps import AreaMap
from kumppanuus.places.models import Area, AreaKind, Merger, folded
from kumppanuus.places.order import in_reading_order

MOST_WORDS = 80


def words_of(request: Request) -> str:
    """Return what was searched for, cut to a sensible length."""
    return request.GET.get("q", "")[:MOST_WORDS].strip()


def areas(request: Request) -> HttpResponse:
    """List all municipalities, or those that match ?q= ; old names and codes are explained."""
    words = words_of(request)
    everybody = Area.objects.visible_to(request.actor)
    if words:
        found = in_reading_order(everybody.matching(words))
        context = {"words": words, "found": found, "count": len(found), "merged": merged_into(words, found)}
        return render(request, "places/areas.html", context)
    # The page keeps the long lists as a fragment, so what they need is loaded only when it is drawn anew.
    context = {
        "count": everybody.filter(kind=AreaKind.MUNICIPALITY).count(),
        "letters": lambda: by_letter(everybody.municipalities()),
        "regions": lambda: in_reading_order(everybody.filter(kind=AreaKind.REGION)),
        "counties": lambda: in_reading_order(everybody.filter(kind=AreaKind.COUNTY)),
        "map": lambda: AreaMap(list(everybody.municipalities()), title=_("Municipalities of Finland")),
        "files": files_of("suomi"),
    }
    return render(request, "places/areas.html", context)


def by_letter(found: Iterable[Area]) -> list[tuple[str, list[Area]]]:
    """Return municipalities in the order of the reader's names, grouped by the first letter."""
    return [(letter, list(group)) for letter, group in groupby(in_reading_order(found), lambda one: str(one.name)[:1])]


def files_of(slug: str) -> list[tuple[str, str, str]]:
    """Return what can be downloaded of an area."""
    return [(_("The list as a spreadsheet"), reverse("places:areas_csv", args=[slug]), "CSV")]


def merged_into(words: str, found: list[Area]) -> list[tuple[Merger, Area]]:
    """Return the mergers that the words name, with today's municipality."""
    today = {area.code: area for area in found}
    wanted = folded(words)
    return [
        (merger, today[merger.new_code])
        for merger in Merger.objects.filter(new_code__in=today)
        if folded(merger.old_name).startswith(wanted) or merger.old_code == wanted
    ]


def choose(request: Request) -> HttpResponse:
    """Lead from a name or code to the municipality's page, or to the list when it is not clear."""
    words = words_of(request)
    area = Area.objects.visible_to(request.actor).exactly(words) if words else None
    if area:
        return redirect(area)
    return redirect(reverse("places:areas") + (f"?{urlencode({'q': words})}" if words else ""))


def area(request: Request, slug: str) -> HttpResponse:
    """Show a region, a county or the country: its map, its municipalities, their people and languages."""
    area = get_object_or_404(Area.objects.visible_to(request.actor), slug=slug)
    address = area.get_absolute_url()
    if address != request.path:
        return redirect(address, permanent=True)
    members = in_reading_order(Area.objects.within(area).select_related("region", "county"))
    people = sum(one.population or 0 for one in members)
    context = {
        "area": area,
        "members": members,
        "people": people,
        "files": files_of(area.slug),
        "year": next((one.population_year for one in members if one.population_year), None),
        "map": AreaMap(
            members,
            title=_("Municipalities: %(area)s") % {"area": area.name},
            key=f"area-{area.pk}-{len(members)}",
        ),
    }
    return render(request, "places/area.html", context)


def areas_csv(request: Request, slug: str = "suomi") -> HttpResponse:
    """Give the municipalities of an area as CSV for spreadsheets (semicolons, UTF-8 with a mark)."""
    area = get_object_or_404(Area.objects.visible_to(request.actor), slug=slug)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{area.slug}.csv"'
    response["Content-Language"] = get_language() or "fi"
    response.write("\ufeff")
    writer = csv.writer(response, delimiter=";")
    writer.writerow(
        [
            "code",
            "name_fi",
            "name_sv",
            "name_en",
            "language_status",
            "region",
            "county",
            "population",
            "population_year",
            "land_area_km2",
            "source",
        ]
    )
    for one in Area.objects.within(area).select_related("region", "county"):
        names = [one.name.get(code, "") for code in ("fi", "sv", "en")]
        above = [str(one.region or ""), str(one.county or "")]
        source = "Statistics Finland, National Land Survey of Finland; CC BY 4.0"
        writer.writerow(
            [
                one.code,
                *names,
                one.language_status,
                *above,
                one.population,
                one.population_year,
                one.land_area_km2,
                source,
            ]
        )
    return response
