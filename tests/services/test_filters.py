"""One filter for page, feed and file: what it lets through, and what it counts."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kumppanuus.core.actors import system
from kumppanuus.core.texts import Text
from kumppanuus.services import actions, filters
from kumppanuus.services.filters import Counted, DirectoryFilter, count, find
from kumppanuus.services.models import Service
from tests.factories import services as made_up

pytestmark = pytest.mark.django_db


@pytest.fixture
def three(cast):
    """Coffee (Koski, mind), a walk (Marttila, free), a remote group (the whole region, without referral no)."""
    a, b = cast.municipality_a.governs, cast.municipality_b.governs
    mind = made_up.term("theme", "mind", "Mieli")
    housing = made_up.term("service_class", "P1", "Asuminen")
    renting = made_up.term_below(housing, "P1.1", "Vuokra-asuminen")
    made_up.entry(cast.ngo_a, a, name=Text(fi="Kahvit"), terms=[mind, renting, housing])
    made_up.entry(cast.ngo_b, b, name=Text(fi="Lenkki"), kind="activity", price_kind="free", place=None)
    made_up.entry(
        cast.ngo_b,
        a.region,
        name=Text(fi="Etäryhmä"),
        place=None,
        attendance="both",
        without_referral=False,
        terms=[mind, renting],
    )
    return a, b


def names(query: str) -> list[str]:
    found = DirectoryFilter(QueryDict(query)).narrow(Service.objects.listed())
    return [str(one.name) for one in found]


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("", ["Etäryhmä", "Kahvit", "Lenkki"]),
        ("q=LENK", ["Lenkki"]),
        ("kind=activity&kind=event", ["Lenkki"]),
        ("price=free", ["Lenkki"]),
        ("attendance=remote", ["Etäryhmä"]),
        ("referral=no", ["Kahvit", "Lenkki"]),
        ("right=yes", ["Etäryhmä", "Kahvit", "Lenkki"]),
        ("term=theme:mind", ["Etäryhmä", "Kahvit"]),
        ("term=service_class:P1", ["Etäryhmä", "Kahvit"]),
        ("term=theme:mind&term=accessibility:step_free", ["Kahvit"]),
        ("term=theme:nothing&price=dear&kind=%00", ["Etäryhmä", "Kahvit", "Lenkki"]),
    ],
)
def test_narrow_by_each_filter(three, query, wanted):
    assert names(query) == wanted


def test_narrow_by_a_municipality_takes_wider_areas_along(three):
    a, b = three
    assert names(f"area={a.slug}") == ["Etäryhmä", "Kahvit"]
    assert names(f"area={b.slug}") == ["Etäryhmä", "Lenkki"]
    assert names(f"area={a.region.slug}") == ["Etäryhmä", "Kahvit", "Lenkki"]


def test_count_tells_what_each_further_choice_leaves(three):
    found = find(DirectoryFilter({}))
    counted = found.counted
    keys = ("kind:peer_group", "price:free", "attendance:remote", "attendance:on_site", "referral:no", "right:yes")
    assert {key: counted.by.get(key) for key in keys} == {
        "kind:peer_group": 2,
        "price:free": 1,
        "attendance:remote": 1,
        "attendance:on_site": 3,
        "referral:no": 2,
        "right:yes": 3,
    }
    assert (counted.total, counted.over) == (3, False)


def test_count_of_a_class_counts_an_entry_in_its_sub_classes_once(three):
    assert count(Service.objects.listed())["term:service_class:P1"] == 2


def test_count_agrees_with_narrow_for_every_choice(three):
    wrong = {}
    for key, number in count(Service.objects.listed()).items():
        name, _colon, value = key.partition(":")
        if value and len(names(f"{name}={value}")) != number:
            wrong[key] = (number, names(f"{name}={value}"))
    assert wrong == {}


def test_drafts_and_ended_entries_are_in_no_list(cast, three):
    actions.end(made_up.TESTS, Service.objects.get(slug="lenkki"))
    made_up.entry(cast.ngo_a, three[0], name=Text(fi="Luonnos"), published=False)
    assert names("") == ["Etäryhmä", "Kahvit"]


def test_a_directory_too_large_to_count_tells_the_totals_of_the_clock(three, monkeypatch):
    monkeypatch.setattr(filters, "MOST", 2)
    assert find(DirectoryFilter({})).counted == Counted(2, True, {})
    actions.recount(system("clock"), None)
    cache.clear()
    whole = find(DirectoryFilter({}))
    assert (len(whole.ids), whole.counted) == (2, Counted(3, False, count(Service.objects.listed())))
    assert find(DirectoryFilter({"right": "yes"})).counted == Counted(2, True, {})


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from(["q", "area", "kind", "term", "price", "organisation"]), st.text(max_size=60)))
def test_filter_takes_any_words(db, given_):
    wanted = DirectoryFilter(given_)
    assert len(list(wanted.narrow(Service.objects.listed()))) == 0
    assert DirectoryFilter(QueryDict(wanted.query())).query() == wanted.query()
