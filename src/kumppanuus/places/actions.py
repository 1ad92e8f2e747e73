"""Loading areas and their borders."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from kumppanuus.core.actions import Refused, action, note, quiet_action
from kumppanuus.core.actors import Actor
from kumppanuus.core.texts import Text
from kumppanuus.places.borders import BordersError, read_borders
from kumppanuus.places.models import Area, AreaKind, Merger

DATA = Path(__file__).resolve().parent / "data"
POPULATION_YEAR = 2022
UPDATED = (
    *("slug", "name", "sort_name", "language_status", "population", "population_year", "land_area_km2"),
    *("lon", "lat", "tile_x", "tile_y", "region", "county"),
)


def rows(name: str) -> list[dict[str, str]]:
    """Return the rows of one of our data files."""
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def names(row: dict[str, str]) -> Text:
    """Return the name in the three languages of the interface."""
    return Text({"fi": row["name_fi"], "sv": row["name_sv"], "en": row["name_en"]})


@quiet_action
def make_set(actor: Actor, target: None, *, members: list[Area]) -> Area:
    """Return the chosen set of exactly these municipalities, making it if there is none; its name lists theirs."""
    code = "-".join(sorted(one.code for one in members))[:12]
    for found in Area.objects.filter(kind=AreaKind.SET, members=members[0]).prefetch_related("members"):
        if {one.pk for one in found.members.all()} == {one.pk for one in members}:
            return found
    ordered = sorted(members, key=lambda one: one.sort_name)
    names = Text({code: ", ".join(one.name.in_language(code) for one in ordered) for code in ("fi", "sv", "en")})
    number = Area.objects.filter(kind=AreaKind.SET).count() + 1
    made = Area.objects.create(
        kind=AreaKind.SET,
        code=f"{number}-{code}"[:12],
        slug="-".join(one.slug for one in ordered)[:70] + f"-{number}",
        name=names,
        sort_name=str(names.in_language("fi"))[:120],
        population=sum(one.population or 0 for one in members) or None,
        region=ordered[0].region,
        county=ordered[0].county,
    )
    made.members.set(members)
    return made


@action
def load_areas(actor: Actor, target: None) -> int:
    """Write the country, regions, counties, municipalities and mergers; return how many areas there are.

    It may run again: rows are found by kind and code and brought up to date, borders stay as they are.
    """
    suomi = Area(kind=AreaKind.COUNTRY, code="FI", slug="suomi", name=Text(fi="Suomi", sv="Finland", en="Finland"))
    suomi.sort_name, suomi.language_status = "Suomi", "bilingual"
    regions = [area(AreaKind.REGION, row) for row in rows("regions")]
    counties = [area(AreaKind.COUNTY, row) for row in rows("counties")]
    write([suomi, *regions, *counties])
    above = {(kind, code): pk for kind, code, pk in Area.objects.values_list("kind", "code", "pk")}
    municipalities = []
    for row in rows("municipalities"):
        one = area(AreaKind.MUNICIPALITY, row)
        one.region_id = above[AreaKind.REGION, row["region_code"]]
        one.county_id = above[AreaKind.COUNTY, row["county_code"]]
        municipalities.append(one)
    write(municipalities)
    mergers = [Merger(**(row | {"effective": date.fromisoformat(row["effective"])})) for row in rows("mergers")]
    Merger.objects.bulk_create(
        mergers,
        update_conflicts=True,
        unique_fields=["old_code"],
        update_fields=["old_name", "new_code", "effective"],
    )
    note(areas=len(regions) + len(counties) + len(municipalities) + 1)
    return Area.objects.count()


def area(kind: AreaKind, row: dict[str, str]) -> Area:
    """Return an unsaved area from a row; numbers that the row does not have stay empty."""

    def number(key: str, of: type = float) -> Any:
        return of(row[key]) if row.get(key) else None

    population = number("population", int)
    return Area(
        kind=kind,
        code=row["code"],
        slug=row["slug"],
        name=names(row),
        sort_name=row["name_fi"],
        language_status=row.get("language_status", ""),
        population=population,
        population_year=POPULATION_YEAR if population else None,
        land_area_km2=number("land_area_km2"),
        lon=number("lon"),
        lat=number("lat"),
        tile_x=number("tile_x", int),
        tile_y=number("tile_y", int),
    )


def write(areas: list[Area]) -> None:
    """Insert the areas or bring those of the same kind and code up to date."""
    Area.objects.bulk_create(areas, update_conflicts=True, unique_fields=["kind", "code"], update_fields=UPDATED)


@action
def load_borders(actor: Actor, target: None, *, path: Path) -> int:
    """Store every municipality's border from Statistics Finland's GeoJSON; return how many were stored.

    Raises Refused, and nothing is changed, if the file is not GeoJSON of municipalities, names one that does
    not exist today, or leaves some of today's without a border.
    """
    try:
        paths = read_borders(path)
    except BordersError as wrong:
        raise Refused(wrong.message) from wrong
    areas = {one.code: one for one in Area.objects.municipalities()}
    if not areas:
        raise Refused(_("There are no municipalities yet. Load the areas first."))
    unknown = sorted(paths.keys() - areas.keys())
    if unknown:
        raise Refused(
            _("The file has codes that are not today’s municipalities: %(codes)s. Use the file of this year.")
            % {"codes": ", ".join(unknown[:5])}
        )
    without = sorted(areas[code].sort_name for code in areas.keys() - paths.keys())
    if without:
        raise Refused(
            _("The file has no border for %(count)d municipalities, such as %(names)s. Nothing was changed.")
            % {"count": len(without), "names": ", ".join(without[:3])}
        )
    for code, border in paths.items():
        areas[code].border = border
    Area.objects.bulk_update(areas.values(), ["border"], batch_size=100)
    note(borders=len(paths))
    return len(paths)
