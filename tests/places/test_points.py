"""Maps of points: what stands where, what is one point, and that drawing and list say the same."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kumppanuus.core.texts import Text
from kumppanuus.places.canvas import Borders, Ring, Spot, Tiles, Windows, canvas
from kumppanuus.places.models import Area
from kumppanuus.places.points import Thing, count_map, ground_of, point_map

SQUARE = "M{x} {y}l200 0l0 200l-200 0z"


def area(pk: int, lon: float, lat: float, border: str = "") -> Area:
    name = f"Kunta {'abcdefghijklmno'[pk]}"
    return Area(pk=pk, kind="municipality", code=f"{pk:03}", slug=f"kunta-{pk}", name=Text(fi=name), lon=lon, lat=lat,
                border=border)  # fmt: skip


KOSKI, LOIMAA = area(1, 23.14, 60.65), area(2, 23.06, 60.85)


def thing(name: str, *spots: Spot) -> Thing:
    return Thing(name, f"/{name}/", spots, name)


def links(svg: str) -> list[tuple[str, str]]:
    return [(unescape(url), unescape(name)) for url, name in re.findall(r'<a href="([^"]*)" aria-label="([^"]*)"', svg)]


def test_what_is_at_one_place_is_one_point_with_its_number():
    here, there = Spot(1, 23.14, 60.66, "Tupa"), Spot(1, 23.10, 60.60, "Koulu")
    made = point_map("Kartta", [thing("a", here), thing("b", there), thing("c", here)], [KOSKI])
    assert [(one.number, one.heading, one.rows) for one in made.points] == [
        (1, "Tupa", ["a", "c"]),
        (2, "Koulu", ["b"]),
    ]
    assert links(made.svg) == [("#place-1", "2 entries, Tupa"), ("/b/", "b, Koulu")]


def test_only_the_municipality_is_a_point_of_its_own_and_says_so():
    made = point_map("Kartta", [thing("a", Spot(1)), thing("b", Spot(1, 23.14, 60.65, "Tupa"))], [KOSKI])
    assert [(one.rough, one.heading) for one in made.points] == [
        (True, "Kunta b: no exact place is told"),
        (False, "Tupa"),
    ]
    assert made.some_rough
    rough, exact = made.points
    assert abs(rough.x - exact.x) + abs(rough.y - exact.y) >= 27  # neither hides the other


def test_a_thing_at_several_places_stands_at_each_and_nowhere_is_told_apart():
    made = point_map("Kartta", [thing("a", Spot(1), Spot(2)), thing("b"), thing("c", Spot(9))], [KOSKI, LOIMAA])
    assert [one.rows for one in made.points] == [["a"], ["a"]]
    assert ([one.name for one in made.nowhere], [one.name for one in made.outside]) == (["b"], ["c"])


def test_the_ground_is_borders_once_they_are_there_else_tiles():
    many = [area(n, 22 + n / 10, 60.5) for n in range(1, 9)]
    bordered = [area(n, 23.1, 60.6, SQUARE.format(x=2000 + 200 * n, y=10500)) for n in range(2)]
    assert [type(canvas(areas, ())) for areas in ([KOSKI], many, bordered)] == [Windows, Tiles, Borders]


def test_with_many_tiles_each_municipality_is_one_point_named_by_its_tile():
    many = [area(n, 22 + n / 10, 60.5) for n in range(1, 9)]
    made = point_map("Kartta", [thing("a", Spot(1, 22.1, 60.5, "Tupa")), thing("b", Spot(1))], many)
    assert [(one.heading, one.rows) for one in made.points] == [("Kunta b", ["a", "b"])]
    assert re.findall(r'class="mp-number"[^>]*>([^<]*)', made.svg) == ["2"]


def test_the_chosen_place_is_drawn_over_borders_with_its_ring():
    from kumppanuus.places.borders import flat

    x, y = flat(23.14, 60.65)
    box = area(1, 23.14, 60.65, SQUARE.format(x=int(x) - 100, y=int(y) - 100))
    made = point_map("Kartta", [thing("a", Spot(1))], [box], Ring(23.14, 60.65, 5))
    assert ("mp-here" in made.svg, "mp-ring" in made.svg) == (True, True)


def test_counts_stand_in_tiles_the_most_first():
    made = count_map("Kartta", {2: 7, 1: 12}, [KOSKI, LOIMAA], {1: "?area=1", 2: "?area=2"})
    assert [(area.pk, number) for _sign, area, number, _url in made.items] == [(1, 12), (2, 7)]
    assert sorted(links(made.svg)) == [("?area=1", "Kunta b: 12"), ("?area=2", "Kunta c: 7")]


spots = st.builds(
    Spot,
    st.sampled_from([1, 2, 9]),
    st.one_of(st.none(), st.floats(15, 35)),
    st.one_of(st.none(), st.floats(55, 75)),
    st.sampled_from(["", "Tupa", "<b>&\"'"]),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(spots, max_size=3), max_size=12), st.booleans())
def test_the_map_and_its_list_say_the_same_and_nothing_is_lost(places, many) -> None:
    areas = [KOSKI, LOIMAA, *([area(n, 22 + n / 10, 60.5) for n in range(3, 9)] if many else [])]
    things = [thing(f"n{at}", *own) for at, own in enumerate(places)]
    made = point_map("Kartta", things, areas)
    listed = [name for point in made.points for name in point.rows]
    assert {*listed, *(one.name for one in (*made.outside, *made.nowhere))} == {one.name for one in things}
    assert [url for url, _name in links(made.svg)] == [point.url for point in made.points]
    assert [point.number for point in made.points] == list(range(1, len(made.points) + 1))
    assert all(0 <= point.x <= made.ground.width and 0 <= point.y <= made.ground.height for point in made.points)
    assert "<b>" not in made.svg


@pytest.mark.django_db
def test_the_ground_of_an_area_is_its_own_unless_nothing_lies_there(cast):
    koski = cast.municipality_a.governs
    other = cast.municipality_b.governs
    assert {one.pk for one in ground_of(koski.slug, [Spot(koski.pk), Spot(other.pk)])} == {koski.pk}
    region = {one.pk for one in Area.objects.within(other.region)}
    assert {one.pk for one in ground_of(koski.slug, [Spot(other.pk)])} == region
    assert {one.pk for one in ground_of("", [Spot(other.pk)])} == region
