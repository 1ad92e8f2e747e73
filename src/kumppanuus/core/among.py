"""The lookup `among`: `filter(pk__among=ids)` with thousands of ids as one value.

`in` writes a placeholder for each, so that every list is a statement of its own: half a megabyte each that a connection
keeps prepared, and milliseconds to write.
"""

from __future__ import annotations

import json
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import IntegerField, Lookup
from django.db.models.sql.compiler import SQLCompiler


@IntegerField.register_lookup
class Among(Lookup[Any]):
    """The number is one of some."""

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:
        """Write it for the database at hand."""
        left, values = self.process_lhs(compiler, connection)
        ids = [int(one) for one in self.rhs]
        if connection.vendor == "postgresql":
            return f"{left} = ANY(%s)", (*values, ids)
        return f"{left} IN (SELECT value FROM json_each(%s))", (*values, json.dumps(ids))  # noqa: S608 - a column's name
