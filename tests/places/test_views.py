from __future__ import annotations

import csv
import io
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from kumppanuus.places.models import Area
from tests.factories import places as factory

pytestmark = pytest.mark.django_db


def swedish(area: Area) -> str:
    return area.name["sv"].replace("Å", "~")


def h1(html: str) -> list[str]:
    return re.findall(r"<h1>(.*?)</h1>", html)


def test_areas_lists_every_municipality_in_the_readers_alphabet(client: Client) -> None:
    factory.areas()
    page = client.get("/sv/municipalities/")
    names = re.findall(r'<li><a href="[^"]+">([^<]+)</a></li>', page.content.decode().split("areas-letters")[1])
    assert len(names[:308]) == 308
    assert (names[0], names[307]) == ("Ackas", "Övertorneå")


def test_areas_costs_one_query_once_its_lists_are_drawn(client: Client) -> None:
    factory.areas()
    client.get("/en/styleguide/")  # from now on the frame knows the name of the space
    counts = []
    for _time in range(2):
        with CaptureQueriesContext(connection) as queries:
            client.get("/en/municipalities/")
        counts.append(len(queries))
    assert counts == [5, 1]


def test_areas_tells_what_became_of_a_merged_municipality(client: Client) -> None:
    factory.areas()
    html = client.get("/en/municipalities/?q=luvia").content.decode()
    found = re.search(r"<p>(Luvia .*?) <a href=\"([^\"]+)\">([^<]+)</a></p>", html)
    assert found
    assert (found[1], found[3]) == ("Luvia has been part of this municipality since 1 January 2017:", "Eurajoki")


def test_areas_offers_help_when_nothing_matches(client: Client) -> None:
    factory.areas()
    html = client.get("/en/municipalities/", {"q": "<script>x"}).content.decode()
    assert re.findall(r'class="empty-title">([^<]+)<', html) == ["No municipality is called so"]
    assert re.findall(r'name="q" value="([^"]*)"', html) == ["&lt;script&gt;x"]


@pytest.mark.parametrize("words", ["Koski Tl", "koski tl", "284"])
def test_choose_leads_to_the_municipality(client: Client, words: str) -> None:
    koski = factory.area("koski-tl")
    with override("fi"):
        address = koski.get_absolute_url()
    assert client.get("/fi/municipalities/choose/", {"q": words}).headers["Location"] == address


def test_choose_leads_to_the_list_when_it_is_not_clear(client: Client) -> None:
    factory.areas()
    answer = client.get("/fi/municipalities/choose/", {"q": "pyhä"})
    assert answer.headers["Location"] == "/fi/municipalities/?q=pyh%C3%A4"
    assert client.get("/fi/municipalities/choose/").headers["Location"] == "/fi/municipalities/"


def test_area_shows_its_municipalities(client: Client) -> None:
    county = factory.area("varsinais-suomen-hyvinvointialue")
    page = client.get("/sv/areas/varsinais-suomen-hyvinvointialue/")
    html = page.content.decode()
    assert h1(html) == ["Egentliga Finlands välfärdsområde"]
    members = [one.name["sv"] for one in page.context["members"]]
    assert members == [one.name["sv"] for one in sorted(Area.objects.within(county), key=swedish)]
    assert (members[0], members[-1]) == ("Aura", "Åbo")
    assert page.context["people"] == 485_567


def test_area_costs_few_queries(client: Client) -> None:
    factory.areas()
    client.get("/fi/styleguide/")  # from now on the frame knows the name of the space
    for slug in ("ahvenanmaa", "pohjois-pohjanmaa"):
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/fi/areas/{slug}/")
        assert len(queries) == 2


def test_area_unknown_is_not_found(client: Client) -> None:
    factory.areas()
    page = client.get("/en/areas/atlantis/")
    assert (page.status_code, h1(page.content.decode())) == (404, ["There is no page here"])


def test_areas_csv_has_a_row_for_each(client: Client) -> None:
    factory.areas()
    answer = client.get("/fi/areas/varsinais-suomi/municipalities.csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert len(rows) == 27
    assert rows[0] == {
        "code": "019",
        "name_fi": "Aura",
        "name_sv": "Aura",
        "name_en": "Aura",
        "language_status": "fi",
        "region": "Varsinais-Suomi",
        "county": "Varsinais-Suomen hyvinvointialue",
        "population": "3965",
        "population_year": "2022",
        "land_area_km2": rows[0]["land_area_km2"],
        "source": "Statistics Finland, National Land Survey of Finland; CC BY 4.0",
    }
