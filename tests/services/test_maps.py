"""The directory on a map: equal to the list, whatever the filter; and distances from a place."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.core.cache import cache
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kumppanuus.core.texts import Text
from kumppanuus.services import actions, placing
from kumppanuus.services.filters import DirectoryFilter, find
from kumppanuus.services.models import Location, SavedSearch, Service
from kumppanuus.services.place_forms import PlaceForm
from kumppanuus.services.views import maps
from tests.factories import building, services

pytestmark = pytest.mark.django_db
PAGE = "/en/directory/"
HERE = (23.1402, 60.6521)


@pytest.fixture
def koski(cast):
    return cast.municipality_a.governs


def place(area, lon=None, lat=None, name="Tupa"):
    return {"area": area, "name": Text(fi=name), "lon": lon, "lat": lat}


@pytest.fixture
def filled(cast, koski):
    """An exact place, two of only the municipality, one far away, a remote one, a region-wide one, a break, a draft."""
    far = cast.municipality_b.governs
    a, b = cast.ngo_a, cast.ngo_b
    services.entry(a, koski, name=Text(fi="Tarkka"), place=place(koski, *HERE), price_kind="free")
    services.entry(a, koski, name=Text(fi="Kunnassa"), place=None, kind="activity")
    services.entry(b, koski, name=Text(fi="Tuvalla"), place=place(koski))
    services.entry(b, far, name=Text(fi="Kaukana"), place=place(far, 21.5, 60.9, "Talo"), price_kind="free")
    services.entry(b, koski, name=Text(fi="Etänä"), place=None, attendance="remote")
    services.entry(a, koski.region, name=Text(fi="Laaja"), place=None)
    paused = services.entry(a, koski, name=Text(fi="Tauolla"), place=place(koski, *HERE))
    actions.pause(services.TESTS, paused)
    services.entry(a, koski, name=Text(fi="Luonnos"), place=place(koski, *HERE), published=False)
    ended = services.entry(a, koski, name=Text(fi="Loppu"), place=place(koski, *HERE))
    actions.end(services.TESTS, ended)


def page(client, **query):
    return unescape(client.get(PAGE, query).content.decode())


def slugs(html):
    return re.findall(r'class="sv-name" href="/en/directory/([^/]+)/"', html)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.fixed_dictionaries(
        {},
        optional={
            "area": st.sampled_from(["koski-tl", "varsinais-suomi", "ei-missaan", "marttila"]),
            "kind": st.sampled_from(["activity", "event", "nothing"]),
            "price": st.sampled_from(["free", "paid"]),
            "near": st.sampled_from(["Koski Tl", "60.65, 23.14", "31500", "Ei Missään"]),
            "within": st.sampled_from(["5", "10", "50", "none", "7"]),
            "q": st.sampled_from(["tarkka", "tuvalla", "x"]),
        },
    ),
    st.booleans(),
)
def test_the_map_says_what_the_list_says_and_nothing_more(client, filled, query, few) -> None:
    cache.clear()
    listed = slugs(page(client, **query))
    html = page(client, view="map", **query)
    assert set(slugs(html)) == set(listed)
    assert not {"luonnos", "loppu"} & set(slugs(html))
    for url in re.findall(r'<a href="([^"]*)" aria-label', html):
        assert url.startswith(("/en/directory/", "#place-", "?"))
        if url.startswith("/en/directory/"):
            assert url.split("/")[3] in listed
        if url.startswith("#"):
            assert f'id="{url[1:]}"' in html
    assert ("Luonnos" in html, "Loppu" in html) == (False, False)


def test_the_map_keeps_the_filter_and_the_list_leads_back(client, filled):
    html = page(client, price="free", near="Koski Tl", view="map")
    assert re.findall(r'class="sr-switch"><li><a href="\?([^"]*)"', html) == ["price=free&near=koski-tl"]
    assert re.findall(r'<li><a href="\?([^"]*)" aria-current="page">Map', html) == ["price=free&near=koski-tl&view=map"]
    assert '<input type="hidden" name="view" value="map">' in html


def test_what_has_no_place_is_told_and_stands_at_the_end(client, filled):
    html = page(client, area="koski-tl", view="map")
    assert "2 without a place on this map are at the end of the list." in html
    assert slugs(html.partition("Without a place on the map")[2]) == ["etana", "laaja"]


def test_too_many_entries_are_counted_by_municipality(client, filled, monkeypatch, koski):
    monkeypatch.setattr(maps, "MOST_ON_MAP", 2)
    html = page(client, view="map")
    assert slugs(html) == []
    told = re.findall(r'<a href="\?(area=[^"]*)">([^<]*)</a> <span class="quiet">(\d+) entr', html)
    assert told[0] == ("area=koski-tl&view=map", str(koski.name), "4")
    assert "2 entries have no place, and are only in the list." in html
    alone = page(client, area="koski-tl", view="map")
    assert "4 more are only in the list" in alone
    assert len(set(slugs(alone))) == 2


def test_no_style_attribute_and_no_script_inside_the_map(client, filled):
    svg = re.search(r"<svg class=\"mp-map\".*?</svg>", page(client, view="map"), re.DOTALL)
    assert svg is not None
    assert re.findall(r"style=|<script|on\w+=|<image|https?:", svg[0]) == []


def test_the_nearest_stands_first_and_each_says_how_far(client, filled):
    html = page(client, near="60.65, 23.14")
    assert slugs(html)[0] in {"tarkka", "tauolla"}
    told = dict(re.findall(r'directory/([^/]+)/">.*?</a> <span class="quiet">[^·<]* · ((?:about )?\d+ km)', html))
    assert told.get("tarkka") == "1 km", html[html.index("tarkka") - 50 :][:400]
    assert told["tuvalla"].startswith("about ")
    assert "laaja" not in told


def test_a_distance_leaves_out_what_is_farther_and_tells_what_need_not_be_gone_to(client, filled):
    html = page(client, near="Koski Tl", within="25")
    assert sorted(slugs(html)) == ["kunnassa", "tarkka", "tauolla", "tuvalla"]
    assert "2 more entries have no place told, or can be joined remotely." in html
    assert slugs(page(client, near="Koski Tl", within="none")) == ["etana", "laaja"]


def test_an_unknown_place_is_said_and_narrows_nothing(client, filled):
    html = page(client, near="Ei Missään", within="5")
    assert "“Ei Missään” is not known as a place here" in html
    assert len(slugs(html)) == 7


def test_distances_take_the_nearest_of_several_places(cast, koski):
    entry = services.entry(cast.ngo_a, koski, place=place(koski, 23.9, 60.65))
    actions.set_place(services.TESTS, entry, area=koski, lon=23.15, lat=60.65, name=Text(fi="Lähellä"))
    near = DirectoryFilter(QueryDict("near=60.65, 23.14")).near
    away = placing.distances(near)[entry.pk]
    assert (away.whole, away.about) == (1, False)
    assert placing.distances(near, km=5) == placing.distances(near)


def test_one_s_own_point_is_neither_saved_nor_kept(cast, koski, client, filled):
    wanted = DirectoryFilter(QueryDict("price=free&near=60.654,23.141&within=10"))
    assert wanted.query() == "price=free&near=60.65%2C+23.14&within=10"
    assert wanted.lasting_query() == "price=free"
    find(wanted)
    assert not [key for key in cache._cache if "60.65" in key]
    actions.save_search(cast.actor("bertil"), None, query=wanted.query(), name="Lähellä", how_often="daily")
    assert SavedSearch.objects.get().query == "price=free"


def test_a_saved_search_keeps_a_named_place_with_its_distance(koski):
    query = DirectoryFilter(QueryDict("near=Koski Tl&within=10")).lasting_query()
    assert query == "near=koski-tl&within=10"
    assert DirectoryFilter(QueryDict("near=Koski Tl")).lasting_query() == ""


@pytest.mark.parametrize(
    ("written", "wanted"),
    [("60.6521, 23.1402", (23.1402, 60.6521)), ("", (None, None)), ("x", None), ("1, 2", None), ("91,23", None)],
)
def test_the_form_of_a_place_takes_two_numbers(cast, koski, written, wanted):
    with building():
        own = Location.objects.create(organisation=cast.ngo_a, area=koski, lon=23.0, lat=60.0)
    form = PlaceForm({"area": koski.pk, "point": written}, instance=own)
    assert PlaceForm(instance=own).initial["point"] == "60.0, 23.0"
    found = (form.cleaned_data["lon"], form.cleaned_data["lat"]) if form.is_valid() else None
    assert found == wanted


def test_an_entry_in_too_many_municipalities_stands_in_none(cast, koski):
    from kumppanuus.places.models import Area

    areas = list(Area.objects.within(koski.region)[:6])
    wide = services.entry(cast.ngo_a, koski, areas=areas, place=None)
    assert placing.spots_of([wide.pk]) == {}
    assert Service.objects.anywhere().filter(pk=wide.pk).exists() is False
