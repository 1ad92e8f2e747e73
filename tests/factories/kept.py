# ruff: noqa: S608 - tables and columns of our own
"""Worlds that are built once and put back: most of a suite's time would go into building the same rows again.

What a builder left in the database the first time is kept, table by table, and written again as it was whenever a test
asks for the same thing from the same start. What the builder returned is kept beside it, so that each test has objects
of its own. Nothing is kept from one run to the next.
"""

from __future__ import annotations

import functools
import pickle
import warnings
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from django.conf import settings
from django.db import connection
from django.utils import timezone

T = TypeVar("T")
PLAIN = '+"{}"'  # SQLite: the value as it lies, not as Python would have it
Rows = dict[str, set]


@dataclass
class _Kept:
    made: bytes
    gone: dict[str, list]  # rows that were there before and were changed, by table
    rows: dict[str, list]
    files: dict[Path, bytes]


_shelf: dict[tuple, _Kept] = {}


def kept(build: Callable[[], T]) -> Callable[[], T]:
    """Make a builder of test data that really builds once for each start it meets; called alike, it gives the same."""

    @functools.wraps(build)
    def again() -> T:
        if not connection.in_atomic_block:  # a test that really commits: its rows are for all to see
            return build()
        key = (build.__module__, build.__qualname__, timezone.localdate(), _start())
        if key in _shelf:
            return _put_back(_shelf[key])
        before, files = _everything(), set(_files())
        made = build()
        after = _everything()
        _shelf[key] = _Kept(
            pickle.dumps(made),
            {table: sorted(rows - after[table], key=repr) for table, rows in before.items() if rows - after[table]},
            {table: sorted(rows - before[table], key=repr) for table, rows in after.items() if rows - before[table]},
            {one: one.read_bytes() for one in _files() if one not in files},
        )
        return made

    return again


def _put_back(one: _Kept) -> Any:
    with _unwatched():
        for table, rows in one.gone.items():
            _take_out(table, rows)
        for table, rows in one.rows.items():
            _put_in(table, rows)
    for path, words in one.files.items():
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(words)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return pickle.loads(one.made)  # noqa: S301 - our own, of this process


def _files() -> list[Path]:
    return [one for one in Path(settings.MEDIA_ROOT).rglob("*") if one.is_file()]


@functools.cache
def _tables() -> dict[str, list[str]]:
    """Each table with its columns, those that the database computes left out."""
    with connection.cursor() as cursor:
        names = [one.name for one in connection.introspection.get_table_list(cursor) if one.type == "t"]
    with _raw() as cursor:
        if _is_postgres():
            found = cursor.execute(
                "SELECT table_name, column_name FROM information_schema.columns"
                " WHERE table_schema = 'public' AND is_generated = 'NEVER' ORDER BY ordinal_position"
            ).fetchall()
            return {name: [column for table, column in found if table == name] for name in sorted(names)}
        return {
            name: [row[1] for row in cursor.execute(f'PRAGMA table_xinfo("{name}")').fetchall() if not row[6]]
            for name in sorted(names)
        }


def _is_postgres() -> bool:
    return connection.vendor == "postgresql"


@contextmanager
def _raw():
    cursor = connection.connection.cursor()
    try:
        yield cursor
    finally:
        cursor.close()


def _columns(table: str, how: str = '"{}"') -> str:
    return ", ".join(how.format(one) for one in _tables()[table])


def _start() -> tuple:
    """How many rows each table has, and the numbers of the kinds of content: what a builder starts from."""
    asked = [f"SELECT '{one}', count(*) FROM \"{one}\"" for one in _tables()]
    asked.append("SELECT '', coalesce(min(id), 0) FROM django_content_type")
    with _raw() as cursor:
        return tuple(sorted(cursor.execute(" UNION ALL ".join(asked)).fetchall()))


def _everything() -> Rows:
    with _raw() as cursor:
        if not _is_postgres():
            asked = {one: f'SELECT {_columns(one, PLAIN)} FROM "{one}"' for one in _tables()}
            return {one: set(cursor.execute(words).fetchall()) for one, words in asked.items()}
        found = {}
        for one in _tables():
            with cursor.copy(f'COPY "{one}" ({_columns(one)}) TO STDOUT') as lines:
                found[one] = set(b"".join(lines).splitlines())
        return found


def _take_out(table: str, rows: list) -> None:
    key = _tables()[table].index("id")
    with _raw() as cursor:
        for row in rows:
            value = row.split(b"\t")[key].decode() if _is_postgres() else row[key]
            cursor.execute(f'DELETE FROM "{table}" WHERE id = {"%s" if _is_postgres() else "?"}', [value])


def _put_in(table: str, rows: list) -> None:
    with _raw() as cursor:
        if _is_postgres():
            with cursor.copy(f'COPY "{table}" ({_columns(table)}) FROM STDIN') as copy:
                copy.write(b"\n".join(rows) + b"\n")
        else:
            marks = ", ".join("?" for _one in _tables()[table])
            cursor.executemany(f'INSERT INTO "{table}" ({_columns(table)}) VALUES ({marks})', rows)


@contextmanager
def _unwatched():
    """Let rows lie down in any order: no trigger of ours asks whether what they belong to is frozen already."""
    with _raw() as cursor:
        if _is_postgres():
            cursor.execute("SET LOCAL session_replication_role = replica")
            yield
            cursor.execute("SET LOCAL session_replication_role = origin")
        else:
            cursor.execute("INSERT INTO core_redaction_open (id) VALUES (-1)")
            yield
            cursor.execute("DELETE FROM core_redaction_open WHERE id = -1")
