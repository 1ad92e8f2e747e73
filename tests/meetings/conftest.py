from __future__ import annotations

import pytest

from tests.factories import bodies as made_up
from tests.factories import meetings
from tests.meetings.oparl import Reader


@pytest.fixture
def structures(cast):
    return made_up.bodies(cast, cast.municipality_a.governs, cast.municipality_b.governs)


@pytest.fixture
def table(structures):
    return structures.table


@pytest.fixture
def closed(structures):
    return structures.closed


@pytest.fixture
def aino(cast):
    return cast.actor("aino")


@pytest.fixture
def bertil(cast):
    return cast.actor("bertil")


@pytest.fixture
def meeting(aino, table):
    return meetings.planned(aino, table)


@pytest.fixture
def met(cast, structures):
    return meetings.meetings(cast, structures)


@pytest.fixture
def reader(client):
    return Reader(client)
