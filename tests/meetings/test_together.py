"""Two who call at once: the meetings get different numbers."""

from __future__ import annotations

import threading

import pytest
from django.db import connection

from kumppanuus.meetings import actions
from kumppanuus.meetings.models import Meeting
from tests.factories import bodies as made_up
from tests.factories import meetings as held_up
from tests.factories.cast import make_cast


@pytest.mark.django_db(transaction=True)
def test_calls_at_once_give_different_numbers():
    cast = make_cast()
    aino = cast.actor("aino")
    table = made_up.body(aino, cast.municipality_a, cast.space, cast.municipality_a.governs)
    made = [
        held_up.planned(aino, table, 5, starts_at=held_up.at(5, 9 + n), ends_at=held_up.at(5, 10 + n)) for n in range(3)
    ]
    gate, wrong = threading.Barrier(len(made)), []

    def work(meeting):
        gate.wait()
        try:
            actions.call(cast.actor("aino"), meeting)
        except Exception as exc:
            wrong.append(exc)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(one,)) for one in made]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    numbers = sorted(Meeting.objects.filter(body=table).values_list("number", flat=True))
    assert (wrong, numbers) == ([], [1, 2, 3])
