from __future__ import annotations

import pytest

from kumppanuus.questionnaires import actions, sitemaps
from tests.factories import questionnaires as made_up

pytestmark = pytest.mark.django_db
BASE = "/api/v1/questionnaires"


def test_api_gives_published_checklists_in_all_languages(cast, client):
    made_up.shipped()
    made_up.draft(cast.actor("kaisa"), cast.space)
    found = client.get(f"{BASE}/checklists").json()
    assert [(one["slug"], one["source_status"], one["version"]) for one in found] == [
        ("core-nine", "ours", 1),
        ("kanta-hame-known", "partly-known", 1),
        ("meri-lappi-five", "published", 1),
        ("pohjois-pohjanmaa-seven", "published", 1),
    ]
    assert [sorted(one["title"]) for one in found] == [["en", "fi", "sv"]] * 4


def test_api_gives_every_published_version_and_no_draft(cast, client):
    kaisa = cast.actor("kaisa")
    first = made_up.published(kaisa, cast.space)
    slug = first.questionnaire.slug
    actions.publish(kaisa, actions.draft(kaisa, first.questionnaire), note_text=made_up.three("Again"))
    actions.draft(kaisa, first.questionnaire)
    found = client.get(f"{BASE}/checklists/{slug}").json()
    assert [(one["number"], one["status"]) for one in found["versions"]] == [(2, "published"), (1, "superseded")]
    version = client.get(f"{BASE}/checklists/{slug}/versions/1").json()
    assert [[item["code"] for item in theme["items"]] for theme in version["themes"]] == [["1", "2"], ["3"]]
    assert client.get(f"{BASE}/checklists/{slug}/versions/3").status_code == 404


def test_api_joins_items_through_the_bank(cast, client):
    made_up.shipped()
    found = {one["slug"]: one["items"] for one in client.get(f"{BASE}/bank-items").json()}
    assert [(one["checklist"], one["code"]) for one in found["contact-person"]] == [
        ("core-nine", "4"),
        ("kanta-hame-known", "7"),
        ("meri-lappi-five", "1"),
        ("pohjois-pohjanmaa-seven", "3"),
    ]


def test_addresses_name_public_pages_only(cast):
    version = made_up.published(cast.actor("kaisa"), cast.space)
    made_up.draft(cast.actor("kaisa"), cast.space)
    slug = version.questionnaire.slug
    assert list(sitemaps.addresses()) == [
        ("questionnaires:list", []),
        ("questionnaires:bank", []),
        ("questionnaires:questionnaire", [slug]),
        ("questionnaires:version", [slug, 1]),
    ]
