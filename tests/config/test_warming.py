"""What the web server asks itself before it forks its workers."""

from __future__ import annotations

import logging

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from kumppanuus.config import warming

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _keep_the_connection_of_the_test():
    """As Django's own test client does: a request neither closes nor changes the test's connection."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def test_the_front_page_in_each_language_and_the_lists_are_asked_and_answer(settings, caplog):
    settings.ALLOWED_HOSTS = ["poyta.example"]
    settings.SITE_URL = "https://poyta.example"
    asked, application = [], WSGIHandler()

    def heard(environ, start):
        asked.append((environ["HTTP_HOST"], environ["wsgi.url_scheme"], environ["PATH_INFO"]))
        return application(environ, start)

    with caplog.at_level(logging.WARNING):
        warming._ask_once(heard)
    assert asked[:3] == [("poyta.example", "https", f"/{code}/") for code in ("fi", "sv", "en")]
    assert len(asked) == 3 + len(warming.LISTS)
    assert [one.getMessage() for one in caplog.records if one.name == warming.__name__] == []


def test_an_installation_whose_own_address_is_not_allowed_is_told(settings, caplog):
    settings.ALLOWED_HOSTS = ["poyta.example"]
    settings.SITE_URL = "https://other.example"
    with caplog.at_level(logging.WARNING):
        warming._ask_once(WSGIHandler())
    told = [one.getMessage() for one in caplog.records if one.name == warming.__name__]
    assert told == ["/fi/ answers 400 Bad Request when the server starts"]
