"""Rows for the database made ready beforehand, so that the one transaction that writes them is short.

New rows have negative numbers until then: -1 is the first of its table. A foreign key may hold such a number.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db import connection, models


class Moved(Exception):
    """Something that the plan rests on has changed meanwhile; nothing was written."""


class Writing:
    """What is to be inserted, updated and deleted. `ready` compiles it, `write` does it inside a transaction."""

    def __init__(self) -> None:
        self.new: dict[type[models.Model], list[models.Model]] = defaultdict(list)
        self.updates: dict[tuple[type[models.Model], tuple[str, ...], bool], list[dict[str, Any]]] = defaultdict(list)
        self.deletes: list[tuple[str, list[tuple[Any, ...]]]] = []
        self.inserts: list[tuple[type[models.Model], str, list[list[Any]], list[tuple[int, type[models.Model]]]]] = []
        self.changes: list[tuple[str, list[list[Any]], bool]] = []

    def add(self, row: models.Model) -> int:
        """Add a new row; returns its number until it is written."""
        rows = self.new[type(row)]
        rows.append(row)
        row.pk = -len(rows)
        return int(row.pk)

    def update(self, model: type[models.Model], pk: int, values: dict[str, Any], *, seen: Any = None) -> None:
        """Change columns of a row; with `seen`, only if it was last edited then, else the whole writing is off."""
        row = {**values, "id": pk} | ({"edited_at seen": seen} if seen is not None else {})
        self.updates[model, tuple(values), seen is not None].append(row)

    def delete(self, sql: str, rows: list[tuple[Any, ...]]) -> None:
        """Delete by a statement, once for each row of parameters."""
        if rows:
            self.deletes.append((sql, rows))

    def ready(self) -> None:
        """Compile everything; takes its time, outside of any transaction."""
        for model, rows in self.new.items():
            fields: list[Any] = list(model._meta.local_concrete_fields)
            names = ", ".join(connection.ops.quote_name(field.column) for field in fields)
            marks = ", ".join(["%s"] * len(fields))
            sql = f"INSERT INTO {connection.ops.quote_name(model._meta.db_table)} ({names}) VALUES ({marks})"  # noqa: S608
            values = [[_prepared(field, field.pre_save(row, True)) for field in fields] for row in rows]
            numbers = [(place, whose) for place, field in enumerate(fields) if (whose := _numbered(model, field))]
            self.inserts.append((model, sql, values, numbers))
        self._ready_updates()

    def _ready_updates(self) -> None:
        for (model, names_, checked), changed in self.updates.items():
            fields: list[Any] = [model._meta.get_field(name) for name in names_]
            sets = ", ".join(f"{connection.ops.quote_name(field.column)} = %s" for field in fields)
            sql = f"UPDATE {connection.ops.quote_name(model._meta.db_table)} SET {sets} WHERE id = %s"  # noqa: S608
            told: list[Any] = [(name, model._meta.get_field(name)) for name in names_]
            told.append(("id", model._meta.pk))
            if checked:
                sql += " AND edited_at = %s"
                told.append(("edited_at seen", model._meta.get_field("edited_at")))
            self.changes.append((sql, [[_prepared(f, row[name]) for name, f in told] for row in changed], checked))

    def write(self) -> dict[type[models.Model], list[int]]:
        """Write what is ready, inside the caller's transaction; returns the numbers that new rows have got.

        Raises Moved when a checked row was edited meanwhile.
        """
        given = {model: _numbers(model, len(rows)) for model, _sql, rows, _refs in self.inserts}
        with connection.cursor() as cursor:
            for sql, deleted in self.deletes:
                cursor.executemany(sql, deleted)
            for sql, changed, checked in self.changes:
                cursor.executemany(sql, changed)
                if checked and cursor.rowcount != len(changed):
                    raise Moved
            for _model, sql, rows, numbers in self.inserts:
                for row in rows:
                    for place, whose in numbers:
                        value = row[place]
                        if value is not None and value < 0:
                            row[place] = given[whose][-value - 1]
                cursor.executemany(sql, rows)
        return given


def _prepared(field: Any, value: Any) -> Any:
    return field.get_db_prep_save(value, connection)


def _numbered(model: type[models.Model], field: Any) -> type[models.Model] | None:
    """Return whose numbers a column holds, if any."""
    if field.primary_key:
        return model
    return field.related_model if field.remote_field is not None else None


def _numbers(model: type[models.Model], count: int) -> list[int]:
    """Take so many new numbers of a table."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, count]
            )
            return [row[0] for row in cursor.fetchall()]
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        last = cursor.fetchone()
        cursor.execute(f'SELECT max(id) FROM "{table}"')  # noqa: S608 - a table of ours
        first = max((last or [0])[0], (cursor.fetchone() or [0])[0] or 0) + 1
        return list(range(first, first + count))


def last_of(model: Any, **where: Any) -> int:
    """Return the highest number of a table's rows, 0 where there are none."""
    return int(model.objects.filter(**where).aggregate(last=models.Max("pk"))["last"] or 0)


def chunks(rows: Iterable[Any], size: int) -> Iterable[list[Any]]:
    """Cut into lists of at most so many."""
    held: list[Any] = []
    for row in rows:
        held.append(row)
        if len(held) >= size:
            yield held
            held = []
    if held:
        yield held
