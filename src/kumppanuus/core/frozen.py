"""Immutability kept by the database: one trigger template for SQLite and PostgreSQL.

A frozen row can be neither changed nor deleted, except while an act of redaction stands open in
`core_redaction_open` (a row that only the redacting transaction sees and removes again).
"""

from __future__ import annotations

from typing import Any

from django.db.migrations.operations.base import Operation

SQLITE = """
CREATE TRIGGER {name}_{verb} BEFORE {verb} ON {table}
WHEN ({when}) {changes} AND NOT EXISTS (SELECT 1 FROM core_redaction_open)
BEGIN SELECT RAISE(ABORT, 'frozen: {table}'); END
"""

POSTGRESQL = """
CREATE OR REPLACE FUNCTION {name}_{verb}_guard() RETURNS trigger AS $$
BEGIN
  IF ({when}) {changes} AND NOT EXISTS (SELECT 1 FROM core_redaction_open) THEN
    RAISE EXCEPTION 'frozen: {table}' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN {row};
END $$ LANGUAGE plpgsql;
CREATE TRIGGER {name}_{verb} BEFORE {verb} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}_{verb}_guard();
"""


class Freeze(Operation):
    """Migration operation: rows of `table` for which `when` holds (written with OLD.) are frozen.

    but     columns that may still change (a version's status going from published to superseded)
    never   a change that is refused although its column is in `but` (NEW."status" = 'draft')
    insert  when a new row is refused, written with NEW. (an item added to a published version)
    """

    reversible = True
    reduces_to_sql = True

    def __init__(  # noqa: PLR0917 - written out in migrations
        self,
        table: str,
        when: str,
        columns: list[str],
        but: tuple[str, ...] = (),
        never: str = "",
        insert: str = "",
    ) -> None:
        self.table, self.when, self.columns, self.but = table, when, columns, but
        self.never, self.insert = never, insert

    def deconstruct(self) -> Any:
        return self.__class__.__name__, [self.table, self.when, self.columns, self.but, self.never, self.insert], {}

    def state_forwards(self, app_label: str, state: Any) -> None:
        """The trigger is no part of Django's own picture of the models."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        postgres = schema_editor.connection.vendor == "postgresql"
        template, differs = (POSTGRESQL, "IS DISTINCT FROM") if postgres else (SQLITE, "IS NOT")
        cast = "::text" if postgres else ""
        kept = [column for column in self.columns if column not in self.but]
        changed = " OR ".join(f'NEW."{c}"{cast} {differs} OLD."{c}"{cast}' for c in kept)
        changed = f"{changed} OR ({self.never})" if self.never else changed
        guards = [("UPDATE", self.when, f"AND ({changed})", "NEW"), ("DELETE", self.when, "", "OLD")]
        if self.insert:
            guards.append(("INSERT", self.insert, "", "NEW"))
        for verb, when, changes, row in guards:
            sql = template.format(
                name=f"frozen_{self.table}", table=self.table, verb=verb, when=when, changes=changes, row=row
            )
            schema_editor.execute(sql.replace("%", "%%") if postgres else sql, params=None)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for verb in ("UPDATE", "DELETE", "INSERT"):
            on = f" ON {self.table}" if schema_editor.connection.vendor == "postgresql" else ""
            schema_editor.execute(f"DROP TRIGGER IF EXISTS frozen_{self.table}_{verb}{on}")

    def describe(self) -> str:
        return f"Freeze rows of {self.table}"
