"""Entries in the index: what of them is found, and that what changes is found at once."""

from __future__ import annotations

import pytest
from django.http import QueryDict

from kumppanuus.activity import actions as activity
from kumppanuus.core.actors import Actor, system
from kumppanuus.core.texts import Text
from kumppanuus.search.finding import find
from kumppanuus.search.models import Waiting
from kumppanuus.search.rebuilding import rebuild
from kumppanuus.services import actions
from kumppanuus.services.filters import DirectoryFilter
from kumppanuus.services.filters import find as listed
from kumppanuus.services.models import Service
from kumppanuus.services.search import sources
from tests.factories import services as made_up

pytestmark = pytest.mark.django_db
BERTIL = "bertil"


def titles(words: str, actor: Actor | None = None) -> list[str]:
    return [str(hit.title) for hit in find(actor or Actor(), words, kinds=["services.service"]).hits]


@pytest.fixture
def entry(cast, django_capture_on_commit_callbacks):
    made_up.entry(cast.ngo_b, cast.municipality_b.governs, name=Text(fi="Kutomakerho"))
    rebuild()
    with django_capture_on_commit_callbacks(execute=True):
        return made_up.entry(cast.ngo_a, cast.municipality_a.governs, name=Text(fi="Velkaneuvonta"))


def test_a_saved_entry_is_found_at_once(entry) -> None:
    assert (titles("velkaneuvontaa"), Waiting.objects.count()) == (["Velkaneuvonta"], 0)


def test_a_changed_entry_is_found_by_its_new_name_and_not_by_the_old_one(
    entry, cast, django_capture_on_commit_callbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        actions.change(cast.actor(BERTIL), entry, name=Text(fi="Talousapu"))
    assert (titles("talousapu"), titles("velkaneuvonta")) == (["Talousapu"], [])


def test_an_ended_entry_is_not_found(entry, cast, django_capture_on_commit_callbacks) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        actions.end(cast.actor(BERTIL), entry)
    assert titles("velkaneuvonta") == []


def test_a_draft_is_found_by_members_of_its_organisation_alone(entry, cast, django_capture_on_commit_callbacks) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        actions.create(cast.actor(BERTIL), cast.ngo_a, kind="event", name=Text(fi="Salainen juhla"))
    assert titles("salainen juhla") == []
    assert titles("salainen juhla", cast.actor(BERTIL)) == ["Salainen juhla"]
    assert titles("salainen juhla", cast.actor("beata")) == []


def test_content_removed_for_good_leaves_the_index(entry, django_capture_on_commit_callbacks) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        actions.change(system("command"), entry, description=Text(fi="Kirjoittaja on Matti Meikäläinen"))
    assert titles("meikäläinen") == ["Velkaneuvonta"]
    with django_capture_on_commit_callbacks(execute=True):
        activity.redact(system("command"), Service.objects.get(pk=entry.pk), field="description", reason="Pyyntö")
    assert titles("meikäläinen") == []


def test_the_directory_finds_by_the_words_of_people(entry) -> None:
    wanted = DirectoryFilter(QueryDict("q=velkaneuvojalle"))
    assert list(listed(wanted).ids) == [entry.pk]
    assert [str(one.name) for one in wanted.narrow(Service.objects.listed())] == ["Velkaneuvonta"]


def test_every_place_of_an_entry_is_told_to_search_exact_ones_first(cast):
    koski, marttila = cast.municipality_a.governs, cast.municipality_b.governs
    entry = made_up.entry(cast.ngo_a, koski)
    actions.set_place(made_up.TESTS, entry, area=marttila, name=Text(fi="Tupa"), lon=23.0, lat=60.5)
    (found,) = sources([entry.pk])
    assert (found.point, found.further) == ((23.0, 60.5), [(koski.lon, koski.lat)])
