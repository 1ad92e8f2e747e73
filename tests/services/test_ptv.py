"""Entries as records of the Finnish Service Catalogue, written here and read by our own importer."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kumppanuus.core.texts import Text
from kumppanuus.services import actions, ptv
from kumppanuus.services.imports import ptv as importer
from kumppanuus.services.imports.lookups import Lookups
from kumppanuus.services.imports.ptv_kept import slim
from kumppanuus.services.models import ImportState, Service
from tests.factories import imports as made_up
from tests.factories import services
from tests.factories.organisations import organisation


@pytest.fixture
def entry(cast):
    return services.entry(
        organisation("Kahvitus ry", business_id="1234567-1", home=cast.municipality_a.governs),
        cast.municipality_a.governs,
        kind="service",
        price_kind="free",
        price=Text(fi="Kahvi maksaa euron."),
        registration=Text(fi="Soita ensin.", sv="Ring först."),
        who=Text(fi="Aikuiset"),
        website="https://kahvit.example",
        terms=[
            services.term("service_class", "P4.1", "Ikäihmiset"),
            services.term("target_group", "KR1", "Kansalaiset"),
            services.term("language", "fi", "suomi"),
        ],
    )


def test_what_is_written_is_read_back_without_loss(entry):
    found = ptv.records_of(entry.organisation, [entry])
    records = [one for one in importer.records(found, Lookups()) if one["service"]]
    [record] = records
    told = record["service"]
    assert record["problems"] == []
    for name in ("name", "summary", "description", "registration", "price", "who"):
        for code, words in getattr(entry, name).items():
            assert told[f"{name}.{code}"] == words
    assert (told["price_kind"], told["status"], told["id"]) == ("free", "published", str(entry.uuid))
    assert told["areas"] == [area.pk for area in entry.areas.all()]
    for scheme in ("service_class", "target_group", "language"):
        assert told[f"terms.{scheme}"] == [term.pk for term in entry.terms.all() if term.scheme == scheme]
    [place] = told["places"]
    here = entry.places.get().location
    assert (place["name.fi"], place["address"], place["postal_code"]) == ("Kylätupa", "Keskustie 4", "31500")
    assert place["area"] == here.area_id
    assert [(one["phone"], one["role.fi"]) for one in told["contacts"]] == [("02 555 0101", "Kahvien vetäjä")]
    [rule] = told["schedules"]
    assert (rule["byday"], rule["opens"], rule["closes"]) == ("TU", "10:00", "12:00")
    owner = record["organisation"]
    assert (owner["business_id"], owner["name.fi"]) == ("1234567-1", "Kahvitus ry")


def test_what_is_lacking_is_said_in_words(cast, entry):
    assert ptv.lacks(entry) == []
    bare = services.entry(cast.ngo_a, cast.municipality_a.governs, kind="service", description=Text(), terms=[])
    assert ptv.lacks(bare) == [
        "An organisation without a business ID cannot go to the catalogue.",
        "A description.",
        "At least one service class.",
        "At least one target group.",
        "The languages in which one is served.",
    ]
    for kind in ("event", "volunteer_task"):
        bare.kind = kind
        assert ptv.lacks(bare) == []


def test_events_stay_here(client, cast):
    made = services.entry(cast.ngo_a, cast.municipality_a.governs, kind="event", name=Text(fi="Juhla"))
    found = client.get(f"/fi/directory/{made.slug}/ptv.json").json()
    assert [one for one in found["itemList"] if "serviceNames" in one] == []
    assert [one["organizationNames"][0]["value"] for one in found["itemList"]] == [str(cast.ngo_a.name)]


def test_an_organisation_takes_its_lasting_entries_along(client, entry):
    found = client.get(f"/fi/organisations/{entry.organisation.slug}/ptv.json").json()
    kinds = [
        next(iter(one.keys() & {"organizationNames", "serviceNames", "serviceChannelNames"}))
        for one in found["itemList"]
    ]
    assert sorted(kinds) == ["organizationNames", "serviceChannelNames", "serviceNames"]


def test_the_page_tells_editors_and_nobody_else(client, cast):
    made = services.entry(cast.ngo_a, cast.municipality_a.governs, kind="service")
    assert "Service Catalogue" not in client.get(f"/en/directory/{made.slug}/").content.decode()


REFERENCE = Path(__file__).parents[3] / "shared/data/reference/ptv"
FILES = ("services.json", "etalukio_service.json", "otava_service_channel.json")


def kept_of(thing):
    """All of a record but what the code lists themselves say."""
    return slim(thing, set(thing))


def brought_in(cast, things):
    """Bring records of the catalogue in, in the name of an organisation of the space; return what went in."""
    kaisa = cast.actor("kaisa")
    own = {"municipality": cast.municipality_a.governs_id, "kind": "service"}
    batch = made_up.read(kaisa, made_up.source(cast.space, "PTV"), json.dumps(things), **own)
    assert [row.problems for row in batch.rows.filter(state="refused")] == []
    batch = made_up.bring_in(kaisa, batch)
    assert (batch.state, batch.message) == (ImportState.APPLIED, "")
    return kaisa, Service.objects.get()


def given(client, entry):
    return client.get(f"/fi/directory/{entry.slug}/ptv.json").json()["itemList"][1:]


@pytest.fixture(params=FILES)
def reference(request):
    path = REFERENCE / request.param
    if not path.exists():
        pytest.skip(f"{request.param} is not beside the project: ../shared/data/reference/ptv")
    [thing] = importer.things(json.loads(path.read_text()))
    if "organizationId" in thing:  # a place names its organisation by number only; the file has no organisation
        owner = {"id": thing["organizationId"], "organizationNames": [{"language": "fi", "value": "Otavia"}]}
        return [owner, thing]
    return [thing]


def test_real_records_come_back_as_they_were(cast, client, reference):
    _kaisa, entry = brought_in(cast, reference)
    assert given(client, entry) == [kept_of(reference[-1])]


def test_what_changed_here_is_given_back_changed_and_nothing_else(cast, client, reference):
    kaisa, entry = brought_in(cast, reference)
    actions.change(kaisa, entry, summary=Text(fi="Uusi lause."))
    [now] = given(client, entry)
    was = kept_of(reference[-1])
    place = "serviceDescriptions" if "serviceNames" in was else "serviceChannelDescriptions"
    assert {name for name in was if now[name] != was[name]} == {place, "modified"}
    said = {(one["language"], one["type"]): one["value"] for one in now[place] if one["value"]}
    before = {(one["language"], one["type"]): one["value"] for one in was[place] if one["value"]}
    assert said.pop(("fi", "Summary")) == "Uusi lause."
    before.pop(("fi", "Summary"))
    assert {key: told.strip() for key, told in said.items()} == {key: told.strip() for key, told in before.items()}


def test_what_somebody_adds_to_a_record_is_not_kept(cast):
    thing = {"id": "1", "serviceNames": [{"language": "fi", "type": "Name", "value": "Neuvonta"}], "secret": "x"}
    [record] = importer.records(thing, Lookups())
    assert record["service"]["original"]["record"].keys() == {"id", "serviceNames"}
