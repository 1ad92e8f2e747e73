from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from kumppanuus.places.maps import AreaMap, MapValue, cells_for, draw, short_names
from kumppanuus.places.models import Area
from kumppanuus.places.templatetags.places import area_map
from tests.factories import places as factory

pytestmark = pytest.mark.django_db
SVG = "{http://www.w3.org/2000/svg}"


def region() -> list[Area]:
    return list(Area.objects.within(factory.area("varsinais-suomi")))


def drawn(map_: AreaMap) -> ET.Element:
    return ET.fromstring(str(draw(map_)))  # noqa: S314 - our own drawing


def test_short_names_are_three_letters_and_differ() -> None:
    assert short_names(["Karkkila", "Karvia", "Kärkölä", "Ii", "Koski Tl"]) == {
        "Ii": "II",
        "Karkkila": "KAR",
        "Karvia": "KAV",
        "Koski Tl": "KOS",
        "Kärkölä": "KÄR",
    }


def test_draw_makes_one_link_per_area_with_name_and_value() -> None:
    areas = region()
    values = {one.pk: MapValue("Turku", "2.5", 2, f"/en/{one.slug}/") for one in areas if one.slug == "turku"}
    svg = drawn(AreaMap(areas, values, "Premises"))
    links = {link.get("aria-label"): link.get("href") for link in svg.iter("a")}
    assert len(links) == 27
    assert links["Turku: 2.5"] == "/en/turku/"
    shades = [rect.get("class") for rect in svg.iter("rect")]
    assert (shades.count("area l2"), shades.count("area none")) == (1, 26)
    assert (svg.get("role"), svg.get("aria-label")) == ("group", "Premises")


def test_draw_escapes_what_it_shows() -> None:
    one = factory.area("turku")
    svg = drawn(AreaMap([one], {one.pk: MapValue('<b>"Å"', "<1", 0, '/?a="')}, '"<x>'))
    assert [link.get("aria-label") for link in svg.iter("a")] == ['<b>"Å": <1']


def test_cells_for_the_country_are_those_of_the_data_file() -> None:
    factory.areas()
    areas = list(Area.objects.municipalities())
    assert cells_for(areas) == {one.pk: (one.tile_x, one.tile_y) for one in areas}


def test_draw_uses_borders_once_all_have_them() -> None:
    areas = region()[:2]
    for number, one in enumerate(areas):
        one.border = f"M{number * 10} 0l10 0l0 10z"
    svg = drawn(AreaMap(areas, {areas[0].pk: MapValue("Aura", "3", 3, "/a/")}))
    assert [path.get("d") for path in svg.iter("path")] == ["M0 0l10 0l0 10z", "M10 0l10 0l0 10z"]
    assert [text.text for text in svg.iter("text")] == ["3"]
    areas[1].border = ""
    assert list(drawn(AreaMap(areas)).iter("path")) == []


def test_area_map_shows_caption_legend_and_table() -> None:
    areas = region()[:3]
    values = {areas[0].pk: MapValue("Aura", "1.2", 1, "/a/"), areas[1].pk: MapValue("Kaarina", "fewer than five")}
    with override("en"):
        html = area_map(AreaMap(areas, values, "Premises", "Aura is weak.", ["no", "hardly"], "Level"))
    rows = re.findall(r'<tr><th scope="row">(?:<a href="[^"]*">)?([^<]+)(?:</a>)?</th><td>([^<]*)</td>', html)
    assert rows == [("Aura", "1.2"), ("Kaarina", "fewer than five"), ("Kimitoön", "–")]
    assert re.findall(r"<figcaption>(.*?)</figcaption>", html) == ["Premises<p>Aura is weak.</p>"]
    assert re.findall(r"</svg>([^<\n]+)</li>", html) == ["no", "hardly", "No result"]


def test_area_map_with_a_key_is_drawn_once_per_language() -> None:
    cache.clear()
    areas = region()
    with override("fi"):
        first = area_map(AreaMap(areas, title="First", key="k-1"))
        assert area_map(AreaMap(areas, title="Second", key="k-1")) == first
    with override("sv"):
        assert "Åbo" in area_map(AreaMap(areas, title="Second", key="k-1"))


def test_area_map_asks_the_database_nothing() -> None:
    areas = region()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        area_map(AreaMap(areas, title="Map"))
    assert len(queries) == 0
