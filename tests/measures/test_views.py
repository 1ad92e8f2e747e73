from __future__ import annotations

import csv
import io
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kumppanuus.core.texts import Text
from kumppanuus.measures import actions, sitemaps
from kumppanuus.measures.models import Measure, State
from tests.factories import measures as made_up

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
LIST = "/en/measures/"


@pytest.fixture
def area(cast):
    return cast.municipality_a.governs


@pytest.fixture
def agreed(cast, area):
    return made_up.measure(cast.actor("aino"), area, cast.municipality_a, "Nimetään yhdyshenkilö")


@pytest.fixture
def proposed(cast, area):
    return made_up.measure(cast.actor("bertil"), area, cast.municipality_a, "Avataan tilat")


@pytest.fixture
def other(cast):
    return made_up.measure(cast.actor("beata"), cast.municipality_b.governs, cast.ngo_b, "Pidetään ilta")


@pytest.fixture
def as_aino(cast, client):
    client.force_login(cast.people["aino"], backend=BACKEND)
    return client


def queries(client, url):
    with CaptureQueriesContext(connection) as caught:
        assert client.get(url).status_code == 200
    return len(caught)


def test_list_is_filtered_by_area_owner_state_and_lateness(cast, client, area, agreed, proposed, other):
    late = made_up.overdue(made_up.measure(cast.actor("aino"), area, cast.municipality_a, "Myöhässä"))
    done = made_up.measure(cast.actor("aino"), area, cast.municipality_a, "Valmis")
    actions.report(cast.actor("aino"), done, state="done")

    def shown(query):
        return [measure.pk for measure in client.get(f"{LIST}?{query}").context["page_obj"]]

    assert sorted(shown("")) == sorted(Measure.objects.values_list("pk", flat=True))
    assert shown(f"area={cast.municipality_b.governs.slug}") == [other.pk]
    assert shown(f"owner={cast.ngo_b.slug}") == [other.pk]
    assert shown("state=late") == [late.pk]
    assert shown("state=proposed") == [proposed.pk]
    assert sorted(shown("state=open")) == sorted([late.pk, agreed.pk, proposed.pk, other.pk])
    assert shown("state=done&area=koski-tl") == [done.pk]


def test_wrong_filter_narrows_nothing(client, agreed, other):
    page = client.get(f"{LIST}?area=<script>&state=x&page=zzz")
    assert len(page.context["page_obj"]) == 2
    assert "<script>" not in page.content.decode().split("<body")[1]


def test_list_costs_the_same_with_one_and_many(cast, client, area, agreed):
    client.get(LIST)
    one = queries(client, LIST)
    for number in range(5):
        made_up.measure(cast.actor("bertil"), area, cast.ngo_a, f"Toimi {number}")
    assert queries(client, LIST) == one
    assert one <= 5


def test_files_hold_what_the_filter_shows(client, agreed, other):
    found = json.loads(client.get(f"{LIST}list.json?area={agreed.area.slug}").content)["rows"]
    assert [(row["title"], row["state"], row["late"]) for row in found] == [
        ({"fi": "Nimetään yhdyshenkilö"}, "agreed", False)
    ]
    text = client.get(f"{LIST}list.csv").content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
    assert [row[0] for row in rows] == ["What will be done", "Nimetään yhdyshenkilö", "Pidetään ilta"]
    assert client.get(f"{LIST}list.xlsx").content.startswith(b"PK")
    assert client.get(f"{LIST}list.exe").status_code == 404


def test_page_shows_the_course_with_reasons_and_moved_dates(cast, client, agreed):
    actions.report(cast.actor("aino"), agreed, state="under_way", reason="<b>Siirtyy</b>", due=made_up.in_days(120))
    page = client.get(agreed.get_absolute_url()).content.decode()
    assert "&lt;b&gt;Siirtyy&lt;/b&gt;" in page
    assert page.count("New date:") == 1
    assert page.count('<p class="ms-state">') == 2


def test_page_leads_to_where_it_was_agreed_when_the_reader_may_see_it(world, client):
    page = client.get(world.measure.get_absolute_url())
    assert page.context["where"][1] == world.mirror_a.get_absolute_url()


@pytest.mark.parametrize("model", ["nothing.here", "measures.measurestate", "assessments.assessment"])
def test_page_without_a_place_it_was_agreed_still_shows(cast, client, area, model):
    made = made_up.measure(cast.actor("aino"), area, cast.municipality_a, agreed_model=model, agreed_id=999_999)
    assert client.get(made.get_absolute_url()).context["where"] is None


def test_owner_accepts_by_a_button(as_aino, proposed):
    assert "Accept the measure" in as_aino.get(proposed.get_absolute_url()).content.decode()
    url = f"/en/measures/{proposed.pk}/accept/"
    assert as_aino.get(url).status_code == 405
    assert as_aino.post(url).status_code == 303
    proposed.refresh_from_db()
    assert proposed.state == State.AGREED
    assert as_aino.post(url).status_code == 403


def test_decline_asks_for_a_reason_and_keeps_nothing_without_one(as_aino, proposed):
    url = f"/en/measures/{proposed.pk}/decline/"
    assert as_aino.post(url, {"reason": ""}).status_code == 200
    assert as_aino.post(url, {"reason": "a" * 1001}).status_code == 200
    proposed.refresh_from_db()
    assert proposed.state == State.PROPOSED
    assert as_aino.post(url, {"reason": "Ei ehditä"}).status_code == 303
    proposed.refresh_from_db()
    assert (proposed.state, proposed.reason) == (State.DROPPED, "Ei ehditä")


@pytest.mark.parametrize("fields", [{"state": "dropped"}, {"state": "done", "due": "2020-01-01"}, {"state": "x"}])
def test_report_says_what_is_missing(as_aino, agreed, fields):
    answer = as_aino.post(f"/en/measures/{agreed.pk}/report/", fields)
    assert "Something needs correcting" in answer.content.decode()
    agreed.refresh_from_db()
    assert agreed.state == State.AGREED


def test_report_is_saved_and_shown(as_aino, agreed):
    fields = {"state": "under_way", "reason": "Alkoi", "due": made_up.in_days(100).isoformat()}
    assert as_aino.post(f"/en/measures/{agreed.pk}/report/", fields)["Location"] == f"/en/measures/{agreed.pk}/"
    agreed.refresh_from_db()
    assert (agreed.state, agreed.reason, agreed.due) == (State.UNDER_WAY, "Alkoi", made_up.in_days(100))


@pytest.mark.parametrize("verb", ["decline", "report"])
@pytest.mark.parametrize("name", ["", "bertil", "akseli"])
def test_others_have_no_buttons_and_no_pages(cast, client, agreed, proposed, verb, name):
    if name:
        client.force_login(cast.people[name], backend=BACKEND)
    measure = proposed if verb == "decline" else agreed
    assert client.get(f"/en/measures/{measure.pk}/{verb}/").status_code == 403
    page = client.get(measure.get_absolute_url()).content.decode()
    assert "Accept the measure" not in page
    assert "Tell how it goes" not in page


def test_measure_is_proposed_without_an_item(cast, client, area):
    client.force_login(cast.people["bertil"], backend=BACKEND)
    assert "koski-tl" in client.get("/en/measures/new/").content.decode()
    fields = {"title_en": "A shared calendar", "owner": cast.municipality_a.pk, "due": made_up.in_days(60).isoformat()}
    answer = client.post("/en/measures/new/?area=koski-tl", fields)
    made = Measure.objects.get()
    assert answer["Location"] == f"/en/measures/{made.pk}/"
    assert (made.title, made.state, made.proposed_by) == (Text(en="A shared calendar"), State.PROPOSED, cast.ngo_a)


def test_owner_must_be_of_the_place(cast, client, area):
    client.force_login(cast.people["bertil"], backend=BACKEND)
    fields = {"title_en": "x", "owner": cast.municipality_b.pk, "due": made_up.in_days(60).isoformat()}
    answer = client.post("/en/measures/new/?area=koski-tl", fields)
    assert "owner" in answer.context["form"].errors
    assert client.get("/en/measures/new/?area=nowhere").status_code == 404


@pytest.mark.parametrize("name", ["", "eero"])
def test_strangers_cannot_propose(cast, client, name):
    if name:
        client.force_login(cast.people[name], backend=BACKEND)
    assert client.get("/en/measures/new/?area=koski-tl").status_code == 403


def test_api_gives_measures_and_narrows_them(client, agreed, other):
    found = client.get(f"/api/v1/measures/measures?area={agreed.area.slug}").json()
    assert found["count"] == 1
    assert [(one["title"], one["owner"], one["state"]) for one in found["items"]] == [
        ({"fi": "Nimetään yhdyshenkilö"}, agreed.owner.slug, "agreed")
    ]


def test_addresses_name_each_measure(agreed, other):
    assert list(sitemaps.addresses()) == [
        ("measures:measures", []),
        ("measures:measure", [agreed.pk]),
        ("measures:measure", [other.pk]),
    ]
