from __future__ import annotations

import pytest

from tests.factories.negotiations import convened


@pytest.fixture
def cecilia(cast):
    return cast.actor("cecilia")


@pytest.fixture
def aino(cast):
    return cast.actor("aino")


@pytest.fixture
def bertil(cast):
    return cast.actor("bertil")


@pytest.fixture
def negotiation(db, cast):
    return convened(cast)
