from __future__ import annotations

import pytest

from kumppanuus.notices import topics
from tests.factories.mail import down, server  # noqa: F401 - fixtures


@pytest.fixture(autouse=True)
def news(monkeypatch):
    """A topic of the tests' own."""
    monkeypatch.setitem(topics.known, "news", topics.Topic("news", "News of the tests"))
    return "news"
