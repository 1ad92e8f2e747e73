"""Loading the classifications that ship with the product."""

from __future__ import annotations

import csv
from importlib import resources
from typing import Any

from kumppanuus.core.actions import quiet_action
from kumppanuus.core.actors import Actor
from kumppanuus.core.texts import Text
from kumppanuus.taxonomy.models import Term

FILES = ("association_classes.csv", "directory.csv")


@quiet_action
def load(actor: Actor, _obj: None = None) -> int:
    """Load what ships with the product; each row names its source. Again changes nothing; returns how many terms.

    Association classes (from public minutes), the classes of the Finnish Service Catalogue, languages of service,
    accessibility of places and everyday themes.
    """
    rows = [row for file in FILES for row in _read(file)]
    children = [row for row in rows if row.get("parent")]
    for part in ([row for row in rows if not row.get("parent")], children):  # a parent stands before its children
        known = {term.key: term for term in Term.objects.all()} if part is children else {}
        terms = [
            Term(
                scheme=row["scheme"],
                code=row["code"],
                name=Text({code: row.get(f"name_{code}") or "" for code in ("fi", "sv", "en")}),
                source=row["source"],
                uri=row.get("uri") or "",
                order=row["order"],
                parent=known[f"{row['scheme']}:{row['parent']}"] if part is children else None,
            )
            for row in part
        ]
        Term.objects.bulk_create(
            terms,
            update_conflicts=True,
            unique_fields=("scheme", "code"),
            update_fields=("name", "source", "uri", "order", "parent"),
        )
    return len(rows)


def _read(file: str) -> list[dict[str, Any]]:
    path = resources.files("kumppanuus.taxonomy") / "data" / file
    return [{**row, "order": order} for order, row in enumerate(csv.DictReader(path.read_text("utf-8").splitlines()))]
