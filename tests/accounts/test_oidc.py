"""Sign-in with OpenID Connect, against a real provider on loopback: authorisation code with PKCE, end to end."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount

from kumppanuus.accounts.models import Person
from kumppanuus.activity.models import Event
from tests.accounts import oidc_provider as provider
from tests.factories import people

pytestmark = pytest.mark.django_db
CALLBACK = "http://testserver/en/account/oidc/kunta/login/callback/"


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    database = tmp_path_factory.mktemp("oidc") / "provider.sqlite3"
    environment = {key: value for key, value in os.environ.items() if key != "DJANGO_SETTINGS_MODULE"}
    process = subprocess.Popen(
        [sys.executable, str(Path(provider.__file__)), str(port), str(database), CALLBACK], env=environment
    )
    url = f"http://127.0.0.1:{port}/o"
    for _try in range(200):
        try:
            urllib.request.urlopen(f"{url}/.well-known/openid-configuration", timeout=5).close()
            break
        except (urllib.error.URLError, ConnectionError):
            assert process.poll() is None
            time.sleep(0.1)
    yield url
    process.terminate()
    process.wait(10)


@pytest.fixture
def signing_in(settings, address):
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "OAUTH_PKCE_ENABLED": True,
            "APPS": [
                {
                    "provider_id": "kunta",
                    "name": "Kunnan kirjautuminen",
                    "client_id": provider.CLIENT_ID,
                    "secret": provider.CLIENT_SECRET,
                    "settings": {"server_url": f"{address}/.well-known/openid-configuration"},
                }
            ],
        }
    }


def go_round(client):
    """Press the button, sign in at the provider, come back; return the last answer and what was asked."""
    there = client.get("/en/account/oidc/kunta/login/?process=login")["location"]
    asked = {key: value[0] for key, value in parse_qs(urlsplit(there).query).items()}
    with requests.Session() as browser:
        page = browser.get(there, timeout=10)
        back = browser.post(page.url, data={"password": provider.PASSWORD}, timeout=10, allow_redirects=False)
        back = browser.get(f"{there.split('/o/')[0]}{back.headers['location']}", timeout=10, allow_redirects=False)
    location = urlsplit(back.headers["location"])
    return client.get(f"{location.path}?{location.query}"), asked, location


def test_oidc_new_person_comes_in_with_name_and_confirmed_address(client, signing_in):
    assert "Sign in with Kunnan kirjautuminen" in client.get("/en/account/login/").content.decode()
    answer, asked, _location = go_round(client)
    assert (asked["code_challenge_method"], asked["response_type"]) == ("S256", "code")
    assert answer["location"] == "/en/me/welcome/?next=%2Fen%2F"
    person = Person.objects.get()
    assert (person.email, person.name, person.language) == (provider.EMAIL, "Olli Esimerkki", "en")
    assert EmailAddress.objects.get().verified
    assert client.session["_auth_user_id"] == str(person.pk)
    assert Event.objects.count() == 0


def test_oidc_the_same_person_as_by_code(client, signing_in):
    person = people.person("Olli", email=provider.EMAIL)
    answer, _asked, _location = go_round(client)
    assert answer["location"] == "/en/"
    assert SocialAccount.objects.get().user == person
    assert Person.objects.count() == 1


def test_oidc_an_altered_state_lets_nobody_in(client, signing_in):
    _answer, _asked, location = go_round(client)
    client.logout()
    answer = client.get(f"{location.path}?{location.query.replace('state=', 'state=x')}")
    assert "_auth_user_id" not in client.session
    assert "Signing in did not succeed" in answer.content.decode()
