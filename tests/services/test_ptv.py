"""Entries as records of the Finnish Service Catalogue, written here and read by our own importer."""

from __future__ import annotations

import pytest

from kumppanuus.core.texts import Text
from kumppanuus.services import ptv
from kumppanuus.services.imports import ptv as importer
from kumppanuus.services.imports.lookups import Lookups
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
