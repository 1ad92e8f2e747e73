"""Loading the classifications that ship with the product."""

from __future__ import annotations

import csv
from importlib import resources

from kumppanuus.core.actions import quiet_action
from kumppanuus.core.actors import Actor
from kumppanuus.core.texts import Text
from kumppanuus.taxonomy.models import Term


@quiet_action
def load(actor: Actor, _obj: None = None) -> int:
    """Load the association classes (from public minutes; each names its source). Again changes nothing."""
    path = resources.files("kumppanuus.taxonomy") / "data" / "association_classes.csv"
    rows = list(csv.DictReader(path.read_text("utf-8").splitlines()))
    for order, row in enumerate(rows):
        Term.objects.update_or_create(
            scheme=row["scheme"],
            code=row["code"],
            defaults={"name": Text(fi=row["name_fi"]), "source": row["source"], "order": order},
        )
    return len(rows)
