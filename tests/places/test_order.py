"""Lists of areas stand in the order of the reader's alphabet."""

from __future__ import annotations

import pytest
from django import forms
from django.test import Client
from django.utils import translation

from kumppanuus.core.texts import Text
from kumppanuus.places.models import Area
from kumppanuus.places.order import AreaChoices, in_reading_order
from tests.factories import building
from tests.factories import organisations as made_up

TOWNS = [("Aura", "Aura"), ("Maarianhamina", "Mariehamn"), ("Turku", "Åbo"), ("Äänekoski", "Äänekoski")]


def town(fi: str, sv: str, **fields: object) -> Area:
    made = made_up.municipality(fi, **fields)
    with building():
        made.name = Text(fi=fi, sv=sv)
        made.save()
    return made


def named(areas: list[Area], language: str) -> list[str]:
    with translation.override(language):
        return [str(area) for area in in_reading_order(areas)]


def test_in_reading_order_follows_the_readers_names_with_the_last_letters_last() -> None:
    pairs = [("Öja", "Öja"), ("Turku", "Åbo"), ("Äetsä", "Äetsä"), ("Eurajoki", "Euraåminne"), ("Zé", "Zé")]
    areas = [Area(name=Text(fi=fi, sv=sv)) for fi, sv in pairs]
    assert named(areas, "fi") == ["Eurajoki", "Turku", "Zé", "Äetsä", "Öja"]
    assert named(areas, "sv") == ["Euraåminne", "Zé", "Åbo", "Äetsä", "Öja"]


@pytest.mark.django_db
def test_area_choices_are_in_reading_order_in_one_query(django_assert_num_queries) -> None:
    for fi, sv in TOWNS:
        town(fi, sv)
    field = forms.ModelChoiceField(Area.objects.none(), empty_label="-")
    field.iterator = AreaChoices
    field.queryset = Area.objects.municipalities()
    with translation.override("sv"), django_assert_num_queries(1):
        assert [label for _value, label in field.choices] == ["-", "Aura", "Mariehamn", "Åbo", "Äänekoski"]


@pytest.mark.django_db
def test_region_page_lists_its_municipalities_in_the_readers_order(client: Client) -> None:
    region = made_up.municipality("Alue", kind="region", slug="alue")
    for fi, sv in TOWNS[::-1]:
        town(fi, sv, region=region)
    members = client.get("/sv/areas/alue/").context["members"]
    assert [one.name["fi"] for one in members] == ["Aura", "Maarianhamina", "Turku", "Äänekoski"]
