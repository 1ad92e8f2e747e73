"""Rows that can be merged into another of their kind: the old one stays for what may not change, and is shown no more.

`merged_into` always names the last one of a chain, so that an old address leads there in one step.
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
