"""Immutability kept by the database: one trigger template for SQLite and PostgreSQL.

A frozen row can be neither changed nor deleted, except while an act of redaction stands open in
`core_redaction_open` (a row that only the redacting transaction sees and removes again).
"""

from __future__ import annotations

from typing import Any

from django.db.migrations.operations.base import Operation

SQLITE = """
CREATE TRIGGER {name}_{verb} BEFORE {verb} ON {table}
WHEN ({when}) AND NOT EXISTS (SELECT 1 FROM core_redaction_open)
BEGIN SELECT RAISE(ABORT, 'frozen: {table}'); END
"""

POSTGRESQL = """
CREATE OR REPLACE FUNCTION {name}_{verb}_guard() RETURNS trigger AS $$
BEGIN
  IF ({when}) AND NOT EXISTS (SELECT 1 FROM core_redaction_open) THEN
    RAISE EXCEPTION 'frozen: {table}' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN {row};
END $$ LANGUAGE plpgsql;
CREATE TRIGGER {name}_{verb} BEFORE {verb} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}_{verb}_guard();
"""


def differ(column: str, postgres: bool) -> str:
    """Return SQL that says whether the column changes, nulls included; JSON is compared as it is written."""
    return (
        f'NEW."{column}"::text IS DISTINCT FROM OLD."{column}"::text'
        if postgres
        else f'NEW."{column}" IS NOT OLD."{column}"'
    )


class Freeze(Operation):
    """Migration operation: rows of `table` for which `when` holds (written with OLD.) are frozen in every column.

    but     columns that may still change (a version's status going from published to superseded)
    forget  columns that may only become empty (who wrote it, when the person is erased)
    never   a change that is refused although its column is in `but` (NEW."status" = 'draft')
    insert  when a new row is refused, written with NEW. (an item added to a published version); no row is moved
            there either

    Every column that the table has when the operation runs is guarded. A column added later, or a table that SQLite
    makes anew, needs the operation again: tests/laws/test_frozen.py tries each column of each frozen table.
    """

    reversible = True
    reduces_to_sql = True

    def __init__(  # noqa: PLR0917 - written out in migrations
        self,
        table: str,
        when: str,
        but: tuple[str, ...] = (),
        never: str = "",
        insert: str = "",
        forget: tuple[str, ...] = (),
    ) -> None:
        self.table, self.when, self.but = table, when, but
        self.never, self.insert, self.forget = never, insert, forget

    def deconstruct(self) -> Any:
        return self.__class__.__name__, [self.table, self.when, self.but, self.never, self.insert, self.forget], {}

    def state_forwards(self, app_label: str, state: Any) -> None:
        """The trigger is no part of Django's own picture of the models."""

    def columns(self, state: Any) -> list[str]:
        """Return every column of the table. Raises LookupError for a table that no model has."""
        for model in state.apps.get_models(include_auto_created=True):
            if model._meta.db_table == self.table:
                return [field.column for field in model._meta.local_concrete_fields]
        raise LookupError(self.table)

    def changed(self, columns: list[str], postgres: bool) -> str:
        """Return SQL that says whether an update changes what is kept."""
        free = {*self.but, *self.forget}
        parts = [differ(column, postgres) for column in columns if column not in free]
        parts += [f'(NEW."{c}" IS NOT NULL AND {differ(c, postgres)})' for c in self.forget]
        return " OR ".join(parts + ([f"({self.never})"] if self.never else []))

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        postgres = schema_editor.connection.vendor == "postgresql"
        template = POSTGRESQL if postgres else SQLITE
        update = f"({self.when}) AND ({self.changed(self.columns(to_state), postgres)})"
        if self.insert:
            update = f"({update}) OR (({self.insert}) AND NOT ({self.when}))"
        guards = [("UPDATE", update, "NEW"), ("DELETE", self.when, "OLD")]
        if self.insert:
            guards.append(("INSERT", self.insert, "NEW"))
        for verb, when, row in guards:
            sql = template.format(name=f"frozen_{self.table}", table=self.table, verb=verb, when=when, row=row)
            schema_editor.execute(sql.replace("%", "%%") if postgres else sql, params=None)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for verb in ("UPDATE", "DELETE", "INSERT"):
            on = f" ON {self.table}" if schema_editor.connection.vendor == "postgresql" else ""
            schema_editor.execute(f"DROP TRIGGER IF EXISTS frozen_{self.table}_{verb}{on}")

    def describe(self) -> str:
        return f"Freeze rows of {self.table}"


class Thaw(Operation):
    """Migration operation: take the triggers off a table, before it gets columns; `Freeze` follows in the migration.

    On SQLite a table that gets a column is made anew, and triggers elsewhere that read it would not find it meanwhile.
    """

    reversible = True
    reduces_to_sql = True

    def __init__(self, table: str) -> None:
        self.table = table

    def deconstruct(self) -> Any:
        return self.__class__.__name__, [self.table], {}

    def state_forwards(self, app_label: str, state: Any) -> None:
        """The triggers are no part of Django's own picture of the models."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        Freeze(self.table, "").database_backwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Going back, the migration's `Freeze` is undone and this leaves the table as it is: open."""

    def describe(self) -> str:
        return f"Thaw {self.table}"
