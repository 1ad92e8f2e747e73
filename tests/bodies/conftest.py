from __future__ import annotations

import pytest

from tests.factories import bodies as made_up

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def area(cast):
    return cast.municipality_a.governs


@pytest.fixture
def table(cast, area):
    return made_up.body(cast.actor("aino"), cast.municipality_a, cast.space, area)


@pytest.fixture
def as_aino(cast, client):
    client.force_login(cast.people["aino"], backend=BACKEND)
    return client


@pytest.fixture
def as_bertil(cast, client):
    client.force_login(cast.people["bertil"], backend=BACKEND)
    return client
