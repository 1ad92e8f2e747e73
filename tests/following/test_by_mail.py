"""Following by an address without an account: confirmed by a button, told, changed and left by the mailed link."""

from __future__ import annotations

import datetime as dt
import re

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from kumppanuus.activity.models import Event
from kumppanuus.core.actors import Actor, system
from kumppanuus.following import actions
from kumppanuus.following.models import AddressFollow
from kumppanuus.following.personal import collect, erase
from kumppanuus.following.stopping import by_mail_path
from kumppanuus.following.telling import tell_followers
from kumppanuus.notices import sending
from kumppanuus.notices.models import Delivery, State
from tests.factories import building, people
from tests.factories.bodies import bodies
from tests.factories.meetings import planned

pytestmark = pytest.mark.django_db
BY, WHO = system("mail link"), "lukija@example.org"


@pytest.fixture
def table(cast):
    found = bodies(cast, cast.municipality_a.governs, cast.municipality_b.governs).table
    with building():
        Delivery.objects.all().delete()
    return found


def path(table) -> str:
    return f"/en/follow/bodies.body/{table.pk}/"


def followed(thing, rhythm="at_once") -> AddressFollow:
    actions.ask(Actor(), thing, address=WHO, rhythm=rhythm)
    return actions.confirm(BY, AddressFollow.objects.get(model=thing._meta.label_lower, object_id=thing.pk))


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


def test_the_answer_is_the_same_for_a_known_and_an_unknown_address_and_for_one_with_an_account(client, table):
    known = followed(table)
    oona = people.person("Oona")
    shown = set()
    for address in (WHO, "uusi@example.org", oona.email):
        answer = client.post(path(table), {"address": address, "rhythm": "daily"})
        shown.add((answer.status_code, answer.content.decode().replace(address, "…")))
    assert len(shown) == 1
    known.refresh_from_db()
    assert (known.rhythm, AddressFollow.objects.filter(confirmed_at=None).count()) == ("at_once", 2)


def test_nothing_is_told_until_the_button_behind_the_mailed_link(server, cast, table):
    client = Client()
    client.post(path(table), {"address": " Lukija@Example.org", "rhythm": "at_once"})
    sending.send_due()
    (asked,) = server.mails
    assert (asked["to"], asked["list-unsubscribe"]) == (WHO, None)
    link = re.search(r"http://127\.0\.0\.1:8000(/en/follow/mail/\S+)", text_of(asked)).group(1)
    assert Delivery.objects.count() == 0  # nothing of it is kept
    planned(cast.actor("aino"), table)
    tell("meetings.plan")
    assert client.get(link).status_code == 200
    assert (AddressFollow.objects.get().confirmed_at, sending.send_due()) == (None, 0)
    assert client.post(link, {"do": "confirm"}).status_code == 303
    assert AddressFollow.objects.get().confirmed_at is not None
    tell("meetings.plan")
    tell("meetings.plan")
    sending.send_due()
    assert [mail["to"] for mail in server.mails] == [WHO, WHO]
    assert link in text_of(server.mails[1])


def test_a_mail_that_came_at_once_stops_by_one_post(server, cast, table):
    followed(table)
    planned(cast.actor("aino"), table)
    tell("meetings.plan")
    sending.send_due()
    address = way_out(server.mails[-1])
    assert WHO not in address
    browser = Client(enforce_csrf_checks=True)
    assert b"<button" in browser.get(address).content
    assert AddressFollow.objects.count() == 1
    assert [browser.post(address, {"List-Unsubscribe": "One-Click"}).status_code for _n in range(2)] == [200, 200]
    assert AddressFollow.objects.count() == 0


def test_one_digest_over_all_that_it_follows_and_its_way_out(server, cast, table):
    for thing, rhythm in ((table, "daily"), (table.area, "weekly")):
        followed(thing, rhythm)
    for n in (40, 50):
        planned(cast.actor("aino"), table, n)
    tell("meetings.plan")
    assert set(Delivery.objects.filter(topic="following").values_list("rhythm", "state")) == {("daily", State.DIGEST)}
    server.mails.clear()
    with building():
        Delivery.objects.filter(topic="following_ask").delete()
    assert (digests(), digests()) == (1, 0)
    (mail,) = server.mails
    assert text_of(mail).count("/en/meetings/") == 2
    assert "/en/follow/mail/" in text_of(mail)
    assert Client(enforce_csrf_checks=True).post(way_out(mail)).status_code == 200
    assert AddressFollow.objects.count() == 0


def test_the_page_changes_stops_one_and_forgets_the_address(client, cast, table):
    first, second = followed(table), followed(table.area, "weekly")
    page = by_mail_path(first.pk)
    told = {f"rhythm-{first.pk}": "never", f"rhythm-{second.pk}": "weekly"}
    assert client.post(page, told).status_code == 303
    assert set(AddressFollow.objects.values_list("rhythm", flat=True)) == {"never", "weekly"}
    answer = client.post(page, {**told, "stop": first.pk})
    assert answer["location"] == by_mail_path(second.pk)
    assert client.post(by_mail_path(second.pk), {"do": "leave"}).status_code == 200
    assert AddressFollow.objects.count() == 0
    assert client.get(by_mail_path(second.pk)).status_code == 410


def test_leaving_drops_what_waits(cast, table):
    row = followed(table, "daily")
    planned(cast.actor("aino"), table)
    tell("meetings.plan")
    actions.leave(BY, row)
    assert set(Delivery.objects.filter(topic="following").values_list("state", flat=True)) == {State.DROPPED}


def test_another_address_is_not_stopped_by_this_page(client, table):
    mine = followed(table)
    actions.ask(Actor(), table, address="muu@example.org")
    other = actions.confirm(BY, AddressFollow.objects.get(address="muu@example.org"))
    answer = client.post(by_mail_path(mine.pk), {f"rhythm-{mine.pk}": "daily", "stop": other.pk})
    assert (answer.status_code, AddressFollow.objects.count()) == (404, 2)


def test_few_mails_go_to_one_address_in_a_day(table):
    for _n in range(actions.MOST_LETTERS + 3):
        actions.ask(Actor(), table, address=WHO)
    assert Delivery.objects.filter(address=WHO).count() == actions.MOST_LETTERS


def test_many_tries_from_one_network_address_wait(client, table):
    told = [client.post(path(table), {"address": f"a{n}@example.org", "rhythm": "daily"}) for n in range(21)]
    assert {one.status_code for one in told[:20]} == {200}
    assert (told[20].status_code, AddressFollow.objects.count()) == (429, 20)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"address": "ei osoite", "rhythm": "daily"}, "valid"),
        ({"address": "", "rhythm": "daily"}, "required"),
        ({"address": WHO, "rhythm": "never"}, "Select a valid choice"),
    ],
)
def test_bad_input_says_what_is_wrong_and_keeps_the_rest(client, table, given, said):
    answer = client.post(path(table), given)
    assert (answer.status_code, AddressFollow.objects.count()) == (422, 0)
    assert said in answer.content.decode()
    assert f'value="{given["address"]}"' in answer.content.decode() or not given["address"]


def test_what_not_everybody_sees_asks_to_sign_in_and_comes_back(client, world):
    hidden = world.matters.unconfirmed
    here = f"/en/follow/matters.matter/{hidden.pk}/"
    answer = client.get(here)
    assert (answer.status_code, answer["location"].split("?next=")[1]) == (302, here)
    with pytest.raises(PermissionDenied):
        actions.ask(Actor(), hidden, address=WHO)


def test_what_was_never_confirmed_is_forgotten_and_its_link_says_so(client, table):
    actions.ask(Actor(), table, address=WHO)
    link = by_mail_path(AddressFollow.objects.get().pk)
    with time_machine.travel(timezone.now() + dt.timedelta(days=4), tick=True):
        assert client.get(link).status_code == 410
        assert client.post(link, {"do": "confirm"}).status_code == 410
        actions.tidy(system("clock"), None)
    assert AddressFollow.objects.count() == 0
    assert client.get(link[:-3] + "xx/").status_code == 404


def test_her_address_belongs_to_her_data_and_goes_with_it(table):
    oona = people.person("Oona")
    actions.ask(Actor(), table, address=oona.email.upper())
    actions.confirm(BY, AddressFollow.objects.get())
    assert [one["object_id"] for one in collect(oona.pk)["follows_by_address"]] == [table.pk]
    with building():
        erase(oona.pk)
    assert AddressFollow.objects.count() == 0


def test_who_follows_with_and_without_an_account_gets_it_once(server, cast, table):
    oona = people.person("Oona")
    actions.follow(people.actor(oona), table, rhythm="at_once")
    actions.ask(Actor(), table, address=oona.email, rhythm="at_once")
    actions.confirm(BY, AddressFollow.objects.get())
    planned(cast.actor("aino"), table)
    tell("meetings.plan")
    assert Delivery.objects.filter(topic="following").count() == 1


@pytest.mark.parametrize("account", [True, False])
def test_a_changed_rhythm_moves_what_waits(cast, table, account):
    oona = people.person("Oona")
    if account:
        row = actions.follow(people.actor(oona), table, rhythm="weekly")
        by = people.actor(oona)
    else:
        row, by = followed(table, "weekly"), BY
    planned(cast.actor("aino"), table)
    tell("meetings.plan")
    found = []
    for rhythm in ("daily", "at_once", "weekly", "never", "daily"):
        actions.change(by, row, rhythm=rhythm)
        one = Delivery.objects.get(topic="following")
        found.append((one.rhythm, one.state, "stop_path" in one.context))
    assert found == [
        ("daily", State.DIGEST, False),
        ("at_once", State.WAITING, True),
        ("weekly", State.DIGEST, False),
        ("never", State.DROPPED, False),
        ("never", State.DROPPED, False),
    ]


def test_what_came_by_two_follows_keeps_the_more_frequent(cast, table):
    oona = people.actor(people.person("Oona"))
    actions.follow(oona, table.area, rhythm="daily")
    row = actions.follow(oona, table, rhythm="at_once")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("kumppanuus.notices.actions._wake", lambda: None)
        planned(cast.actor("aino"), table)
        tell("meetings.plan")
        actions.change(oona, row, rhythm="weekly")
    one = Delivery.objects.get(topic="following")
    assert (one.rhythm, one.state) == ("daily", State.DIGEST)
