from __future__ import annotations

import pytest

from tests.factories import bodies as made_up
from tests.factories import calls as called

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def aino(cast):
    return cast.actor("aino")


@pytest.fixture
def bertil(cast):
    return cast.actor("bertil")


@pytest.fixture
def beata(cast):
    return cast.actor("beata")


@pytest.fixture
def table(cast, aino):
    return made_up.body(aino, cast.municipality_a, cast.space, cast.municipality_a.governs, "Kosken kumppanuuspöytä")


@pytest.fixture
def seats(aino, table):
    return [called.seat(aino, table, name) for name in ("Kylät", "Omaiset")]


@pytest.fixture
def call(aino, table, seats):
    """An open call for both seats."""
    return called.call(aino, table, seats)


@pytest.fixture
def enter(cast, client):
    """Sign somebody of the cast in, acting for her organisation."""
    from kumppanuus.organisations.middleware import SESSION_KEY

    def go(name):
        client.force_login(cast.people[name], backend=BACKEND)
        session = client.session
        session[SESSION_KEY] = cast.acting_for[name]
        session.save()
        return client

    return go
