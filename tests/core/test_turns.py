"""Short steps: others get a turn between them, and nothing that belongs elsewhere is done inside."""

from __future__ import annotations

import contextlib
import gc
import threading
import time

import pytest
from django.db import InterfaceError, OperationalError, connection, connections, transaction

from kumppanuus.core.turns import PAUSE, turn, undisturbed


def test_a_step_is_followed_by_a_pause_as_long_as_it_took() -> None:
    start = time.monotonic()
    with turn():
        time.sleep(3 * PAUSE)
    assert time.monotonic() - start >= 6 * PAUSE


def test_no_garbage_is_collected_while_anybody_is_inside() -> None:
    assert gc.isenabled()
    with undisturbed():
        with undisturbed():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()


@pytest.mark.django_db(transaction=True)
def test_nor_in_a_transaction_however_it_ends() -> None:
    for step in (lambda: None, lambda: 1 / 0, connection.close):
        inside = []
        with contextlib.suppress(ZeroDivisionError, OperationalError, InterfaceError), transaction.atomic():
            inside.append(gc.isenabled())
            step()
        assert (inside, gc.isenabled()) == ([connection.vendor != "sqlite"], True)


sqlite_only = pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite has one writer")


@pytest.mark.django_db(transaction=True)
@sqlite_only
def test_who_waits_for_the_only_writer_asks_again_and_again() -> None:
    """SQLite's own waiting asks a dozen times in the first half second, then ten times a second."""
    asked, gone_on, enough = [], [], threading.Event()

    def write() -> None:
        def count(execute, sql, params, many, context):
            asked.append(sql)
            if len(asked) > 20:
                enough.set()
            return execute(sql, params, many, context)

        try:
            with connection.execute_wrapper(count), transaction.atomic():
                gone_on.append(len(asked))
        finally:
            connections.close_all()

    with transaction.atomic():
        other = threading.Thread(target=write)
        other.start()
        assert enough.wait(15)
        assert gone_on == []
    other.join(15)
    assert {*asked} == {"BEGIN IMMEDIATE"}
    assert len(gone_on) == 1


@pytest.mark.django_db(transaction=True)
@sqlite_only
def test_who_waits_too_long_is_refused_and_waits_as_before_next_time(monkeypatch) -> None:
    problems = []

    def write() -> None:
        connection.settings_dict["OPTIONS"] = connection.settings_dict["OPTIONS"] | {"timeout": 0.05}
        try:
            with transaction.atomic():
                pass
        except OperationalError as problem:
            problems.append(str(problem))
        with connection.cursor() as cursor:
            problems.append(cursor.execute("PRAGMA busy_timeout").fetchone()[0])
        connections.close_all()

    before = connection.settings_dict["OPTIONS"]
    with transaction.atomic():
        other = threading.Thread(target=write)
        other.start()
        other.join(15)
    connection.settings_dict["OPTIONS"] = before
    assert problems == ["database is locked", 50]
