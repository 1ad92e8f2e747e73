from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from kumppanuus.core.texts import Text
from kumppanuus.services import actions
from tests.factories import services

pytestmark = pytest.mark.django_db


def named(organisation, area, by, name: str, **more):
    return services.entry(organisation, area, by=by, name=Text(fi=name), **more)


def contacts(area) -> str:
    return Client().get(reverse("organisations:contacts"), {"area": area.slug}).content.decode()


def test_what_ngos_do_in_public_rooms_stands_beside_the_contact_persons(cast):
    area, elsewhere = cast.municipality_a.governs, cast.municipality_b.governs
    bertil = cast.actor("bertil")
    entry = named(cast.ngo_a, area, bertil, "Verenpaineet aulassa")
    actions.set_place(bertil, entry, area=area, address="Sairaalantie 2", host=cast.municipality_a)
    own = named(cast.ngo_a, area, bertil, "Omassa tuvassa")
    actions.set_place(bertil, own, area=area, address="Kylätie 1")
    assert ("Verenpaineet aulassa" in contacts(area), "Omassa tuvassa" in contacts(area)) == (True, False)
    assert "Verenpaineet aulassa" not in contacts(elsewhere)


def test_a_draft_in_public_rooms_is_not_told(cast):
    area, bertil = cast.municipality_a.governs, cast.actor("bertil")
    entry = named(cast.ngo_a, area, bertil, "Kesken oleva", published=False)
    actions.set_place(bertil, entry, area=area, address="Sairaalantie 2", host=cast.municipality_a)
    assert "Kesken oleva" not in contacts(area)


def test_public_services_in_rooms_of_ngos_are_told_apart(cast):
    area, aino = cast.municipality_a.governs, cast.actor("aino")
    entry = named(cast.municipality_a, area, aino, "Neuvonta kylätuvalla")
    actions.set_place(aino, entry, area=area, address="Kylätie 1", host=cast.ngo_a)
    page = contacts(area)
    assert page.index("Public services that come to rooms of NGOs") < page.index("Neuvonta kylätuvalla")
