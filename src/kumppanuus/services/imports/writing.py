"""Rows for the database made ready beforehand: new ones that go in hidden, in short steps, and what is done at once.

New rows have negative numbers until they are written: -1 is the first of its table; a foreign key may hold such a
number. An organisation or an entry goes in hidden (`core.merged`), and before it is shown goes in what is seen only
with it. What would show at once, a part of something that is here already, is *late*: it is written in the last
transaction.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import connection, models

from kumppanuus.core.merged import Mergeable
from kumppanuus.services.imports import statements

MOMENTS = ("edited_at", "verified_at")


class Moved(Exception):
    """Something that the plan rests on has changed meanwhile; nothing was written."""


class Overtaken(Exception):
    """Another worker has taken the import over, since this one was silent for too long; it stops."""


@dataclass
class Step:
    """Some new rows of one table: their columns, their numbers so far, and whose numbers stand where."""

    model: type[models.Model]
    sql: str
    numbers: list[int]
    rows: list[list[Any]]
    refs: list[tuple[int, type[models.Model]]]


@dataclass
class Change:
    """Rows of one table to be changed in the same columns; `moments` are the places of the time of writing."""

    model: type[models.Model]
    sql: str
    rows: list[list[Any]]
    casts: list[str]
    key: int
    checked: bool
    moments: list[int]


class Writing:
    """What is to be inserted, updated and deleted. `ready` compiles it; `steps` and then `write` do it.

    Statements stay in the order in which they first came.
    """

    def __init__(self, stamp: dt.datetime | None = None) -> None:
        self.stamp = stamp
        self.new: dict[type[models.Model], list[models.Model]] = defaultdict(list)
        self.late: dict[type[models.Model], set[int]] = defaultdict(set)
        self.given: dict[type[models.Model], dict[int, int]] = defaultdict(dict)
        self.updates: dict[tuple[type[models.Model], tuple[str, ...], bool], list[dict[str, Any]]] = defaultdict(list)
        self.deletes: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
        self.early: list[Step] = []
        self.last: list[Step] = []
        self.changes: list[Change] = []

    def add(self, row: models.Model) -> int:
        """Add a new row; returns its number until it is written."""
        rows = self.new[type(row)]
        rows.append(row)
        row.pk = -len(rows)
        if isinstance(row, Mergeable):
            row.merged_into_id = row.pk  # type: ignore[attr-defined]  # the model is abstract
        elif self._shows(row):
            self.late[type(row)].add(row.pk)
        return int(row.pk)

    def _shows(self, row: models.Model) -> bool:
        """Say whether the row would be seen if it went in now: it hangs on nothing hidden, or on what is late."""
        hangs = [(whose, getattr(row, attname)) for attname, whose in _links(type(row))]
        new = [(whose, number) for whose, number in hangs if number is not None and number < 0]
        return not new or any(number in self.late[whose] for whose, number in new)

    def update(self, model: type[models.Model], pk: int, values: dict[str, Any], *, seen: Any = None) -> None:
        """Change columns of a row; with `seen`, only if it was last edited then, else the whole writing is off."""
        row = {**values, "id": pk} | ({"edited_at seen": seen} if seen is not None else {})
        self.updates[model, tuple(values), seen is not None].append(row)

    def delete(self, sql: str, rows: list[tuple[Any, ...]]) -> None:
        """Delete, or take something away, by a statement, once for each row of parameters (`statements.each`)."""
        if rows:
            self.deletes[sql] += rows

    def ready(self) -> None:
        """Compile everything; takes its time, outside of any transaction."""
        for model in _in_order(self.new):
            rows = self.new[model]
            fields: list[Any] = list(model._meta.local_concrete_fields)
            names = ", ".join(connection.ops.quote_name(field.column) for field in fields)
            marks = ", ".join(["%s"] * len(fields))
            sql = f"INSERT INTO {connection.ops.quote_name(model._meta.db_table)} ({names}) VALUES ({marks})"  # noqa: S608
            refs = [(place, whose) for place, field in enumerate(fields) if (whose := _numbered(model, field))]
            late = self.late[model]
            for steps, chosen in (
                (self.early, [row for row in rows if row.pk not in late]),
                (self.last, [row for row in rows if row.pk in late]),
            ):
                if chosen:
                    values = [[_prepared(field, field.pre_save(row, True)) for field in fields] for row in chosen]
                    steps.append(Step(model, sql, [row.pk for row in chosen], values, refs))
        self._ready_updates()

    def _ready_updates(self) -> None:
        for (model, names_, checked), changed in self.updates.items():
            fields: list[Any] = [model._meta.get_field(name) for name in names_]
            sets = ", ".join(f"{connection.ops.quote_name(field.column)} = %s" for field in fields)
            sql = f"UPDATE {connection.ops.quote_name(model._meta.db_table)} SET {sets} WHERE id = %s"  # noqa: S608
            told: list[Any] = [(name, model._meta.get_field(name)) for name in names_]
            told.append(("id", model._meta.pk))
            if checked:
                sql += " AND edited_at = %s AND merged_into_id IS NULL"
                told.append(("edited_at seen", model._meta.get_field("edited_at")))
            rows = [[_prepared(field, row[name]) for name, field in told] for row in changed]
            stamped = [place for place, name in enumerate(names_) if name in MOMENTS] if self.stamp else []
            casts = [_cast(field) for _name, field in told]
            self.changes.append(Change(model, sql, rows, casts, len(names_), checked, stamped))

    def steps(self, size: int) -> Iterator[Step]:
        """Give the hidden rows in the order in which they can go in, some at a time."""
        for step in self.early:
            for start in range(0, len(step.rows), size):
                part = slice(start, start + size)
                yield Step(step.model, step.sql, step.numbers[part], step.rows[part], step.refs)

    def insert(self, step: Step) -> None:
        """Insert some new rows, inside the caller's transaction; they get their numbers."""
        given = self.given[step.model]
        given |= dict(zip(step.numbers, _numbers(step.model, len(step.rows)), strict=True))
        for row in step.rows:
            for place, whose in step.refs:
                value = row[place]
                if value is not None and value < 0:
                    row[place] = self.given[whose][value]
        statements.insert(step.sql, step.rows)

    def write(self, moment: dt.datetime | None = None) -> None:
        """Write the rest, inside the caller's transaction; what is stamped is stamped with the moment.

        Raises Moved when a checked row was edited or merged meanwhile.
        """
        stamp = connection.ops.adapt_datetimefield_value(moment)
        for sql, deleted in self.deletes.items():
            statements.each(sql, deleted)
        for change in self.changes:
            for row in change.rows:
                if row[change.key] < 0:
                    row[change.key] = self.given[change.model][row[change.key]]
                for place in change.moments if moment else ():
                    row[place] = stamp
            touched = statements.each(change.sql, change.rows, change.casts)
            if change.checked and touched != len(change.rows):
                raise Moved
        for step in self.last:
            self.insert(step)


@cache
def _links(model: type[models.Model]) -> list[tuple[str, type[models.Model]]]:
    """Return the foreign keys of a table: (column, whose number it holds)."""
    fields: Any = model._meta.local_concrete_fields
    return [(field.attname, field.related_model) for field in fields if field.remote_field is not None]


def _in_order(new: dict[type[models.Model], list[models.Model]]) -> list[type[models.Model]]:
    """Return the tables so that what a row hangs on comes before it."""
    left, found = list(new), []
    while left:
        first = next(model for model in left if not {whose for _n, whose in _links(model)} & (set(left) - {model}))
        left.remove(first)
        found.append(first)
    return found


def _prepared(field: Any, value: Any) -> Any:
    return field.get_db_prep_save(value, connection)


def _cast(field: Any) -> str:
    """Return the type by which PostgreSQL knows a value, which may be none, for what it is."""
    told = str(field.db_type(connection) if not field.primary_key else field.rel_db_type(connection))
    return "" if told.startswith(("varchar", "text")) else told


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
