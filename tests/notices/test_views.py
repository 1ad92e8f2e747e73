from __future__ import annotations

import pytest

from kumppanuus.core.actors import system
from kumppanuus.notices import actions, sending
from kumppanuus.notices.models import Delivery, Preference, State
from kumppanuus.notices.rendering import stop_token
from tests.factories import people

pytestmark = pytest.mark.django_db


def posted(person=None, address="", topic="news"):
    return actions.post(
        system("tests"),
        None,
        key="k",
        topic=topic,
        template="notices/mail/sign_in_code",
        context={"code": "ACDE34"},
        person=person,
        address=address,
        language="en",
    )


def test_preferences_need_sign_in(client):
    response = client.get("/en/me/notices/")
    assert (response.status_code, response["location"]) == (302, "/en/account/login/?next=/en/me/notices/")


def test_preferences_are_saved(client):
    aino = people.person("Aino")
    client.force_login(aino, backend="allauth.account.auth_backends.AuthenticationBackend")
    form = client.get("/en/me/notices/").context["form"]
    data = dict.fromkeys(form.fields, "at_once") | {"all": "", "news": "weekly"}
    assert client.post("/en/me/notices/", data).status_code == 303
    assert Preference.objects.get(person=aino, topic="news").rhythm == "weekly"
    assert client.post("/en/me/notices/", data | {"news": "hourly"}).status_code == 200
    assert Preference.objects.get(person=aino, topic="news").rhythm == "weekly"


def test_all_topics_are_set_at_once(client):
    aino = people.person("Aino")
    client.force_login(aino, backend="allauth.account.auth_backends.AuthenticationBackend")
    form = client.get("/en/me/notices/").context["form"]
    data = dict.fromkeys(form.fields, "at_once") | {"all": "daily"}
    assert client.post("/en/me/notices/", data).status_code == 303
    topics = form.fields.keys() - {"all"}
    assert dict(Preference.objects.filter(person=aino).values_list("topic", "rhythm")) == dict.fromkeys(topics, "daily")


def test_stop_get_changes_nothing_and_post_stops_without_sign_in(client):
    aino = people.person("Aino")
    row = posted(person=aino)
    address = f"/en/notices/stop/{stop_token(row)}/"
    assert b"<button" in client.get(address).content
    assert Preference.objects.count() == 0
    client.handler.enforce_csrf_checks = True
    response = client.post(address, {"List-Unsubscribe": "One-Click"})
    assert response.context["stopped"] is True
    assert Preference.objects.get(person=aino).rhythm == "never"


def test_stop_altered_token_is_not_found(client):
    token = stop_token(posted(address="a@example.org"))
    assert client.post(f"/en/notices/stop/{token}x/").status_code == 404


def test_sent_mail_shows_in_the_demo_only(client, settings, mailoutbox):
    assert client.get("/en/demo/mail/").status_code == 404
    settings.DEMO = True
    posted(address="pekka@example.org")
    sending.send_due()
    row = Delivery.objects.get()
    assert row.state == State.SENT
    page = client.get("/en/demo/mail/?to=pekka").content.decode()
    assert page.count("pekka@example.org") == 1
    assert "ACDE34 is your code" in page
    one = f"/en/demo/mail/{row.pk}/"
    assert "ACDE34" in client.get(one).content.decode()
    settings.DEMO = False
    assert client.get(one).status_code == 404
