from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from kumppanuus.activity.models import Event
from kumppanuus.core.actors import Actor, system
from kumppanuus.notices import actions
from kumppanuus.notices.models import AddressStop, Delivery, Preference, State
from tests.factories import people

pytestmark = pytest.mark.django_db
SYSTEM = system("tests")


def posted(key="k", **more):
    values = {"topic": "news", "template": "notices/mail/sign_in_code", "context": {"code": "1"}} | more
    return actions.post(SYSTEM, None, key=key, **values)


def test_post_same_key_goes_once_to_each_address():
    first = posted(address="a@example.org")
    again = posted(address="A@example.org")
    posted(address="b@example.org")
    assert first == again
    assert Delivery.objects.count() == 2
    assert Event.objects.count() == 0


def test_post_takes_address_and_language_from_the_person():
    aino = people.person("Aino", language="sv")
    row = posted(person=aino, address="other@example.org")
    assert (row.address, row.language, row.person) == (aino.email, "sv", aino)


def test_post_without_recipient_makes_nothing():
    assert posted() is None
    assert Delivery.objects.count() == 0


def test_post_to_nobody_but_the_system_is_open():
    aino = people.person("Aino")
    for actor in (Actor(), people.actor(aino), Actor(link_id=3)):
        with pytest.raises(PermissionDenied):
            actions.post(actor, None, key="k", topic="news", template="t", context={}, address="a@example.org")
    assert Delivery.objects.count() == 0


def test_post_unknown_topic_is_an_error():
    with pytest.raises(LookupError):
        posted(topic="nothing", address="a@example.org")


@pytest.mark.parametrize(
    ("rhythm", "state"),
    [("at_once", State.WAITING), ("daily", State.DIGEST), ("weekly", State.DIGEST), ("never", State.DROPPED)],
)
def test_post_follows_the_persons_rhythm_unless_required(rhythm, state):
    aino = people.person("Aino")
    actions.choose(people.actor(aino), aino, rhythms={"news": rhythm, "sign_in": rhythm})
    assert posted("a", person=aino).state == state
    assert posted("b", person=aino, topic="sign_in").state == State.WAITING
    assert list(Preference.objects.values_list("topic", flat=True)) == ["news"]


def test_choose_is_refused_for_somebody_else():
    aino, bertil = people.person("Aino"), people.person("Bertil")
    with pytest.raises(PermissionDenied):
        actions.choose(people.actor(bertil), aino, rhythms={"news": "never"})
    assert Preference.objects.count() == 0


def test_stop_for_an_address_drops_what_waits_and_what_comes():
    waiting = posted("a", address="ry@example.org")
    actions.stop(SYSTEM, None, topic="news", address="RY@example.org")
    waiting.refresh_from_db()
    assert (waiting.state, posted("b", address="ry@example.org").state) == (State.DROPPED, State.DROPPED)
    assert AddressStop.objects.values_list("address", "topic").get() == ("ry@example.org", "news")


def test_wake_is_queued_once_per_transaction_after_commit(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        posted("a", address="a@example.org")
        posted("b", address="b@example.org")
    assert len(callbacks) == 1


def test_visible_to_agrees_with_the_permissions():
    aino, bertil = people.person("Aino"), people.person("Bertil")
    for person in (aino, bertil):
        posted(f"for {person.pk}", person=person)
        actions.choose(people.actor(person), person, rhythms={"news": "daily"})
    posted("x", address="x@example.org")
    for actor in (Actor(), people.actor(aino), people.actor(bertil), SYSTEM):
        assert set(Delivery.objects.visible_to(actor)) == {
            row for row in Delivery.objects.all() if actor.may("notices.view_delivery", row)
        }
        assert set(Preference.objects.visible_to(actor)) == {
            row for row in Preference.objects.all() if actor.may("notices.view_preference", row)
        }


def test_what_nobody_gets_keeps_no_secret_and_what_gave_up_is_erased_too():
    actions.stop(SYSTEM, None, topic="news", address="ry@example.org")
    dropped = posted("a", address="ry@example.org", context={"url": "https://example.org/answer/secret/"})
    assert (dropped.state, dropped.context) == (State.DROPPED, {})
    failed = posted("b", address="b@example.org", context={"url": "https://example.org/answer/secret/"})
    actions.give_back(SYSTEM, failed, error="x", for_good=True)
    assert actions.purge(SYSTEM, None, before=timezone.now() + dt.timedelta(days=1)) == 2
    assert Delivery.objects.count() == 0
