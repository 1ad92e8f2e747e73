"""A place that somebody writes: what is understood, and that nobody's door is told."""

from __future__ import annotations

import pytest

from kumppanuus.search.asking import Asked
from kumppanuus.search.nearby import nearby
from tests.factories import services

pytestmark = pytest.mark.django_db


@pytest.fixture
def koski(cast):
    return cast.municipality_a.governs


@pytest.mark.parametrize(
    "words", ["Koski Tl", "koski tl", "Keskustie 4, 31500 Koski Tl", "Keskustie 4 Koski Tl", "koski-tl"]
)
def test_a_municipality_and_an_address_are_understood(koski, words):
    found = nearby(words)
    assert (found.words, found.point, found.exact) == ("koski-tl", (koski.lon, koski.lat), False)


@pytest.mark.parametrize("words", ["", "Ei Missään", "99999", "12", "91.0, 23.0", "48.85, 2.35", "a\x00", "," * 90])
def test_what_is_no_place_here_is_nothing(koski, words):
    assert nearby(words) is None


def test_a_postal_code_is_the_middle_of_the_places_that_have_it(koski, cast):
    assert nearby("31500") is None
    services.entry(cast.ngo_a, koski)
    assert nearby("31500").point == (koski.lon, koski.lat)


def test_somebody_s_own_point_is_looked_at_to_about_a_kilometre():
    found = nearby("60.654321, 23.141592")
    assert (found.words, found.point, found.exact) == ("60.65, 23.14", (23.14, 60.65), True)


def test_a_distance_needs_a_place_that_is_known(koski):
    asked = Asked({"q": "kahvit", "near": "Ei Missään", "within": "10", "sort": "near"})
    assert (asked.within, asked.nearest_first, asked.query()) == ("", False, "q=kahvit")
    asked = Asked({"q": "kahvit", "near": "Koski Tl", "within": "10", "sort": "near"})
    assert asked.query() == "q=kahvit&near=koski-tl&within=10&sort=near"
    assert Asked({"near": "Koski Tl", "within": "7"}).query() == "near=koski-tl"
