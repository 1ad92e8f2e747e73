from __future__ import annotations

import pytest

from kumppanuus.core.actors import Actor
from kumppanuus.places.models import Area, folded
from tests.factories import places as factory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("words", "slugs"),
    [
        ("koski", ["koski-tl"]),
        ("Åbo", ["turku"]),
        ("abo", ["turku"]),
        ("  TURKU ", ["turku"]),
        ("853", ["turku"]),
        ("Kerimäki", ["savonlinna"]),
        ("kerim", ["savonlinna"]),
        ("246", ["savonlinna"]),
        ("lahti", ["lahti"]),
        ("omussal", ["suomussalmi"]),
        ("xyzzy", []),
    ],
)
def test_matching_finds_by_any_name_or_code(words: str, slugs: list[str]) -> None:
    factory.areas()
    assert [area.slug for area in Area.objects.matching(words)] == slugs


@pytest.mark.parametrize(
    ("words", "slug"),
    [("Nastola", "lahti"), ("532", "lahti"), ("Pargas", "parainen"), ("ii", "ii"), ("091", "helsinki")],
)
def test_exactly_gives_the_one_that_is_called_so(words: str, slug: str) -> None:
    factory.areas()
    found = Area.objects.exactly(words)
    assert found is not None
    assert found.slug == slug


def test_exactly_gives_none_when_it_is_not_clear() -> None:
    factory.areas()
    assert Area.objects.exactly("pyhä") is None


def test_by_code_follows_mergers_and_missing_noughts() -> None:
    factory.areas()
    assert str(Area.objects.by_code("254").sort_name) == "Sastamala"  # type: ignore[union-attr]
    assert str(Area.objects.by_code("5").sort_name) == "Alajärvi"  # type: ignore[union-attr]
    assert Area.objects.by_code("000") is None


def test_folded_drops_marks_and_case() -> None:
    assert folded("  Pöytyä  KUNTA ") == "poytya kunta"


def test_areas_are_visible_to_everybody() -> None:
    factory.areas()
    visitor = Actor()
    assert Area.objects.visible_to(visitor).count() == 351
    assert visitor.may("places.view_area", Area.objects.first())
