"""Sessions: found by their key until they end."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from kumppanuus.accounts.sessions import SessionStore

pytestmark = pytest.mark.django_db


def _made() -> str:
    session = SessionStore()
    session["terms"] = "2026"
    session.create()
    return str(session.session_key)


def test_a_session_is_found_by_its_key() -> None:
    key = _made()
    assert SessionStore(key).get("terms") == "2026"


def test_an_ended_session_is_empty_and_gets_another_key() -> None:
    key = _made()
    Session.objects.filter(session_key=key).update(expire_date=timezone.now() - dt.timedelta(seconds=1))
    ended = SessionStore(key)
    assert ended.get("terms") is None
    assert ended.session_key is None


def test_a_session_that_was_ended_elsewhere_is_empty_at_once() -> None:
    key = _made()
    assert SessionStore(key).get("terms") == "2026"
    Session.objects.filter(session_key=key).delete()
    assert SessionStore(key).get("terms") is None
