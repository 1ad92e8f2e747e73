"""Minutes for who sits in a body without an account: by the link in her letter."""

from __future__ import annotations

import re

import pytest

from kumppanuus.bodies import actions as bodies
from kumppanuus.core.actors import Actor
from kumppanuus.links.models import Link
from kumppanuus.meetings import actions
from kumppanuus.meetings.telling import READ
from kumppanuus.notices.models import Delivery
from kumppanuus.notices.rendering import render
from tests.factories import minutes as made_up

pytestmark = pytest.mark.django_db


@pytest.fixture
def sits(cast):
    return made_up.table(cast, open_to="members")


@pytest.fixture
def draft(cast, sits):
    return made_up.opened(cast, made_up.meeting(sits.body))


def address(template="draft"):
    letters = Delivery.objects.filter(template=f"meetings/mail/minutes_{template}", address="nimeton@example.org")
    return re.search(r"/\w\w/minutes/[^/\s]+/", render(letters.latest("pk")).text)[0].replace("/fi/", "/en/")


def test_she_reads_the_draft_asks_for_a_correction_and_is_answered_at_the_same_address(cast, sits, draft, client):
    page = address()
    shown = client.get(page)
    assert (shown.status_code, "Keskusteltiin tiloista." in shown.content.decode()) == (200, True)
    assert 'name="robots" content="noindex"' in shown.content.decode()
    part = draft.parts.filter(item__isnull=False).first()
    assert client.post(page, {"text": "Lisätään ovi.", "part": part.pk}).status_code == 303
    asked = draft.corrections.get()
    assert (asked.text, asked.part, asked.mandate) == ("Lisätään ovi.", part, sits.private)
    assert "Lisätään ovi." in client.get(page).content.decode()
    actions.answer_correction(cast.actor("aino"), asked, accepted=True, answer="Ovi lisätty.")
    assert "Ovi lisätty." in client.get(address("answered")).content.decode()
    assert Link.objects.filter(purpose=READ, target_id=draft.pk).count() == 1
    assert [client.get(f"{page}minutes.{fmt}").status_code for fmt in ("pdf", "docx", "txt")] == [200, 200, 404]


def test_words_that_are_missing_are_asked_for_and_the_part_is_kept(draft, client):
    part = draft.parts.first()
    answer = client.post(address(), {"text": " ", "part": part.pk})
    assert (answer.status_code, f'value="{part.pk}"' in answer.content.decode()) == (422, True)
    assert not draft.corrections.exists()


def test_who_sits_there_no_more_reads_and_asks_nothing(cast, sits, draft, client):
    page = address()
    bodies.end_mandate(cast.actor("aino"), sits.private)
    assert client.post(page, {"text": "Myöhässä"}).status_code == 403
    assert not draft.corrections.exists()


def test_a_link_opens_its_own_minutes_only(cast, sits, draft):
    other = made_up.opened(cast, made_up.meeting(sits.body, -9))
    actor = Actor(link_id=Link.objects.get(purpose=READ, target_id=draft.pk).pk)
    assert [actor.may("meetings.ask_for_correction", one) for one in (draft, other)] == [True, False]
    assert not actor.may("meetings.write", draft)


def test_signed_out_member_is_led_to_signing_in_and_a_stranger_learns_nothing(draft, client):
    real = client.get(f"/en/meetings/{draft.meeting_id}/minutes/1/")
    made = client.get("/en/meetings/999999/minutes/1/")
    assert (real.status_code, made.status_code) == (302, 302)
    assert "next=/en/meetings/" in real.headers["Location"]
