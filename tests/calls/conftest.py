from __future__ import annotations

import pytest

from tests.factories import bodies as made_up
from tests.factories import calls as called


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
