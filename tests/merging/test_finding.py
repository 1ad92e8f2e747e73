"""What is found: names in all their forms, and few that are not the same."""

from __future__ import annotations

import pytest

from kumppanuus.core.texts import Text
from kumppanuus.merging import actions
from kumppanuus.merging.models import Pair
from kumppanuus.organisations import actions as organisations
from kumppanuus.organisations import likeness
from tests.factories.merging import COMMAND, organisation
from tests.factories.services import entry

SAME = [
    ("Kosken Tl:n Eläkeläiset ry", "Koski Tl eläkeläisyhdistys"),
    ("Turun seudun mielenterveysseura r.y.", "Turun Seudun Mielenterveysyhdistys"),
    ("Åbo Svenska Marthaförening r.f.", "Abo svenska marthaförening"),
    ("Omaishoitajat ja läheiset, Turku ry", "Turun omaishoitajat ja läheiset"),
    ("Marttilan Marttayhdistys", "Marttilan Marttayhd."),
    ("Sydänyhdistys Turku", "Turun Sydänyhdistys r.y"),
]
APART = [
    ("Kosken Eläkeläiset", "Marttilan Eläkeläiset"),
    ("Turun Eläkeläiset ry", "Turun Invalidit ry"),
    ("4H-yhdistys 1", "4H-yhdistys 2"),
    ("Kosken Martat", "Kosken Metsästäjät"),
]


@pytest.fixture(params=["voikko", "plain"])
def _both_ways(request, cast, monkeypatch):
    """With Voikko where it is installed, and as where it is not."""
    for kept in (likeness.stem, likeness.read_name, likeness._alike):
        kept.cache_clear()
    likeness._places.clear()
    if request.param == "plain":
        monkeypatch.setattr(likeness, "_voikko", lambda: None)
    yield
    for kept in (likeness.stem, likeness.read_name, likeness._alike):
        kept.cache_clear()
    likeness._places.clear()


@pytest.mark.usefixtures("_both_ways")
def test_names_that_mean_the_same_are_alike():
    found = {pair: likeness.similarity(*map(likeness.read_name, pair)) for pair in SAME}
    assert {pair: score for pair, score in found.items() if score < 0.75} == {}


@pytest.mark.usefixtures("_both_ways")
def test_names_that_mean_others_are_not():
    found = {pair: likeness.similarity(*map(likeness.read_name, pair)) for pair in APART}
    assert {pair: score for pair, score in found.items() if score >= 0.7} == {}


def test_phone_and_website_are_compared_without_their_dress():
    assert likeness.phone_of("+358 (0)40 123 456") == likeness.phone_of("040-123456") == "040123456"
    assert likeness.host_of("https://www.Kerho.example/") == likeness.host_of("kerho.example")


def test_different_numbers_of_one_kind_speak_against(cast):
    area = cast.municipality_a.governs
    organisation("Kosken Omaiset", area, register_number="111.111")
    organisation("Kosken Omaiset ry", area, register_number="222.222")
    assert actions.find(COMMAND, None, what="organisation") == 0


def test_candidates_name_who_could_be_meant(cast):
    area = cast.municipality_a.governs
    row = organisation("Koski Tl:n omaisyhdistys", area, business_id="1234567-1")
    by_name = likeness.candidates("Kosken Omaisyhdistys ry", area)
    by_number = likeness.candidates("Aivan muu", business_id="FI12345671")
    assert [(one.organisation, one.likeness.reasons) for one in by_name] == [(row, ("name", "place"))]
    assert [(one.organisation, one.likeness.score) for one in by_number] == [(row, 1.0)]


def test_entries_of_two_organisations_need_a_shared_contact(cast):
    area = cast.municipality_a.governs
    one, two = organisation("Kerho", area), organisation("Seurakunta", area)
    place = {"area": area, "address": ""}
    entry(one, area, name=Text(fi="Ruoka-apu"), contacts=[{"phone": "02 555 0166"}], place=place)
    entry(two, area, name=Text(fi="Ruoka-apu"), contacts=[{"phone": "02 555 0177"}], place=place)
    assert actions.find(COMMAND, None, what="entry") == 0
    entry(two, area, name=Text(fi="Ruoka-apu Koski"), contacts=[{"phone": "+358 2 5550166"}], place=place)
    assert actions.find(COMMAND, None, what="entry") == 2


def test_look_around_a_changed_one_finds_what_a_whole_look_finds(cast):
    area = cast.municipality_a.governs
    one = organisation("Kosken Omaiset ry", area)
    two = organisation("Aivan muu", area)
    organisations.change(COMMAND, two, name=Text(fi="Koski Tl:n omaiset"))
    assert actions.find(COMMAND, None, what="organisation", around=[two.pk]) == 1
    assert Pair.objects.get().one_id == one.pk
    organisations.change(COMMAND, two, name=Text(fi="Aivan muu"))
    actions.find(COMMAND, None, what="organisation", around=[two.pk])
    assert Pair.objects.count() == 0
