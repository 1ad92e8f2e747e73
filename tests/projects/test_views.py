"""Pages, files and feed of projects."""

from __future__ import annotations

import csv
import io

import pytest

from kumppanuus.projects.models import Project
from tests.factories import projects
from tests.factories.bodies import today


@pytest.fixture
def made(cast):
    return projects.projects(cast, cast.municipality_a.governs, cast.municipality_b.governs)


def names(client, query=""):
    page = client.get(f"/en/projects/?{query}")
    return [str(one) for one in page.context["page_obj"].object_list]


def test_list_is_narrowed_by_words_area_and_state(client, made):
    everything = ["Yhteinen olohuone", "Verkosto kasvaa", "Kyläbussi", "Kävelykaverit"]
    assert sorted(names(client)) == sorted(everything)
    assert names(client, "q=olohuone") == ["Yhteinen olohuone"]
    assert sorted(names(client, "area=marttila")) == ["Kyläbussi", "Verkosto kasvaa"]
    assert names(client, "stage=stopped") == ["Kyläbussi"]
    assert names(client, "stage=ended") == ["Kävelykaverit"]
    assert names(client, "area=no-such") == []
    assert sorted(names(client, "stage=nonsense")) == sorted(everything)


def test_list_of_a_region_has_what_lies_in_it(client, made):
    assert len(names(client, "area=varsinais-suomi")) == 4


def test_files_and_feed_hold_the_same(client, made):
    told = client.get("/en/projects/list.csv?stage=stopped").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(told), delimiter=";"))
    assert [row["Name"] for row in rows] == ["Kyläbussi"]
    feed = client.get("/en/projects/feed.atom?stage=stopped").content.decode()
    assert feed.count("<entry>") == 1
    assert "Kyläbussi (Stopped)" in feed


def test_page_tells_who_declined_to_nobody_else(client, enter, made):
    address = f"/en/projects/{made.open.slug}/"
    assert projects.SECRET_PARTY not in client.get(address).content.decode()
    assert projects.SECRET_PARTY in enter("aino").get(address).content.decode()


def test_member_of_an_owner_puts_a_project_on_record(enter, cast):
    client = enter("aino")
    sent = {
        "kind": "pilot",
        "name_fi": "Koeajo",
        "about_fi": "Kokeillaan",
        "area": cast.municipality_a.governs.pk,
        "starts": today().isoformat(),
        "ends": today(-1).isoformat(),
    }
    page = client.post("/en/projects/new/", sent)
    assert page.status_code == 422
    assert page.context["form"].errors == {"ends": ["The project cannot end before it begins."]}
    assert "Koeajo" in page.content.decode()
    assert client.post("/en/projects/new/", sent | {"ends": today(30).isoformat()}).status_code == 303
    found = Project.objects.get()
    assert (found.owner, found.kind, str(found.name)) == (cast.municipality_a, "pilot", "Koeajo")


def test_unknown_party_is_said_beside_its_field(enter, made):
    page = enter("aino").post(f"/en/projects/{made.open.slug}/parties/ask/", {"organisation": "Ei sellaista ry"})
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["organisation"])


def test_party_answers_on_the_page(enter, made):
    client = enter("bertil")
    page = client.get(f"/en/projects/{made.asked.project.slug}/").content.decode()
    assert "We take part" in page
    client.post(f"/en/projects/parties/{made.asked.pk}/join/")
    made.asked.refresh_from_db()
    assert made.asked.state == "joined"


def test_year_and_organisation_page_have_the_project(client, made, cast):
    page = client.get(f"/en/calendar/?area={cast.municipality_a.governs.slug}&year={today(100).year}").content.decode()
    assert page.count(f'href="{made.open.get_absolute_url().replace("/fi/", "/en/")}"') == 1
    assert "Yhteinen olohuone" in client.get(cast.municipality_a.get_absolute_url()).content.decode()


def test_api_tells_parties_and_what_goes_on(client, made):
    told = client.get(f"/api/v1/projects/projects/{made.open.slug}").json()
    assert [(one["organisation"], one["state"]) for one in told["parties"]] == [
        (made.joined.organisation.slug, "joined")
    ]
    assert [one["state"] for one in told["legacies"]] == ["open", "asked"]
    assert [one["slug"] for one in client.get("/api/v1/projects/projects?stage=stopped").json()["items"]] == [
        "kylabussi"
    ]
