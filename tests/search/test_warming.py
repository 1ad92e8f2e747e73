"""What searches keep, read before the first of them."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kumppanuus.core.actors import Actor
from kumppanuus.core.texts import Text
from kumppanuus.search import snapshot
from kumppanuus.search.documents import Source
from kumppanuus.search.finding import find
from kumppanuus.search.rebuilding import rebuild
from kumppanuus.search.warming import warm

pytestmark = pytest.mark.django_db


def test_after_warming_a_first_search_asks_as_little_as_a_second():
    rebuild([[Source("services.service", n, Text(fi=f"Kuoro {n}"), ("front", ())) for n in range(1, 9)]])
    snapshot.forget()
    warm()
    costs = []
    for _time in range(2):
        with CaptureQueriesContext(connection) as queries:
            assert find(Actor(), "kuoro").total == 8
        costs.append(len(queries))
    assert costs == [2, 2]


def test_warming_without_an_index_reads_the_rest():
    warm()
    assert snapshot.current().generation == 0
