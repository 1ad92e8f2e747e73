from __future__ import annotations

import datetime as dt
import itertools

import pytest
from django.utils import timezone

from kumppanuus.core.actors import system
from kumppanuus.notices import actions, sending
from kumppanuus.notices.models import Delivery, State
from tests.factories import building, people

pytestmark = pytest.mark.django_db
SENDER = system("tests")


def posted(key="k", person=None, address="", topic="sign_in", code="ACDE34", target=None):
    return actions.post(
        SENDER,
        target,
        key=key,
        topic=topic,
        template="notices/mail/sign_in_code",
        context={"code": code, "kind": "login_code"},
        person=person,
        address=address,
        language="" if person else "en",
    )


def later(row, **change):
    with building():
        Delivery.objects.filter(pk=row.pk).update(**change)


def test_send_due_sends_text_and_html_with_the_stored_message_id(server):
    row = posted(address="Pekka@Example.org")
    assert sending.send_due() == 1
    (mail,) = server.mails
    row.refresh_from_db()
    assert (mail["to"], mail["subject"]) == ("pekka@example.org", "ACDE34 is your code")
    assert (mail["message-id"], mail["auto-submitted"]) == (row.message_id, "auto-generated")
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    assert "ACDE34" in mail.get_body(("plain",)).get_content()
    assert (row.state, row.attempts, row.context, row.body) == (State.SENT, 1, {}, "")
    assert sending.send_due() == 0


def test_send_due_keeps_the_body_in_the_demo_only(server, settings):
    settings.DEMO = True
    row = posted(address="pekka@example.org")
    sending.send_due()
    row.refresh_from_db()
    assert row.subject == "ACDE34 is your code"
    assert "ACDE34" in row.body


def test_send_due_uses_the_recipients_language_names_unescaped(server):
    aino = people.person("Aino", language="en")
    posted(person=aino, code="A&B<C")
    sending.send_due()
    (mail,) = server.mails
    assert mail["subject"] == "A&B<C is your code"
    assert "A&amp;B&lt;C" in mail.get_body(("html",)).get_content()


def test_send_due_after_a_4xx_tries_again_with_the_same_message_id(server):
    server.answers = itertools.chain(["451 try later"], itertools.repeat("250 OK"))
    row = posted(address="pekka@example.org")
    assert sending.send_due() == 0
    row.refresh_from_db()
    first = row.message_id
    assert (row.state, row.attempts) == (State.WAITING, 1)
    assert dt.timedelta(0) < row.next_try - timezone.now() <= dt.timedelta(minutes=1)
    assert sending.send_due() == 0  # not yet
    later(row, next_try=timezone.now())
    assert sending.send_due() == 1
    assert [mail["message-id"] for mail in server.mails] == [first]


def test_send_due_after_a_5xx_on_the_address_gives_up_at_once(server):
    server.answers = itertools.repeat("550 nobody here")
    row = posted(address="pekka@example.org")
    assert sending.send_due() == 0
    row.refresh_from_db()
    assert (row.state, row.attempts) == (State.FAILED, 1)
    assert sending.failed_count() == 1


def test_send_due_one_bad_mail_does_not_stop_the_others(server):
    server.answers = itertools.chain(["451 later"], itertools.repeat("250 OK"))
    posted("a", address="a@example.org")
    posted("b", address="b@example.org")
    assert sending.send_due() == 1
    assert [mail["to"] for mail in server.mails] == ["b@example.org"]


def test_send_due_after_a_death_between_claim_and_send_sends_once(server):
    row = posted(address="pekka@example.org")
    (claimed,) = actions.claim(SENDER, None)  # and here the process dies
    assert sending.send_due() == 0
    later(row, next_try=timezone.now())  # the lease has run out
    assert sending.send_due() == 1
    assert [mail["message-id"] for mail in server.mails] == [claimed.message_id]
    assert sending.send_due() == 0


def test_send_due_keeps_mail_while_the_server_is_down(down):
    row = posted(address="pekka@example.org")
    assert sending.send_due() == 0
    row.refresh_from_db()
    assert (row.state, row.context["code"]) == (State.WAITING, "ACDE34")
    assert row.error.startswith("ConnectionRefusedError")


def test_send_due_gives_up_after_eight_attempts_and_the_operator_can_retry(down):
    row = posted(address="pekka@example.org")
    for _attempt in range(8):
        sending.send_due()
        later(row, next_try=timezone.now())
    row.refresh_from_db()
    assert (row.state, row.attempts) == (State.FAILED, 8)
    assert sending.send_due() == 0
    actions.retry(SENDER, row)
    row.refresh_from_db()
    assert (row.state, row.attempts) == (State.WAITING, 0)


def test_stop_header_is_on_what_can_be_stopped_only(server):
    aino = people.person("Aino")
    posted("a", person=aino, topic="news")
    posted("b", person=aino, topic="sign_in")
    sending.send_due()
    by_topic = {mail["list-unsubscribe-post"]: mail["list-unsubscribe"] for mail in server.mails}
    assert set(by_topic) == {"List-Unsubscribe=One-Click", None}
    assert by_topic["List-Unsubscribe=One-Click"].strip().startswith("<http://127.0.0.1:8000/en/notices/stop/")
    assert by_topic[None] is None


@pytest.mark.parametrize(
    ("made", "rhythm", "due"),
    [
        ("2026-03-10T06:59+02:00", "daily", "2026-03-10T07:00+02:00"),
        ("2026-03-10T07:00+02:00", "daily", "2026-03-11T07:00+02:00"),
        ("2026-03-10T12:00+02:00", "weekly", "2026-03-16T07:00+02:00"),
        ("2026-03-16T06:00+02:00", "weekly", "2026-03-16T07:00+02:00"),
        ("2026-03-16T08:00+02:00", "weekly", "2026-03-23T07:00+02:00"),
        ("2026-03-28T12:00+02:00", "daily", "2026-03-29T07:00+03:00"),
    ],
)
def test_digest_due_is_the_next_seven_oclock_or_monday(made, rhythm, due):
    assert sending.digest_due(dt.datetime.fromisoformat(made), rhythm) == dt.datetime.fromisoformat(due)


def test_make_digests_sends_one_mail_over_all_topics_once(server, monkeypatch):
    from kumppanuus.notices import topics

    monkeypatch.setitem(topics.known, "more", topics.Topic("more", "More"))
    aino, bertil = people.person("Aino"), people.person("Bertil")
    actions.choose(people.actor(aino), aino, rhythms={"news": "daily", "more": "daily"})
    posted("a", person=aino, topic="news", code="FIRST", target=bertil)
    posted("b", person=aino, topic="more", code="OTHER")
    posted("c", person=aino, topic="news", code="SECOND", target=bertil)
    assert sending.send_due() == 0
    assert sending.make_digests(timezone.now()) == 0
    tomorrow = timezone.now() + dt.timedelta(days=1, hours=1)
    assert (sending.make_digests(tomorrow), sending.make_digests(tomorrow)) == (1, 0)
    assert sending.send_due() == 1
    (mail,) = server.mails
    text = mail.get_body(("plain",)).get_content()
    assert [text.count(word) for word in ("* Bertil", "* Person", "FIRST is", "OTHER is", "SECOND is")] == [
        1,
        0,
        1,
        1,
        1,
    ]
    assert text.index("* Bertil") < text.index("SECOND is") < text.index("FIRST is") < text.index("OTHER is")
    assert set(Delivery.objects.values_list("state", flat=True)) == {State.SENT}


def test_make_digests_drops_what_is_not_wanted_any_more(server):
    aino = people.person("Aino")
    actions.choose(people.actor(aino), aino, rhythms={"news": "weekly"})
    row = posted("a", person=aino, topic="news")
    actions.choose(people.actor(aino), aino, rhythms={"news": "never"})
    assert sending.make_digests(timezone.now()) == 0
    row.refresh_from_db()
    assert row.state == State.DROPPED


def test_seen_tells_whether_a_worker_was_alive():
    assert not sending.seen()
    sending.beat()
    assert sending.seen()
    assert not sending.seen("clock")
