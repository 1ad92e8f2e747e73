from __future__ import annotations

import datetime as dt
import re

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kumppanuus.accounts.models import Person
from kumppanuus.activity.models import Event
from kumppanuus.activity.retention import purge_all
from kumppanuus.activity.wording import phrases
from kumppanuus.core.actions import register
from kumppanuus.core.actors import Actor
from kumppanuus.core.texts import Text
from kumppanuus.organisations import actions as organisations
from tests.factories import building, people
from tests.factories import organisations as make
from tests.factories.spaces import space, with_role

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
MINE = {"accounts", "notices", "links", "files", "organisations", "spaces", "activity"}


def sign_in(client, actor):
    client.force_login(Person.objects.get(pk=actor.person_id), backend=BACKEND)


def words(page):
    return " ".join(re.sub(r"<[^>]+>", "", page.content.decode()).split())


def test_every_action_that_leaves_an_event_has_its_phrase():
    named = {name for name, one in register.items() if one.leaves_event and name.split(".")[0] in MINE}
    assert {name for name in phrases() if name.split(".")[0] in MINE} == named


def test_history_tells_names_to_the_own_organisation_only(client):
    ry = make.organisation("Kosken Seura")
    bertil = make.acting("Bertil Esimerkki", ry)
    organisations.change(bertil, ry, website="https://example.org")
    address = f"/en/history/organisations.organisation/{ry.pk}/"
    page = words(client.get(address))
    assert ("Bertil" in page, "Kosken Seura changed the organisation" in page) == (False, True)
    sign_in(client, make.acting("Beata", ry, "answerer"))
    page = words(client.get(address))
    assert "Bertil Esimerkki (Kosken Seura) changed the organisation" in page


def test_history_hides_events_that_are_not_for_the_reader(client):
    ry = make.organisation("Seura")
    bertil = make.acting("Bertil", ry)
    organisations.invite(bertil, ry, email="a@example.org", role="editor")
    address = f"/en/history/organisations.organisation/{ry.pk}/"
    assert "invited a member" not in client.get(address).content.decode()
    sign_in(client, bertil)
    assert "invited a member" in client.get(address).content.decode()


@pytest.mark.parametrize(
    "what",
    ["organisations.organisation/999", "auth.user/1", "nothing/1", "sessions.session/1", "a.b.c/1", "core.redaction/1"],
)
def test_history_of_what_one_may_not_see_is_not_found(client, what):
    assert client.get(f"/en/history/{what}/").status_code == 404


def test_history_costs_the_same_with_many_events(client):
    ry = make.organisation("Seura")

    def queries():
        with CaptureQueriesContext(connection) as seen:
            client.get(f"/en/history/organisations.organisation/{ry.pk}/")
        return len(seen)

    organisations.change(make.acting("Bertil", ry), ry, email="a@example.org")
    queries()
    few = queries()
    for n in range(20):
        organisations.change(make.acting("Bertil", ry), ry, email=f"a{n}@example.org")
    assert queries() == few


def test_atom_holds_public_events_without_names(client):
    ry = make.organisation("Seura")
    bertil = make.acting("Bertil", ry)
    organisations.change(bertil, ry, email="a@example.org")
    organisations.invite(bertil, ry, email="b@example.org", role="editor")
    sign_in(client, bertil)
    text = client.get(f"/en/history/organisations.organisation/{ry.pk}/feed.xml").content.decode()
    assert (text.count("<entry>"), "Bertil" in text, "invited" in text) == (2, False, False)


def test_feed_and_mine_show_what_concerns_me(client):
    ry, other = make.organisation("Seura"), make.organisation("Toinen")
    bertil, beata = make.acting("Bertil", ry), make.acting("Beata", ry, "answerer")
    organisations.invite(bertil, ry, email="b@example.org", role="editor")
    organisations.change(make.acting("Akseli", other), other, email="x@example.org")
    sign_in(client, beata)
    page = client.get("/en/me/feed/").content.decode()
    assert ("invited a member" in page, "changed the organisation" in page) == (True, False)
    assert "invited a member" not in client.get("/en/me/activity/").content.decode()
    sign_in(client, bertil)
    assert "invited a member" in client.get("/en/me/activity/").content.decode()


def test_redact_page_asks_and_removes(client):
    here = space()
    sign_in(client, with_role("Kaisa", here))
    from kumppanuus.spaces import actions as spaces

    spaces.change(make.TESTS, here, intro=Text(fi="Salaista"))
    address = f"/en/history/spaces.space/{here.pk}/redact/intro/"
    assert client.get(address).content.decode().count("<h1") == 1
    assert client.post(address, {"reason": "henkilötieto"}).status_code == 303
    here.refresh_from_db()
    assert dict(here.intro) == {}
    sign_in(client, with_role("Minna", here, "keeper"))
    assert client.get(address).status_code == 403


def test_view_event_agrees_with_visible_to():
    ry, here = make.organisation(), space()
    bertil, kaisa = make.acting("Bertil", ry), with_role("Kaisa", here)
    organisations.invite(bertil, ry, email="b@example.org", role="editor")
    for actor in (Actor(), bertil, kaisa, people.actor(people.person()), make.TESTS):
        assert set(Event.objects.visible_to(actor)) == {
            event for event in Event.objects.all() if actor.may("activity.view_event", event)
        }


def test_purge_all_erases_what_is_old_enough_and_nothing_else():
    from kumppanuus.accounts import actions as accounts

    ry = make.organisation()
    accounts.begin(make.TESTS, None, email="kesken@example.org", language="fi")
    kept = people.person("Aino")
    assert set(purge_all().values()) == {0}
    with building():
        Event.objects.update(at=timezone.now() - dt.timedelta(days=731))
    organisations.change(make.TESTS, ry, email="a@example.org")
    done = purge_all(timezone.now() + dt.timedelta(days=3))
    assert (done["events"] > 0, done["unfinished"] > 0, done["links"]) == (True, True, 0)
    assert [event.name for event in Event.objects.all()] == ["organisations.change"]
    assert list(Person.objects.all()) == [kept]


def test_personal_modules_of_all_apps_are_found():
    from kumppanuus.accounts.providers import modules

    found = [module.__name__.split(".")[1] for module in modules()]
    assert [app for app in found if app in MINE] == [
        config.label for config in apps.get_app_configs() if config.label in MINE - {"links"}
    ]
