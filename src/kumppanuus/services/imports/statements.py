"""One statement for many rows of parameters.

SQLite is given them one by one, which costs it next to nothing. PostgreSQL would parse, plan and answer each: it is
given hundreds at once, as a table of values.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django.db import connection

AT_ONCE = 500
Rows = Sequence[Sequence[Any]]


def each(sql: str, rows: Rows, casts: Sequence[str] = ()) -> int:
    """Run an UPDATE or DELETE, which has one WHERE of its own, for each row; returns how many rows it touched.

    `casts`: for each parameter the type of its column where that cannot be seen from its value, or "".
    """
    with connection.cursor() as cursor:
        if connection.vendor != "postgresql":
            cursor.executemany(sql, rows)
            return int(cursor.rowcount)
        touched = 0
        for start in range(0, len(rows), AT_ONCE):
            some = rows[start : start + AT_ONCE]
            cursor.execute(_joined(sql, casts, len(some), len(some[0])), [one for row in some for one in row])
            touched += cursor.rowcount
        return touched


def insert(sql: str, rows: Rows) -> None:
    """Run an INSERT, which ends with the marks of one row, for each row."""
    with connection.cursor() as cursor:
        if connection.vendor != "postgresql":
            cursor.executemany(sql, rows)
            return
        head, values, marks = sql.partition(" VALUES ")
        for start in range(0, len(rows), AT_ONCE):
            some = rows[start : start + AT_ONCE]
            cursor.execute(head + values + ", ".join([marks] * len(some)), [one for row in some for one in row])


def _joined(sql: str, casts: Sequence[str], number: int, width: int) -> str:
    """Return the statement with a table of values in place of its parameters."""
    names = [f"p{at}" for at in range(width)]
    typed = zip(names, casts or [""] * width, strict=True)
    told = iter(f"CAST(v.{name} AS {cast})" if cast else f"v.{name}" for name, cast in typed)
    head, _where, rest = re.sub("%s", lambda _mark: next(told), sql).partition(" WHERE ")
    row = f"({', '.join(['%s'] * width)})"
    between = "USING" if head.startswith("DELETE") else "FROM"
    return f"{head} {between} (VALUES {', '.join([row] * number)}) AS v({', '.join(names)}) WHERE {rest}"
