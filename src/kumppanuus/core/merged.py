"""Rows that can be merged into another of their kind: the old one stays for what may not change, and is shown no more.

`merged_into` always names the last one of a chain, so that an old address leads there in one step.

A row that is merged into itself is *hidden*: it has not arrived yet, or is on its way out. It stands nowhere, as a
merged one, and leads nowhere. That is how many rows are written or removed in short steps and shown or taken away at
once, with no condition more in any query (decision 0012).
"""

from __future__ import annotations

from typing import Any, TypeVar

from django.db import models

T = TypeVar("T", bound=models.Model)


class Mergeable(models.Model):
    """A model whose `objects` give the rows that stand by themselves; `_base_manager` and foreign keys give all."""

    # Nearly every row has none: an index of those that have is the model's own (`Index(…, condition=…)`).
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="+", db_index=False
    )

    class Meta:
        abstract = True


def everything(model: type[T]) -> models.QuerySet[T]:
    """Return all rows of a model, the merged ones too: for addresses, numbers and histories."""
    return model._base_manager.all()


def merged_in(row: models.Model) -> Any:
    """Return the rows that were merged into this one, oldest first: its former names, numbers and ids."""
    rows: Any = type(row)._base_manager
    return rows.filter(merged_into=row.pk).order_by("pk")


def hidden(model: type[T]) -> models.QuerySet[T]:
    """Return the rows of a model that are hidden; see the first lines of this file."""
    # The first condition lets the index of the column be used; the second alone cannot be looked up.
    return model._base_manager.filter(merged_into__gt=0, merged_into=models.F("pk"))
