"""Who offers nothing where: any classification, wider areas and narrower terms counted where they belong."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from kumppanuus.core.texts import Text
from kumppanuus.places.models import Area, AreaKind
from kumppanuus.services import actions
from kumppanuus.services.views import gaps
from tests.factories import services as made_up

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_kept():
    cache.clear()


def asked(**query: str):
    return Client().get(reverse("services:gaps"), query).context


def numbers(context, area) -> dict[str, int]:
    row = next(one for one in context["rows"] if one.area == area)
    return dict(zip((one.code for one in context["themes"]), row.numbers, strict=True))


def test_a_narrower_class_counts_once_in_the_wider_one(cast):
    here = cast.municipality_a.governs
    wide = made_up.term("target_group", "KR1", "Kansalaiset")
    old, young = (made_up.term_below(wide, code, code) for code in ("KR1.1", "KR1.2"))
    for terms in ([old, young], [wide, old], [young]):
        made_up.entry(cast.ngo_a, here, terms=terms)
    found = numbers(asked(by="target_group", area=here.region.slug), here)
    assert (found["KR1"], found["KR1.1"], found["KR1.2"]) == (3, 2, 2)


def test_an_entry_of_the_region_and_of_the_country_counts_in_each_municipality(cast):
    here = cast.municipality_a.governs
    theme = made_up.term("theme", "mind", "Mieli")
    for area in (here.region, Area.objects.get(kind=AreaKind.COUNTRY)):
        made_up.entry(cast.ngo_a, area, terms=[theme], place=None)
    context = asked(area=here.region.slug)
    assert {row.numbers[context["themes"].index(theme)] for row in context["rows"]} == {2}


def test_a_tile_leads_to_what_the_directory_has_there(cast):
    here, theme = cast.municipality_a.governs, made_up.term("theme", "mind", "Mieli")
    listed = reverse("services:services")
    assert asked(area=here.region.slug)["map"].values[here.pk].url == f"{listed}?area={here.slug}"
    one = asked(area=here.region.slug, theme=theme.code)["map"].values[here.pk].url
    assert one == f"{listed}?area={here.slug}&term=theme%3Amind"
    assert Client().get(one).context["wanted"].chosen["term"] == ["theme:mind"]


def test_a_long_classification_shows_its_top_level(cast, monkeypatch):
    monkeypatch.setattr(gaps, "MOST_COLUMNS", 1)
    here = cast.municipality_a.governs
    wide = made_up.term("service_class", "P1", "Terveys")
    made_up.entry(cast.ngo_a, here, terms=[made_up.term_below(wide, "P1.1", "Kuntoutus")])
    context = asked(by="service_class", area=here.region.slug)
    assert "P1.1" not in [one.code for one in context["themes"]]
    assert numbers(context, here)["P1"] == 1


def test_a_spaces_own_themes_are_counted_and_a_change_shows_at_once(cast, django_capture_on_commit_callbacks):
    kaisa, here = cast.actor("kaisa"), cast.municipality_a.governs
    own = actions.add_theme(kaisa, cast.space, name=Text(fi="Suru"))
    made_up.entry(cast.ngo_a, here, terms=[own])
    context = asked(by=own.scheme, theme=own.code, area=here.region.slug)
    assert context["chosen"] == own
    assert numbers(context, here) == {own.code: 1}
    with django_capture_on_commit_callbacks(execute=True):
        actions.change_theme(kaisa, own, name=Text(fi="Kuolema"))
    assert [str(one) for one in asked(by=own.scheme, area=here.region.slug)["themes"]] == ["Kuolema"]


def test_what_is_not_listed_is_not_counted(cast):
    here, theme = cast.municipality_a.governs, made_up.term("theme", "mind", "Mieli")
    made_up.entry(cast.ngo_a, here, terms=[theme], published=False)
    assert numbers(asked(area=here.region.slug), here)["mind"] == 0


def test_an_unknown_classification_is_left_out(cast):
    assert asked(by="nonsense")["scheme"] == "theme"
