"""OParl 1.1: every object as the specification has it, all that is public and nothing else, and what changed since."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kumppanuus.bodies import actions as bodies
from kumppanuus.bodies.models import Body, Mandate
from kumppanuus.core.actors import Actor
from kumppanuus.core.texts import Text
from kumppanuus.meetings import actions
from kumppanuus.meetings.models import AgendaItem, Meeting, Minutes, Paper
from kumppanuus.meetings.oparl.records import ROOT
from tests.factories import building, meetings, minutes
from tests.factories.bodies import SECRET_NAME, today
from tests.factories.meetings import SECRET_ITEM
from tests.factories.minutes import PRIVATE_NAME, SECRET_MINUTES
from tests.meetings.oparl import PROPERTIES, Reader, faults, type_of

pytestmark = pytest.mark.one_database
BASE = f"{settings.SITE_URL}{ROOT}"


def ids(kind, pks, prefix=""):
    return {f"{BASE}{kind}/{prefix}{pk}" for pk in pks}


def test_the_root_is_where_it_is_said_to_be(client):
    assert reverse("oparl:root") == ROOT


@pytest.mark.parametrize("query", [{}, {"lang": "sv"}, {"omit_internal": "true"}, {"elementsPerPage": "2"}])
def test_every_object_is_as_the_specification_has_it(world, client, query):
    reader = Reader(client, **query)
    found = reader.walk()
    wrong = [
        fault
        for row in found.values()
        for fault in faults(row)
        if "omit_internal" not in query or "no legislativeTerm" not in fault
    ]
    assert wrong == []
    assert {type_of(row) for row in found.values()} == {*PROPERTIES}


def test_all_that_is_public_is_reached_and_nothing_else(world, reader):
    found = reader.walk()
    nobody, papers = Actor(), Paper.objects.visible_to(Actor())
    convened = Body.objects.visible_to(nobody)
    sat = [pk for pk, start, end in Mandate.objects.values_list("pk", "start", "end") if end is None or end >= start]
    agreed = [one for one in Mandate.objects.filter(pk__in=sat, name_public=True) if one.full_name]
    approved = Minutes.objects.visible_to(nobody)
    there = papers.filter(withdrawn_at=None)
    expected = (
        {BASE}
        | ids("body", set(convened.values_list("convener__uuid", flat=True)))
        | ids("legislativeTerm", convened.values_list("pk", flat=True))
        | ids("organization", convened.values_list("pk", flat=True))
        | ids("membership", sat)
        | ids("person", [one.person.uuid if one.person else f"m{one.pk}" for one in agreed])
        | ids("meeting", Meeting.objects.visible_to(nobody).values_list("pk", flat=True))
        | ids("agendaItem", AgendaItem.objects.visible_to(nobody).values_list("pk", flat=True))
        | ids("paper", papers.values_list("pk", flat=True))
        | ids("consultation", papers.values_list("pk", flat=True))
        | ids("file", there.values_list("pk", flat=True), "paper-")
        | ids("file", approved.values_list("pk", flat=True), "minutes-")
        | ids("location", [m.pk for m in Meeting.objects.visible_to(nobody) if m.place or m.address])
    )
    assert {*found} == expected
    told = json.dumps(found, ensure_ascii=False)
    secrets = (SECRET_NAME, SECRET_ITEM, SECRET_MINUTES, PRIVATE_NAME, "Entinen Edustaja", "Suljettu kokous", "@")
    assert [words for words in secrets if words in told] == []
    assert [row["id"] for row in found.values() if row.get("deleted")] == []
    assert len(agreed) == 4  # Bertil in three seats, and somebody without an account


def test_each_list_tells_the_same_as_each_object(world, reader):
    for address, row in reader.walk().items():
        assert reader.get(address) == row
    listed = {row["id"]: row for one in reader.lists for row in reader.rows(one)}
    assert {key: row for key, row in listed.items() if row != reader.objects[key]} == {}


def named(cast, table, start, end=None):
    seat = bodies.add_seat(cast.actor("aino"), table, start=today(-400))
    mandate = bodies.appoint(
        cast.actor("aino"), seat, person=cast.people["bertil"], organisation=cast.ngo_a, start=start, end=end
    )
    return bodies.show_name(cast.actor("bertil"), mandate, public=True)


def test_a_person_in_one_body_in_two_periods_is_one_person_with_two_memberships(cast, structures, reader):
    earlier = named(cast, structures.table, today(-350), today(-250))
    reader.walk()
    (bertil,) = reader.of("Person")
    assert bertil["name"] == cast.people["bertil"].name
    assert bertil["body"] == f"{BASE}body/{cast.municipality_a.uuid}"
    now = structures.mandate
    found = [(one["id"], one["startDate"], one.get("endDate"), one["organization"]) for one in bertil["membership"]]
    table = f"{BASE}organization/{structures.table.pk}"
    assert found == [
        (f"{BASE}membership/{now.pk}", today(-100).isoformat(), None, table),
        (f"{BASE}membership/{earlier.pk}", today(-350).isoformat(), today(-250).isoformat(), table),
    ]
    assert [reader.objects[one]["person"] for one, *_rest in found] == [bertil["id"]] * 2


def test_a_membership_tells_seat_role_and_organisation_but_a_name_only_by_consent(cast, structures, reader):
    reader.walk()
    secretary = reader.objects[f"{BASE}membership/{structures.hidden.pk}"]
    assert {name: secretary.get(name) for name in ("person", "role", "votingRight", "endDate")} == {
        "person": None,
        "role": "Sihteeri",
        "votingRight": False,
        "endDate": None,
    }
    assert secretary["kumppanuus:organization"]["name"] == str(cast.ngo_b.name)
    member = reader.objects[f"{BASE}membership/{structures.mandate.pk}"]
    assert (member["votingRight"], member["kumppanuus:seat"], member["kumppanuus:deputy"]) == (
        True,
        "Vertaistuki",
        False,
    )


def test_an_item_with_several_papers_has_them_all(cast, met, reader):
    aino = cast.actor("aino")
    second = actions.add_paper(aino, met.item, title=Text(fi="Toinen"), url="https://example.org/toinen")
    found = reader.get(f"{BASE}agendaItem/{met.item.pk}")
    ties = [f"{BASE}consultation/{one.pk}" for one in (met.paper, met.withdrawn, second)]
    assert (found["consultation"], found["kumppanuus:consultations"]) == (ties[0], ties)
    files = [one["id"] for one in found["auxiliaryFile"]]
    assert files == [f"{BASE}file/paper-{one.pk}" for one in (met.paper, second)]
    for paper, tie in zip((met.paper, met.withdrawn, second), ties, strict=True):
        one = reader.get(tie)
        assert (one["agendaItem"], one["paper"]) == (found["id"], f"{BASE}paper/{paper.pk}")
        assert reader.get(one["paper"])["consultation"][0]["id"] == tie
    assert reader.get(files[1])["accessUrl"] == "https://example.org/toinen"


def test_what_came_of_an_item_is_told_from_approved_minutes_only(cast, reader):
    told = minutes.minutes(cast)
    held = reader.get(f"{BASE}meeting/{told.approved.meeting_id}")
    assert held["resultsProtocol"]["accessUrl"].endswith(f"/meetings/{told.approved.meeting_id}/minutes/1/minutes.pdf")
    assert reader.client.get(held["resultsProtocol"]["accessUrl"].removeprefix(settings.SITE_URL)).status_code == 200
    assert [(one["result"], one["resolutionText"]) for one in held["agendaItem"]] == [
        ("Päätös", "Päätettiin kokeilla."),
        ("Tehtävä", "Tehdään lista."),
    ]
    assert held["participant"] == [f"{BASE}person/{cast.people['bertil'].uuid}"]
    running = reader.get(f"{BASE}meeting/{told.running.pk}")
    assert {"resultsProtocol", "participant"} & running.keys() == set()
    assert [one.get("resolutionText") for one in running["agendaItem"]] == [None, None]


def test_what_was_never_public_is_not_there(cast, structures, met, client):
    secret = met.planned
    never = [
        f"meeting/{secret.pk}",
        f"agendaItem/{secret.items.get().pk}",
        f"location/{secret.pk}",
        f"person/{cast.people['aino'].uuid}",
        f"person/m{structures.hidden.pk}",
        f"person/m{structures.mandate.pk}",  # she has an account, and another id
        f"organization/{10**18}",
        f"organization/{10**19}",
        f"body/{cast.ngo_b.uuid}",
        f"body/{cast.ngo_b.uuid}/meeting",
        "body/everything/meeting",
        "file/minutes-999",
        "file/7",
        "meeting/-1",
        "meeting/١",
        "nothing/1",
        "organization/999/meeting",
    ]
    found = {path: client.get(f"{ROOT}{path}").status_code for path in never}
    assert {path: code for path, code in found.items() if code != 404} == {}
    moment = {"modified_since": "2000-01-01T00:00:00Z"}
    told = json.dumps(
        [
            client.get(f"{ROOT}body/{cast.municipality_b.uuid}/{kind}", moment).json()
            for kind in ("meeting", "agendaItem", "location", "person")
        ]
    )
    assert f'meeting/{secret.pk}"' not in told
    assert "deleted" not in told


# --- pages, filters, answers


def test_pages_repeat_and_drop_nothing_while_rows_come(cast, table, reader):
    first = {meetings.planned(cast.actor("aino"), table, 30 + n).pk for n in range(5)}
    address, seen = f"{BASE}organization/{table.pk}/meeting", []
    for n, page in enumerate(reader.pages(address, elementsPerPage=2)):
        seen += [row["id"] for row in page["data"]]
        assert page["pagination"]["currentPage"] == n + 1
        if n < 3:
            meetings.planned(cast.actor("aino"), table, 60 + n)
    assert len(seen) == len(set(seen)) == 8
    assert ids("meeting", first) <= {*seen}


def test_pages_of_files_stand_together(cast, met, reader):
    minutes.minutes(cast)
    address = f"{BASE}body/{cast.municipality_a.uuid}/file"
    whole = [row["id"] for row in reader.rows(address)]
    assert len(whole) == 2
    pages = list(reader.pages(address, elementsPerPage=1))
    assert [row["id"] for page in pages for row in page["data"]] == whole
    assert [page["pagination"] for page in pages] == [
        {"totalElements": 2, "elementsPerPage": 1, "currentPage": n, "totalPages": 2} for n in (1, 2)
    ]
    assert {*pages[0]["links"]} == {"first", "self", "next", "last"}
    assert {*pages[1]["links"]} == {"first", "prev", "self", "last"}


def test_what_was_asked_stays_asked_on_all_pages(cast, table, client):
    for n in range(3):
        meetings.planned(cast.actor("aino"), table, 30 + n)
    asked = {"elementsPerPage": 1, "created_since": "2026-01-31T00:00:00+02:00", "lang": "sv"}
    page = client.get(f"{ROOT}organization/{table.pk}/meeting", asked).json()
    for name in ("next", "last", "self", "first"):
        for word in ("elementsPerPage=1", "created_since=2026-01-31T00%3A00%3A00%2B02%3A00", "lang=sv"):
            assert word in page["links"][name], name
    second = client.get(page["links"]["next"]).json()
    assert client.get(second["links"]["prev"]).json()["data"] == page["data"]
    assert client.get(page["links"]["last"]).json()["data"] == client.get(second["links"]["next"]).json()["data"]
    assert page["links"]["web"] == f"{settings.SITE_URL}/sv/meetings/"


def test_filters_are_moments_with_both_ends(cast, table, client):
    path = f"{ROOT}organization/{table.pk}/meeting"
    one = client.get(f"{ROOT}meeting/{meetings.planned(cast.actor('aino'), table).pk}").json()
    for name in ("created", "modified"):
        at = dt.datetime.fromisoformat(one[name])
        soon, before = at + dt.timedelta(seconds=1), at - dt.timedelta(seconds=1)
        found = {
            query: client.get(path, {f"{name}_{query}": moment.isoformat()}).json()["pagination"]["totalElements"]
            for query, moment in {"since": before, "until": soon}.items()
        }
        assert found == {"since": 1, "until": 1}
        assert client.get(path, {f"{name}_since": soon.isoformat()}).json()["data"] == []
        assert client.get(path, {f"{name}_until": before.isoformat()}).json()["data"] == []
    # A client that does not write + as %2B is understood.
    assert client.get(f"{path}?created_since=2026-01-31T00:00:00+02:00").status_code == 200


@pytest.mark.parametrize(
    "wrong",
    [
        "2026-01-31",
        "2026-01-31T00:00:00",
        "yesterday",
        "0",
        "",
        "0001-01-01T00:00:00+14:00",
        "2026-13-01T00:00:00Z",
    ],
)
def test_a_moment_that_is_not_in_full_is_refused_with_words(cast, table, client, wrong):
    for name in ("created_since", "created_until", "modified_since", "modified_until"):
        answer = client.get(f"{ROOT}organization/{table.pk}/meeting", {name: wrong})
        assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
        told = answer.json()
        assert told["type"] == "https://schema.oparl.org/1.1/Error"
        assert told["message"] == told["detail"]
        assert told["message"].startswith(f"{name}: write day, time and offset in full: 2026-01-31T00:00:00+02:00")


def test_more_on_a_page_than_the_most_gives_the_most(cast, table, client):
    page = client.get(f"{ROOT}organization/{table.pk}/meeting", {"elementsPerPage": 100_000}).json()
    assert page["pagination"] == {"totalElements": 0, "elementsPerPage": 500, "currentPage": 1, "totalPages": 1}
    for wrong in ("0", "-1", "x", "1e9"):
        assert client.get(f"{ROOT}body", {"elementsPerPage": wrong}).status_code == 400


def test_texts_are_in_the_language_asked_for_else_in_the_bodys_first(cast, table, client):
    bodies.change(cast.actor("aino"), table, name=Text(fi="Pöytä", sv="Bordet"), languages=["sv", "fi"])
    address = f"{ROOT}organization/{table.pk}"
    given = [
        client.get(address),
        client.get(address, {"lang": "fi"}),
        client.get(address, headers={"accept-language": "fi,sv"}),
    ]
    assert [(one.json()["name"], one["Content-Language"]) for one in given] == [
        ("Bordet", "sv"),
        ("Pöytä", "fi"),
        ("Pöytä", "fi"),
    ]
    assert client.get(address).json()["web"].startswith(f"{settings.SITE_URL}/sv/")


def test_an_answer_that_one_has_is_not_sent_again(cast, table, client):
    for path in ("", "body", f"organization/{table.pk}", f"organization/{table.pk}/meeting"):
        first = client.get(f"{ROOT}{path}")
        assert first["Access-Control-Allow-Origin"] == "*"
        assert client.get(f"{ROOT}{path}", headers={"if-none-match": first["ETag"]}).status_code == 304
    bodies.change(cast.actor("aino"), table, about=Text(fi="Muuta"))
    assert client.get(f"{ROOT}body", headers={"if-none-match": first["ETag"]}).status_code == 200


def test_an_organisation_that_was_merged_leads_to_what_it_became(cast, table, client):
    with building():
        type(cast.ngo_b)._base_manager.filter(pk=cast.ngo_b.pk).update(merged_into=cast.municipality_a)
    answer = client.get(f"{ROOT}body/{cast.ngo_b.uuid}")
    assert (answer.status_code, answer["Location"]) == (301, f"{BASE}body/{cast.municipality_a.uuid}")


MOST = {"list": 5, "object": 8}


def test_a_page_of_any_size_and_an_object_keep_to_their_queries(world, client):
    reader = Reader(client)
    found = reader.walk()
    told = {}
    for what, addresses in (("list", sorted(reader.lists)), ("object", sorted(found))):
        for address in addresses:
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address.removeprefix(settings.SITE_URL)).status_code == 200
            if len(queries) > MOST[what]:
                told[address] = len(queries)
    assert told == {}
