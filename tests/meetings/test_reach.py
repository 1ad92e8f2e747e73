"""What minutes reach besides their own page: the search, the site map, a person's own data."""

from __future__ import annotations

import pytest

from kumppanuus.core.actors import Actor
from kumppanuus.meetings import actions, personal, sitemaps
from kumppanuus.search.finding import find
from kumppanuus.search.rebuilding import rebuild
from tests.factories import minutes as made_up

pytestmark = pytest.mark.django_db


@pytest.fixture
def world_of_minutes(cast):
    return made_up.minutes(cast)


def found(actor, words):
    return {(hit.kind, hit.object_id) for hit in find(actor, words, language="fi").hits}


def test_what_approved_minutes_say_is_found_and_drafts_and_closed_ones_are_not(cast, world_of_minutes):
    approved = world_of_minutes.approved.meeting
    rebuild()
    assert ("meetings.meeting", approved.pk) in found(Actor(), "keskusteltiin tiloista")
    closed = ("meetings.meeting", world_of_minutes.closed.meeting_id)
    words = made_up.SECRET_MINUTES
    assert (closed in found(Actor(), words), closed in found(cast.actor("aino"), words)) == (False, True)


def test_site_map_has_public_approved_minutes_only(world_of_minutes):
    told = [tuple(args) for name, args in sitemaps.addresses() if name == "meetings:minutes"]
    assert told == [(world_of_minutes.approved.meeting_id, world_of_minutes.approved.number)]


def test_own_data_tells_what_one_asked_to_be_corrected(cast, world_of_minutes):
    asked = world_of_minutes.correction
    person = asked.mandate.person
    before = [(row["text"], row["accepted"]) for row in personal.collect(person.pk)["corrections"]]
    assert before == [("Nimi on väärin kirjoitettu.", True), (asked.text, None)]
    actions.answer_correction(cast.actor("aino"), asked, accepted=True, answer="Korjattu")
    assert [row["accepted"] for row in personal.collect(person.pk)["corrections"]] == [True, True]
