"""What an organisation says of itself."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone, translation

from kumppanuus.core.actors import Actor
from kumppanuus.core.texts import Text
from kumppanuus.organisations import actions
from kumppanuus.organisations.models import Membership, Organisation, roles_of
from tests.factories import organisations as make
from tests.factories import people


@pytest.mark.parametrize(
    ("name", "language"),
    [
        (Text(fi="Kosken Seura ry"), "fi"),
        (Text(fi="Kosken Seura ry", sv="Forsföreningen rf"), "fi"),
        (Text(sv="Sagostugan"), "sv"),
        (Text(fi="Sagostugan rf"), "sv"),
        (Text({"fi": "Paraisten kaupunki", "sv": "Pargas stad", "_original": "sv"}), "sv"),
        (Text(en="Open Table"), "fi"),
        (Text(), "fi"),
    ],
)
def test_mail_language_is_that_of_the_organisations_own_name(name, language):
    assert Organisation(name=name).mail_language == language


def test_roles_are_those_of_memberships_in_force_today(db):
    """The short query of every request says the same as the memberships."""
    today, day = timezone.localdate(), dt.timedelta(days=1)
    someone = people.person("Reijo")
    made = {
        name: make.member(someone, make.organisation(name), role, start=start, end=end)
        for name, role, start, end in (
            ("Tänään alkava", "editor", today, None),
            ("Tänään päättyvä", "admin", today - day, today),
            ("Eilen päättynyt", "admin", today - 2 * day, today - day),
            ("Huomenna alkava", "admin", today + day, None),
        )
    }
    current = Membership.objects.current().filter(person=someone)
    assert {m.organisation_id: {m.role} for m in current} == roles_of(Actor(person_id=someone.pk))
    assert set(roles_of(Actor(person_id=someone.pk))) == {
        made["Tänään alkava"].organisation_id,
        made["Tänään päättyvä"].organisation_id,
    }


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "order"),
    [("fi", ["Aalto", "Mylly", "Öljy"]), ("sv", ["Aalto", "Mylly", "Öljy"]), ("en", ["Mylly", "Aalto", "Öljy"])],
)
def test_organisations_stand_in_the_order_of_the_names_that_are_shown(language, order):
    names = (Text(fi="Mylly", sv="Åkvarnen", en="A mill"), Text(fi="Aalto"), Text(fi="Öljy", sv="äldreolja"))
    for name in names:
        actions.create(make.TESTS, None, name=name, kind="association")
    with translation.override(language):
        assert [row.name["fi"] for row in Organisation.objects.in_reading_order()] == order
