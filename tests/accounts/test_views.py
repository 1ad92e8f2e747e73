from __future__ import annotations

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.core.cache import caches

from kumppanuus.accounts import actions
from kumppanuus.accounts.models import Person, PersonView
from kumppanuus.accounts.terms import TERMS_VERSION
from kumppanuus.notices.models import Delivery, Preference, State
from tests.factories import organisations as make
from tests.factories import people

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture(autouse=True)
def clean():
    caches["shared"].clear()


def code_of(mail):
    return re.search(r"^[A-Z0-9]{3,4}-?[A-Z0-9]{2,4}$", mail.body, re.MULTILINE)[0]


def sign_in(client, address, mailoutbox):
    client.post("/en/account/login/", {"email": address})
    client.post("/en/account/login/code/confirm/", {"code": code_of(mailoutbox[-1])})


def test_sign_in_as_new_is_by_a_code_and_leads_to_the_terms(client, mailoutbox):
    answer = client.post("/en/account/login/", {"email": "Pekka@Example.org", "next": "/en/organisations/new/"})
    assert answer["location"] == "/en/account/login/code/confirm/?next=%2Fen%2Forganisations%2Fnew%2F"
    person = Person.objects.get()
    assert (person.email, person.language, EmailAddress.objects.get().verified) == ("pekka@example.org", "en", False)
    (mail,) = mailoutbox
    assert mail.to == ["pekka@example.org"]
    answer = client.post(answer["location"], {"code": code_of(mail)})
    assert answer["location"] == "/en/me/welcome/?next=%2Fen%2Forganisations%2Fnew%2F"
    assert EmailAddress.objects.get().verified
    data = {"name": "Pekka Esimerkki", "language": "sv", "next": "/en/organisations/new/"}
    assert client.post("/en/me/welcome/", data).status_code == 200
    answer = client.post("/en/me/welcome/", data | {"terms": "on"})
    assert (answer.status_code, answer["location"]) == (303, "/en/organisations/new/")
    person.refresh_from_db()
    assert (person.name, person.language, person.terms_version) == ("Pekka Esimerkki", "sv", TERMS_VERSION)


def test_sign_in_shows_the_same_to_old_and_new(client, mailoutbox):
    people.person("Aino", email="aino@example.org")
    pages = []
    for address in ("aino@example.org", "uusi@example.org"):
        client.post("/en/account/login/", {"email": address})
        page = client.get("/en/account/login/code/confirm/").content.decode()
        pages.append(re.sub(r'value="[^"]{64}"', "", page.replace(address, "ADDRESS")))
        client.logout()
    assert pages[0] == pages[1]
    assert [mail.subject.split()[1:] for mail in mailoutbox] == [["is", "your", "code"]] * 2


def test_sign_in_by_code_is_sent_at_once_without_a_worker_and_left_to_one_that_lives(client, mailoutbox):
    from kumppanuus.notices import sending

    client.post("/en/account/login/", {"email": "a@example.org"})
    assert len(mailoutbox) == 1
    client.logout()
    sending.beat()
    client.post("/en/account/login/", {"email": "b@example.org"})
    assert len(mailoutbox) == 1
    assert Delivery.objects.get(address="b@example.org").state == State.WAITING


def test_sign_in_a_wrong_code_is_refused_and_three_end_it(client, mailoutbox):
    client.post("/en/account/login/", {"email": "a@example.org"})
    answers = [client.post("/en/account/login/code/confirm/", {"code": "WRONG1"}) for _n in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 302]
    assert "_auth_user_id" not in client.session


def test_sign_in_too_many_codes_for_one_address_wait(client, mailoutbox):
    for _n in range(6):
        client.post("/en/account/login/", {"email": "a@example.org"})
        client.logout()
    assert len(mailoutbox) == 4


def test_sign_in_with_an_erased_persons_address_begins_anew(client, mailoutbox):
    aino = people.person("Aino", email="aino@example.org")
    actions.erase(people.actor(aino), aino)
    client.post("/en/account/login/", {"email": "aino@example.org"})
    assert Person.objects.filter(email="aino@example.org").count() == 1


@pytest.mark.parametrize("name", ["password/reset/", "password/change/", "password/set/", "password/reset/done/"])
def test_password_pages_do_not_exist(client, name):
    assert client.get(f"/en/account/{name}").status_code == 404


@pytest.mark.parametrize("name", ["signup/", "login/code/", "reauthenticate/"])
def test_other_ways_in_lead_to_the_one_page(client, name):
    assert client.get(f"/en/account/{name}")["location"] == "/en/account/login/"


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
@pytest.mark.parametrize(
    "name",
    [
        "account/login/",
        "account/email/",
        "account/2fa/webauthn/",
        "account/sessions/",
        "account/logout/",
        "account/2fa/webauthn/add/",
        "me/",
        "me/welcome/",
        "me/erase/",
        "contribution/",
    ],
)
def test_pages_have_our_frame_and_one_heading(client, name, language):
    if name != "account/login/":
        aino = people.person("Aino")
        client.force_login(aino, backend=BACKEND)
    text = client.get(f"/{language}/{name}").content.decode()
    assert (text.count("<h1"), text.count('class="site-header"'), text.count("style=")) == (1, 1, 0)


# --- terms ---


def test_terms_come_before_any_change_and_reading_is_free(client):
    aino = people.person("Aino", terms=False)
    client.force_login(aino, backend=BACKEND)
    assert client.get("/en/organisations/new/").status_code == 200
    answer = client.post("/en/organisations/new/", {"name_en": "X", "kind": "association"})
    assert (answer.status_code, answer["location"].split("?")[0]) == (303, "/en/me/welcome/")
    people.accept_terms(aino)
    assert (
        client.post("/en/organisations/new/", {"name_en": "X", "kind": "association"})["location"]
        == "/en/organisations/x/"
    )


def test_terms_are_asked_again_when_the_version_changes(client, monkeypatch):
    aino = people.person("Aino")
    client.force_login(aino, backend=BACKEND)
    client.post("/en/act-for/", {})
    monkeypatch.setattr("kumppanuus.accounts.middleware.TERMS_VERSION", "2099-1")
    assert client.post("/en/me/", {"name": "A", "language": "en"})["location"].startswith("/en/me/welcome/")
    assert "The terms have changed" in client.get("/en/me/welcome/").content.decode()


# --- my data ---


def test_me_shows_who_looked_and_saves_details(client):
    aino, bertil = people.person("Aino"), people.person("Bertil Katsoja")
    actions.look(people.actor(bertil), None, subjects=[aino.pk, bertil.pk], what="organisations.members:1")
    client.force_login(aino, backend=BACKEND)
    text = client.get("/en/me/").content.decode()
    assert text.count("Bertil Katsoja: the members of an organisation") == 1
    assert client.post("/en/me/", {"name": "Aino Uusi", "language": "fi"}).status_code == 303
    aino.refresh_from_db()
    assert (aino.name, aino.language) == ("Aino Uusi", "fi")
    assert PersonView.objects.count() == 1


def test_data_holds_what_all_apps_know_and_nothing_of_others(client):
    ry = make.organisation("Seura")
    aino, other = people.person("Aino"), people.person("Toinen Ihminen")
    make.member(aino, ry, "editor")
    make.member(other, ry, "admin")
    from kumppanuus.notices import actions as notices

    notices.choose(people.actor(aino), aino, rhythms={"memberships": "weekly"})
    client.force_login(aino, backend=BACKEND)
    answer = client.get("/en/me/data/")
    held = answer.json()
    assert answer["content-disposition"] == 'attachment; filename="my-data.json"'
    assert held["accounts"]["account"]["email"] == aino.email
    assert held["organisations"]["memberships"][0]["organisation"] == "Seura"
    assert held["notices"]["preferences"] == [{"topic": "memberships", "rhythm": "weekly"}]
    assert "Toinen" not in answer.content.decode()


def test_erase_asks_then_empties_and_ends_every_session(client, mailoutbox):
    from django.test import Client

    ry = make.organisation("Seura")
    aino = people.person("Aino Esimerkki")
    membership = make.member(aino, ry)
    address, elsewhere = aino.email, Client()
    for browser in (client, elsewhere):
        sign_in(browser, address, mailoutbox)
    assert UserSession.objects.count() == 2
    assert "only administrator of Seura" in client.get("/en/me/erase/").content.decode()
    assert client.post("/en/me/erase/", {}).status_code == 200
    assert Person.objects.get(pk=aino.pk).email == address
    assert client.post("/en/me/erase/", {"sure": "on"}).status_code == 200
    aino.refresh_from_db()
    membership.refresh_from_db()
    assert (aino.name, aino.email, aino.is_active) == ("", f"erased-{aino.pk}@erased.invalid", False)
    assert membership.end is not None
    assert (UserSession.objects.count(), Preference.objects.count()) == (0, 0)
    assert elsewhere.get("/en/me/").status_code == 302
    assert str(aino) == "Erased person"
