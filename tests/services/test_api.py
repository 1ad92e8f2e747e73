"""The directory in our own API."""

from __future__ import annotations

import datetime as dt

import pytest

from kumppanuus.core.texts import Text
from kumppanuus.services import actions
from kumppanuus.services.models import Service
from tests.factories import services
from tests.factories.organisations import organisation

ROOT = "/api/v1/services/"


@pytest.fixture
def filled(cast):
    return services.directory(cast, organisation("Hoitamaton ry"), cast.municipality_a.governs)


def slugs(client, **query):
    answer = client.get(ROOT, query)
    assert answer.status_code == 200, answer.content
    return [row["slug"] for row in answer.json()["items"]]


def test_list_has_what_the_page_lists_in_the_order_of_coming(client, filled):
    listed = list(Service.objects.filter(listed=True).order_by("pk").values_list("slug", flat=True))
    assert slugs(client) == listed
    assert slugs(client, limit=1, offset=1) == listed[1:2]
    wanted = Service.objects.filter(listed=True, kind__in=("activity", "volunteer_task")).order_by("pk")
    assert slugs(client, kind=["activity", "volunteer_task"]) == list(wanted.values_list("slug", flat=True))
    assert slugs(client, q="satu") == [filled.other.slug]
    own = filled.other.organisation
    assert slugs(client, organisation=own.slug) == list(own.services.order_by("pk").values_list("slug", flat=True))
    assert slugs(client, area="nowhere", kind="place") == []
    assert client.get(ROOT, {"kind": "nothing"}).status_code == 422


def test_modified_after_tells_what_has_ended_too(client, filled):
    moment = dt.datetime.now(tz=dt.UTC)
    assert slugs(client, modified_after=moment.isoformat()) == []
    actions.end(services.TESTS, filled.other)
    answer = client.get(ROOT, {"modified_after": moment.isoformat()}).json()
    assert [(row["slug"], row["status"]) for row in answer["items"]] == [(filled.other.slug, "ended")]
    assert filled.other.slug not in slugs(client)


def test_entry_has_all_languages_and_parts(client, filled):
    found = client.get(f"{ROOT}{filled.own.slug}").json()
    assert found["name"] == {"fi": "Leskien kahvit", "sv": "Kaffe för änkor och änklingar"}
    own = "space-malli:talvi-ja-pimeys"
    assert found["terms"] == ["accessibility:step_free", "language:fi", own, "theme:company"]
    [rule] = found["schedules"]
    assert (rule["freq"], rule["byday"], rule["opens"], rule["closes"]) == ("WEEKLY", "TU", "10:00:00", "12:00:00")
    [place] = found["places"]
    assert (place["address"], place["features"]) == ("Keskustie 4", ["accessibility:step_free"])
    assert [one["phone"] for one in found["contacts"]] == ["02 555 0101"]


def test_drafts_are_not_there(client, filled):
    assert client.get(f"{ROOT}{filled.draft.slug}").status_code == 404
    assert Service.objects.get(pk=filled.draft.pk).name == Text(fi="Salainen suunnitelma")
