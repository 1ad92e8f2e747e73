"""What followers get, through a real SMTP server."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.test import Client
from django.utils import timezone

from kumppanuus.activity.models import Event
from kumppanuus.bodies.models import Body
from kumppanuus.core.texts import Text
from kumppanuus.following import actions
from kumppanuus.following.models import Follow
from kumppanuus.following.telling import tell_followers
from kumppanuus.meetings import actions as meetings
from kumppanuus.notices import sending
from kumppanuus.notices.models import Delivery, State
from tests.factories import building, people
from tests.factories.bodies import bodies
from tests.factories.meetings import planned
from tests.factories.organisations import member

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(cast):
    found = bodies(cast, cast.municipality_a.governs, cast.municipality_b.governs)
    with building():
        Delivery.objects.all().delete()  # letters to those who were appointed
    return found


def tell(*names: str) -> None:
    for event in Event.objects.filter(name__in=names).order_by("pk"):
        tell_followers(event)


def digests() -> int:
    sending.make_digests(timezone.now() + dt.timedelta(days=8))
    return sending.send_due()


def text_of(mail) -> str:
    return mail.get_body(("plain",)).get_content()


def way_out(mail) -> str:
    assert mail["list-unsubscribe-post"] == "List-Unsubscribe=One-Click"
    return re.fullmatch(r"<http://127\.0\.0\.1:8000(/[^>]+)>", mail["list-unsubscribe"].strip()).group(1)


def test_one_digest_in_the_own_language_grouped_by_thing_nothing_twice(server, cast, made):
    oona = people.person("Oona", language="sv")
    for thing in (made.table, made.table.area):
        actions.follow(people.actor(oona), thing)
    aino = cast.actor("aino")
    first, second = planned(aino, made.table, 40), planned(aino, made.table, 50)
    meetings.cancel(aino, second, why="Sairaus")
    for _again in range(2):
        tell("meetings.plan", "meetings.cancel")
    assert (digests(), digests()) == (1, 0)
    (mail,) = server.mails
    assert mail["to"] == oona.email
    text = text_of(mail)
    assert text.count(f"* {made.table.name.get('sv') or made.table.name}") == 1
    assert [text.count(f"/sv/meetings/{one.pk}/") for one in (first, second)] == [1, 2]
    assert str(cast.people["aino"]) not in text
    assert Delivery.objects.filter(topic="following").values_list("state", flat=True).distinct().get() == State.SENT


def test_the_digest_stops_by_one_post_and_not_by_get(server, cast, made):
    oona = people.person("Oona")
    actions.follow(people.actor(oona), made.table, rhythm="weekly")
    planned(cast.actor("aino"), made.table)
    tell("meetings.plan")
    digests()
    address = way_out(server.mails[0])
    assert f"http://127.0.0.1:8000{address}" in text_of(server.mails[0])
    browser = Client(enforce_csrf_checks=True)
    assert b"<button" in browser.get(address).content
    assert Follow.objects.get().rhythm == "weekly"
    assert browser.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert Follow.objects.get().rhythm == "never"


def test_at_once_says_what_and_stops_following_by_one_post(server, cast, made):
    oona = people.person("Oona")
    row = actions.follow(people.actor(oona), made.table, rhythm="at_once")
    actions.follow(people.actor(oona), cast.ngo_b, rhythm="at_once")
    meeting = planned(cast.actor("aino"), made.table, title=Text(en="Spring meeting"))
    tell("meetings.plan")
    sending.send_due()
    (mail,) = server.mails
    assert mail["subject"].strip() == f"{made.table}, Spring meeting: {cast.municipality_a} planned the meeting"
    assert f"http://127.0.0.1:8000/en/meetings/{meeting.pk}/" in text_of(mail)
    address = way_out(mail)
    browser = Client(enforce_csrf_checks=True)
    assert str(made.table) in browser.get(address).content.decode()
    assert Follow.objects.count() == 2
    assert browser.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not Follow.objects.filter(pk=row.pk).exists()
    assert Follow.objects.count() == 1
    assert browser.post(address).status_code == 200  # pressed again
    assert browser.post(address.rstrip("/") + "x/").status_code == 404


@pytest.mark.parametrize("rhythm", ["at_once", "daily"])
def test_what_she_may_not_see_any_more_when_the_mail_leaves_is_not_told(server, cast, made, rhythm, monkeypatch):
    monkeypatch.setattr("kumppanuus.notices.actions._wake", lambda: None)
    with building():
        Body.objects.filter(pk=made.table.pk).update(open_to="members")
    made.table.refresh_from_db()
    inside = people.person("Sisa")
    membership = member(inside, made.table.convener)
    actions.follow(people.actor(inside), made.table, rhythm=rhythm)
    planned(cast.actor("aino"), made.table)
    tell("meetings.plan")
    with building():
        membership.delete()
    assert digests() == 0
    assert server.mails == []
    assert set(Delivery.objects.filter(person=inside).values_list("state", flat=True)) == {State.DROPPED}


def test_what_she_left_meanwhile_is_not_told(server, cast, made):
    oona = people.person("Oona")
    row = actions.follow(people.actor(oona), made.table)
    planned(cast.actor("aino"), made.table)
    tell("meetings.plan")
    actions.unfollow(people.actor(oona), row)
    assert digests() == 0
    assert set(Delivery.objects.filter(person=oona).values_list("state", flat=True)) == {State.DROPPED}


def test_other_topics_come_in_the_same_digest(server, cast, made, monkeypatch):
    from kumppanuus.notices import actions as notices
    from kumppanuus.notices import topics

    monkeypatch.setitem(topics.known, "news", topics.Topic("news", "News of the tests"))
    oona = people.person("Oona")
    notices.choose(people.actor(oona), oona, rhythms={"news": "daily"})
    actions.follow(people.actor(oona), made.table)
    planned(cast.actor("aino"), made.table)
    tell("meetings.plan")
    notices.post(
        sending.system("tests"),
        None,
        key="n",
        topic="news",
        template="notices/mail/sign_in_code",
        context={"code": "ACDE34"},
        person=oona,
    )
    assert digests() == 1
    (mail,) = server.mails
    assert [word in text_of(mail) for word in ("ACDE34", "planned the meeting")] == [True, True]
