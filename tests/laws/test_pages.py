"""Law 6: every address answers whole in each language, and to each of the cast as docs/addresses.md says."""

from __future__ import annotations

import logging
from collections import defaultdict

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from kumppanuus.organisations.middleware import SESSION_KEY
from tests.factories.cast import Cast
from tests.laws.addresses import ADDRESSES, WITHOUT_SAMPLE, names
from tests.laws.pages import read
from tests.laws.snapshots import compare

LANGUAGES = ("fi", "sv", "en")
# Two names of the same page.
SAME_PAGE = {
    "accounts:sign_in": "account_login",
    "assessments:latest": "assessments:mirror",
    "mfa_list_webauthn": "mfa_index",
    "questionnaires:version": "questionnaires:questionnaire",
}
# The embedded picture brings its own style to pages that are not ours, under a policy of its own.
ALLOWED = {("assessments:embed", "inline code: a picture's <style>")}
FRAGMENTS = {"following:state"}  # a piece that a page fetches into itself
HEAD = """# Who sees what

Written by `make snapshots` from what each address answered each of the cast to a GET, with things of municipality A (see
[permissions.md](permissions.md) for the cast); `tests/laws/test_pages.py` compares. 200 seen, 302 or 303 sent on (to sign
in, if not signed in), 403 may not, 404 is not there for this reader, 405 an address that only takes POST, 409 not now. An
address with a token is tried by the link holder with the right one, by the others with an altered one.
"""


@pytest.fixture(autouse=True)
def _quiet():
    """Refusals are what is asked for here; they need no line in the log each."""
    logging.disable(logging.ERROR)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def clients(world):
    """A client for each of the cast, signed in and acting as the cast says."""
    made = {}
    for name in Cast.NAMES:
        made[name] = Client(raise_request_exception=True)
        if name in world.cast.people:
            made[name].force_login(
                world.cast.people[name], backend="allauth.account.auth_backends.AuthenticationBackend"
            )
            session = made[name].session
            session[SESSION_KEY] = world.cast.acting_for[name]
            session.save()
    return made


def address(world, name: str, language: str, who: str = "link") -> str:
    given = ADDRESSES[name](world)
    if "token" in given and who != "link":
        given["token"] = "x" + given["token"]
    with override(language):
        return reverse(name, kwargs=given)


def known() -> list[str]:
    """Addresses that have a sample; those of apps that are not there are left out by the resolver."""
    return [name for name in names() if name in ADDRESSES]


def test_every_address_has_a_sample_or_a_reason():
    assert [name for name in names() if name not in ADDRESSES and name not in WITHOUT_SAMPLE] == []


def test_no_sample_is_left_over():
    assert sorted((ADDRESSES.keys() | WITHOUT_SAMPLE.keys()) - set(names())) == []


@pytest.mark.one_database
def test_addresses_answer_each_of_the_cast_as_the_snapshot_says(world, clients):
    lines = [HEAD.rstrip(), "", f"| address | {' | '.join(Cast.NAMES)} |", f"|---|{'---|' * len(Cast.NAMES)}"]
    broken = []
    for name in known():
        row = []
        for who in Cast.NAMES:
            try:
                status = clients[who].get(address(world, name, "fi", who)).status_code
            except Exception as exc:
                broken.append(f"{name} for {who}: {type(exc).__name__}: {str(exc)[:200]}")
                status = 500
            row.append(str(status))
        lines.append(f"| `{name}` | {' | '.join(row)} |")
    assert broken == []
    compare("docs/addresses.md", "\n".join(lines) + "\n")


@pytest.mark.one_database
def test_pages_are_whole_in_each_language(world, clients):
    faults, titles = [], defaultdict(set)
    for name in sorted({*known()} - FRAGMENTS):
        for language in LANGUAGES:
            for who in ("dani", "link", "aino", "kaisa", "bertil", "cecilia", "oona"):
                try:
                    response = clients[who].get(address(world, name, language, who))
                except Exception as exc:
                    faults.append(f"{name} in {language} ({who}): {type(exc).__name__}: {str(exc)[:200]}")
                    response = None
                    break
                if response.status_code == 200:
                    break
            if response is None or response.status_code != 200 or not response["content-type"].startswith("text/html"):
                continue
            page = read(response.content.decode())
            faults += [
                f"{name} in {language} ({who}): {fault}"
                for fault in page.faults(language)
                if (name, fault) not in ALLOWED
            ]
            titles[language, page.title].add(SAME_PAGE.get(name, name))
    assert faults == []
    same = [sorted(found) for found in titles.values() if len(found) > 1]
    assert same == [], "pages with the same title"


def test_refusals_and_missing_pages_are_whole_too(world, clients):
    for language in LANGUAGES:
        missing = clients["dani"].get(f"/{language}/no-such-page/")
        assert missing.status_code == 404
        assert read(missing.content.decode()).faults(language) == []
        hidden = clients["dani"].get(address(world, "assessments:change", language))
        assert hidden.status_code in (302, 404)
