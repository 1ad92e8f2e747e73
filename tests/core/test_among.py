"""The lookup `among`."""

from __future__ import annotations

import pytest

from kumppanuus.places.models import Area
from tests.factories import building

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("number", [0, 1, 40])
def test_among_finds_what_in_finds(number: int):
    with building():
        for n in range(50):
            Area.objects.create(kind="municipality", code=f"x{n}", slug=f"x{n}", name=f"X {n}", sort_name=f"x {n}")
    ids = list(Area.objects.filter(code__startswith="x").order_by("sort_name").values_list("pk", flat=True)[:number])
    assert list(Area.objects.filter(pk__among=ids).order_by("sort_name").values_list("pk", flat=True)) == ids


def test_among_takes_what_can_be_gone_through_once():
    with building():
        area = Area.objects.create(kind="municipality", code="x", slug="x", name="X", sort_name="x")
    assert Area.objects.filter(pk__among={area.pk: 0.5, 2**62: 1.0}).count() == 1
