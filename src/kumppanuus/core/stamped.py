"""Rows that know when they were made and last changed, for those who keep a copy of them and ask only for what is new.

Whatever writes such a row moves its `changed_at`: `save` (also with `update_fields`), `update` and `bulk_update`, by
the model's own manager or by its `_base_manager`. tests/laws/test_stamped.py tries every action.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from django.db import models
from django.utils import timezone

Row = TypeVar("Row", bound=models.Model)


class ChangingQuerySet(models.QuerySet[Row]):
    """Rows of a `Changing` model; a model's own queryset is made from this one."""

    def update(self, **values: Any) -> int:
        """Update, and say when."""
        return super().update(**{"changed_at": timezone.now()} | values)


class Changing(models.Model):
    """A model whose rows know when they were last changed."""

    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ChangingQuerySet.as_manager()

    class Meta:
        abstract = True
        base_manager_name = "objects"  # what is redacted or merged is written through it

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **more: Any) -> None:
        """Save, and say when."""
        if update_fields is None or (update_fields := list(update_fields)):  # none at all: nothing is written
            self.changed_at = timezone.now()
            update_fields = None if update_fields is None else {*update_fields, "changed_at"}
        super().save(*args, update_fields=update_fields, **more)


class Stamped(Changing):
    """A model whose rows also know when they were made."""

    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta(Changing.Meta):
        abstract = True
