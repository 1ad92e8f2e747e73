"""What an entry's pages tell of what is around it: others at its place, languages, outputs of its organisation."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from kumppanuus.core.texts import Text
from kumppanuus.links import actions as links
from kumppanuus.places.models import Area
from kumppanuus.services import actions
from kumppanuus.services.actions.checks import CORRECT
from kumppanuus.services.themes import languages_around, spaces_around
from kumppanuus.spaces import actions as spaces
from tests.factories import services as made_up
from tests.factories.services import _soon

pytestmark = pytest.mark.django_db
TOLD = "2 other entries are at this place"


@pytest.fixture
def area(cast):
    return cast.municipality_a.governs


@pytest.fixture
def shared(cast, area):
    """Three entries of Bertil's at one place."""
    first = made_up.entry(cast.ngo_a, area, by=cast.actor("bertil"))
    place = first.places.get().location
    for name in ("Toinen", "Kolmas"):
        one = made_up.entry(cast.ngo_a, area, by=cast.actor("bertil"), name=Text(fi=name), place=None)
        actions.set_place(cast.actor("bertil"), one, location=place)
    return first


@pytest.fixture
def bertil(cast):
    made = Client()
    made.force_login(cast.people["bertil"], backend="allauth.account.auth_backends.AuthenticationBackend")
    return made


def test_whoever_changes_corrects_or_suggests_a_place_reads_how_many_entries_change_with_it(shared, cast, bertil):
    at = shared.places.get()
    more = {"expires_at": _soon(), "organisation_id": cast.ngo_a.pk}
    _link, token, _code = links.make(made_up.TESTS, shared, purpose=CORRECT, **more)
    line = f"place:{at.pk}"
    pages = {
        "change": reverse("services:change_place", args=[shared.slug, at.pk]),
        "correct": reverse("services:correct_line", args=[token, line]),
        "suggest": reverse("services:suggest_line", args=[shared.slug, line]),
    }
    assert {name: TOLD in bertil.get(path).content.decode() for name, path in pages.items()} == dict.fromkeys(
        pages, True
    )
    other = reverse("services:correct_line", args=[token, "summary"])
    assert TOLD not in bertil.get(other).content.decode()


def test_whoever_decides_on_a_suggested_place_reads_it_too(shared, cast, bertil):
    line = f"place:{shared.places.get().pk}"
    actions.suggest(cast.actor("dani"), shared, line=line, values={"address": "Uusitie 1"}, email="a@example.org")
    assert bertil.get(reverse("services:suggestions")).content.decode().count(TOLD) == 1


def test_languages_of_an_entry_are_those_of_the_spaces_around_it(cast, area, bertil):
    entry = made_up.entry(cast.ngo_a, area, by=cast.actor("bertil"))
    page = reverse("services:languages", args=[entry.slug])
    spaces.change(cast.actor("kaisa"), cast.space, languages=["uk", "fi", "se"])
    assert languages_around(entry) == ["fi", "se", "uk"]
    heads = bertil.get(page).content.decode().split("<thead>")[1].split("</thead>")[0]
    assert [name in heads for name in ("Finnish", "Northern Sámi", "Ukrainian", "Swedish", "English")] == [
        *(True, True, True),
        *(False, False),
    ]


def test_spaces_are_around_by_their_municipality_region_set_and_country(cast, area):
    entry = made_up.entry(cast.ngo_a, area, by=cast.actor("bertil"))

    def space(slug: str, of: Area):
        return spaces.create(made_up.TESTS, None, slug=slug, name=Text(fi=slug), operator=cast.space.operator, area=of)

    mine = space("kunta", area)
    nation = space("maa", Area.objects.get(kind="country"))
    space("muualla", Area.objects.municipalities().exclude(region=area.region).first())
    assert spaces_around(entry) == [cast.space, mine, nation]


def test_an_organisation_s_page_leads_to_its_entries_in_every_form(cast, area, client):
    page = cast.ngo_a.get_absolute_url()
    assert "Take these entries along" not in client.get(page).content.decode()
    made_up.entry(cast.ngo_a, area, by=cast.actor("bertil"))
    told = client.get(page).content.decode()
    slug = cast.ngo_a.slug
    paths = [
        f"/en/organisations/{slug}/calendar.ics",
        f"/en/organisations/{slug}/ptv.json",
        f"/en/directory/feed.xml?organisation={slug}",
        *(f"/en/directory/list.{fmt}?organisation={slug}" for fmt in ("csv", "xlsx", "json")),
        f"/api/hsds/organizations/{cast.ngo_a.uuid}?full_service=true",
    ]
    assert [path for path in paths if f'href="{path}"' not in told] == []
    assert [client.get(path).status_code for path in paths] == [200] * len(paths)
