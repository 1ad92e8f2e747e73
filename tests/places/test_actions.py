from __future__ import annotations

from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command

from kumppanuus.activity.models import Event
from kumppanuus.core.actions import Refused
from kumppanuus.core.actors import Actor, system
from kumppanuus.places.actions import load_areas, load_borders
from kumppanuus.places.models import Area, AreaKind, Merger
from tests.factories import building
from tests.factories import places as factory

pytestmark = pytest.mark.django_db
COMMAND = system("command")
OWN = Path(__file__).parent / "fixtures" / "two.geojson"
OFFICIAL = Path(__file__).parents[3] / "shared/data/reference/boundaries/municipalities.geojson"


def test_load_areas_writes_every_kind() -> None:
    load_areas(COMMAND, None)
    kinds = {kind: Area.objects.filter(kind=kind).count() for kind in AreaKind}
    assert kinds == {"country": 1, "region": 19, "county": 23, "municipality": 308, "set": 0}
    assert Merger.objects.count() == 28


def test_load_areas_twice_changes_nothing() -> None:
    load_areas(COMMAND, None)
    before = list(Area.objects.order_by("pk").values())
    load_areas(COMMAND, None)
    assert list(Area.objects.order_by("pk").values()) == before
    assert Event.objects.filter(name="places.load_areas").count() == 2


def test_load_areas_puts_municipalities_in_region_and_county() -> None:
    koski = factory.area("koski-tl")
    assert (koski.region.slug, koski.county.slug) == ("varsinais-suomi", "varsinais-suomen-hyvinvointialue")
    assert Area.objects.within(koski.region).count() == 27
    assert Area.objects.within(factory.area("suomi")).count() == 308
    assert [one.slug for one in Area.objects.within(koski)] == ["koski-tl"]


def test_load_areas_names_in_three_languages() -> None:
    assert dict(factory.area("turku").name) == {"fi": "Turku", "sv": "Åbo", "en": "Turku"}
    assert dict(factory.area("parainen").name) == {"fi": "Parainen", "sv": "Pargas", "en": "Pargas"}


def test_load_areas_refuses_people() -> None:
    with pytest.raises(PermissionDenied):
        load_areas(Actor(person_id=1), None)
    assert Area.objects.count() == 0


def keep_two() -> None:
    """Leave only Aura and Koski Tl of the municipalities, which the own fixture has borders for."""
    factory.areas()
    with building():
        Area.objects.municipalities().exclude(code__in=("019", "284")).delete()


def test_load_borders_stores_paths_that_share_an_edge() -> None:
    keep_two()
    assert load_borders(COMMAND, None, path=OWN) == 2
    aura, koski = Area.objects.municipalities()
    # The common edge is simplified to the same two points in both.
    assert (aura.border, koski.border) == (
        "M2424 10581l15 -217l207 15l-14 217z",
        "M2646 10379l-14 217l208 13l26 -440l-205 -13z",
    )


def test_load_borders_reads_the_national_grid_too() -> None:
    keep_two()
    metres = OWN.with_name("two-metres.geojson")
    load_borders(COMMAND, None, path=metres)
    assert Area.objects.get(code="019").border == "M2424 10581l15 -217l207 15l-14 217z"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "The file is not GeoJSON: it cannot be read as JSON."),
        ("[]", "The file is not GeoJSON: it has no list of features."),
        ('{"features": [{"properties": {}}]}', "Feature 1 has no property “kunta” or no geometry."),
        (
            '{"features": [{"properties": {"kunta": "019"}, "geometry": {"type": "Point", "coordinates": [1, 2]}}]}',
            "Feature 1 (019) is not a polygon.",
        ),
        (
            '{"features": [{"properties": {"kunta": "Aura"}, "geometry": {"type": "Polygon", "coordinates": []}}]}',
            "Feature 1: “Aura” is not a municipality’s code.",
        ),
        (
            '{"features": [{"properties": {"kunta": "019"}, "geometry": {"type": "Polygon", "coordinates": [[[1, "x"]]]}}]}',
            "Feature 1 (019): its coordinates cannot be read.",
        ),
        (
            '{"features": [{"properties": {"kunta": "019"}, "geometry": {"type": "Polygon", "coordinates": []}}]}',
            "Feature 1 (019) has no area.",
        ),
    ],
)
def test_load_borders_says_what_is_wrong_and_changes_nothing(tmp_path: Path, content: str, message: str) -> None:
    keep_two()
    file = tmp_path / "borders.geojson"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(Refused) as refused:
        load_borders(COMMAND, None, path=file)
    assert str(refused.value.message) == message
    assert set(Area.objects.values_list("border", flat=True)) == {""}


def test_load_borders_refuses_a_file_that_lacks_municipalities() -> None:
    factory.areas()
    with pytest.raises(Refused) as refused:
        load_borders(COMMAND, None, path=OWN)
    assert str(refused.value.message) == (
        "The file has no border for 306 municipalities, such as Akaa, Alajärvi, Alavieska. Nothing was changed."
    )
    assert set(Area.objects.values_list("border", flat=True)) == {""}


def test_load_borders_refuses_codes_of_other_years() -> None:
    keep_two()
    with building():
        Area.objects.filter(code="284").delete()
    with pytest.raises(Refused) as refused:
        load_borders(COMMAND, None, path=OWN)
    assert str(refused.value.message) == (
        "The file has codes that are not today’s municipalities: 284. Use the file of this year."
    )


def test_load_borders_command_tells_a_missing_file() -> None:
    factory.areas()
    with pytest.raises(CommandError, match=r"The file cannot be read: No such file"):
        call_command("load_borders", "/nowhere/borders.geojson")


@pytest.mark.skipif(not OFFICIAL.exists(), reason="the reference data with real borders is not beside the project")
def test_load_borders_takes_the_official_file() -> None:
    factory.areas()
    assert load_borders(COMMAND, None, path=OFFICIAL) == 308
    borders = list(Area.objects.municipalities().values_list("border", flat=True))
    assert all(border.startswith("M") and border.endswith("z") for border in borders)
    assert sum(map(len, borders)) < 60_000
