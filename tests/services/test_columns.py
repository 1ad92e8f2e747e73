"""The directory as a table: what goes out can be read back in."""

from __future__ import annotations

import pytest

from kumppanuus.services.columns import BAR, BY_KEY, FIELDS, READ, export_columns, whole
from kumppanuus.services.imports.lookups import Lookups, NotUnderstood
from kumppanuus.services.models import Service
from tests.factories import services as made_up

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry(cast):
    return made_up.entry(cast.ngo_a, cast.municipality_a.governs, by=cast.actor("bertil"))


def test_columns_are_called_by_different_names():
    assert len(BY_KEY) == len(FIELDS) == len(export_columns())


def test_columns_tell_the_entry(entry):
    row = whole(Service.objects.all()).get()
    told = {column.key: column.value(row) for column in export_columns()}
    assert {key: told[key] for key in ("kind", "name_fi", "areas", "phone", "schedules", "languages", "street")} == {
        "kind": "peer_group",
        "name_fi": "Leskien kahvit",
        "areas": "Koski Tl",
        "phone": "02 555 0101",
        "schedules": "WEEKLY TU 10:00-12:00",
        "languages": "fi",
        "street": "Keskustie 4",
    }


def test_columns_cost_as_many_queries_for_three_entries(entry, cast, django_assert_num_queries):
    def all_told():
        return [[column.value(row) for column in export_columns()] for row in whole(Service.objects.all())]

    with django_assert_num_queries(7):
        all_told()
    for _n in range(2):
        made_up.entry(cast.ngo_a, cast.municipality_a.governs)
    with django_assert_num_queries(7):
        assert len(all_told()) == 3


def test_columns_are_read_back_as_they_went_out(entry):
    known, row = Lookups(), whole(Service.objects.all()).get()
    for field in READ:
        told = str(field.value(row) or "")
        for part in told.split(BAR) if field.slot.startswith(("service.places", "service.contacts")) else [told]:
            if part:
                field.parse(part, known)
    assert BY_KEY["areas"].parse("Koski Tl; Varsinais-Suomi", known) == sorted(
        [known.municipality("284"), known.wider["varsinais-suomi"]]
    )


@pytest.mark.parametrize("words", ["Karinainen", "Pöytyä", "636"])
def test_municipalities_of_today_and_before_are_known(cast, words):
    known = Lookups()
    assert known.areas[known.municipality("Koski Tl")].slug == "koski-tl"
    if words != "Karinainen":
        assert known.areas[known.municipality(words)].code == "636"


@pytest.mark.parametrize(
    ("key", "words"), [("areas", "Ankkalinna"), ("kind", "tanssi"), ("ends_on", "30.2.2026"), ("email", "a@b"),
        ("postal_code", "3150O"), ("schedules", "WEEKLY XX"), ("website", "ei ole"), ("without_referral", "ehkä")]
)  # fmt: skip
def test_what_cannot_be_is_not_understood(cast, key, words):
    with pytest.raises(NotUnderstood):
        BY_KEY[key].parse(words, Lookups())
