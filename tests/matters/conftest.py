from __future__ import annotations

import pytest

from tests.factories import bodies as made_up
from tests.factories import meetings


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
def area(cast):
    return cast.municipality_a.governs


@pytest.fixture
def koski(cast):
    from tests.factories.matters import at_organisation

    return at_organisation(cast.municipality_a)


@pytest.fixture
def sent(cast, area, koski):
    from tests.factories.matters import matter

    return matter(cast.actor("bertil"), area, koski)


@pytest.fixture
def outside(cast, area):
    from tests.factories.matters import REGISTRY, matter

    return matter(cast.actor("bertil"), area, REGISTRY)
