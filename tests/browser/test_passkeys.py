"""Passkeys in a real browser, with the browser's own virtual authenticator."""

from __future__ import annotations

import re

import pytest
from django.core import mail

from kumppanuus.accounts.models import Person
from tests.factories import people

pytestmark = pytest.mark.django_db(transaction=True)


def test_passkey_is_added_and_signs_in(live_server, browser, settings):
    page = browser.new_context().new_page()
    settings.SITE_URL = live_server.url
    aino = people.person("Aino", email="aino@example.org")
    host = live_server.url.replace("127.0.0.1", "localhost")  # a passkey needs a name, not a number
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})

    page.goto(f"{host}/en/account/login/")
    page.get_by_label("E-mail address").fill("aino@example.org")
    page.get_by_role("button", name="Send me a code").click()
    code = re.search(r"^([A-Z0-9-]{6,9})$", mail.outbox[-1].body, re.MULTILINE)[1]
    page.get_by_label("Code").fill(code)
    page.get_by_role("button", name="Go on").click()
    page.goto(f"{host}/en/account/2fa/webauthn/add/")
    page.get_by_label("Name of the passkey").fill("Ainon puhelin")
    page.get_by_role("button", name="Add the passkey").click()
    page.wait_for_url(re.compile("/account/2fa/$"))
    page.goto(f"{host}/en/account/2fa/webauthn/")
    page.get_by_text("Ainon puhelin").wait_for()

    page.goto(f"{host}/en/account/logout/")
    page.locator("main").get_by_role("button", name="Sign out").click()
    page.goto(f"{host}/en/account/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(re.compile("/en/$"))
    page.goto(f"{host}/en/me/")
    assert page.get_by_label("Name").input_value() == "Aino"
    assert Person.objects.get(pk=aino.pk).authenticator_set.get().last_used_at is not None
    page.context.close()
