"""What waits for whom in bodies, on the page of one's own work."""

from __future__ import annotations

import pytest
from django.utils import translation

from kumppanuus.core.actors import Actor
from kumppanuus.meetings import actions
from kumppanuus.meetings.waiting import waiting_for
from tests.factories import minutes as made_up

pytestmark = pytest.mark.django_db


@pytest.fixture
def world_of_minutes(cast):
    return made_up.minutes(cast)


def told(actor):
    with translation.override("en"):
        return {said.partition(":")[0].partition("?")[0] for said, _address in waiting_for(actor)}


def test_secretary_is_told_of_minutes_to_write_and_requests_to_answer(cast, world_of_minutes):
    assert told(cast.actor("aino")) == {"Minutes to write", "Requests for corrections to answer"}
    actions.answer_correction(cast.actor("aino"), world_of_minutes.correction, accepted=True, answer="Korjattu")
    assert told(cast.actor("aino")) == {"Minutes to write"}


def test_member_is_told_of_the_draft_to_read_and_others_of_nothing(cast, world_of_minutes):
    assert {one.partition(" until")[0] for one in told(cast.actor("bertil"))} == {"Draft minutes to read"}
    assert [told(cast.actor(who)) for who in ("akseli", "cecilia", "dani")] == [set()] * 3
    assert waiting_for(Actor()) == []


def test_call_waits_until_it_is_answered_and_a_proposal_until_it_is(cast, aino, table, meeting):
    bertil = cast.actor("bertil")
    actions.call(aino, meeting)
    proposal = actions.propose(bertil, table, title="Kyläkyydit")
    assert told(bertil) == {"Are you coming"}
    assert "Proposed items that wait for an answer" in told(aino)
    place = meeting.places.get(mandate__person=bertil.person_id)
    actions.answer(bertil, place, coming="yes")
    actions.decline_proposal(aino, proposal, reason="Ei nyt")
    assert told(bertil) == set()
    assert "Proposed items that wait for an answer" not in told(aino)
