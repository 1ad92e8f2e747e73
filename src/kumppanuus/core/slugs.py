"""Readable names in addresses."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import models
from django.utils.text import slugify


def free_slug(
    rows: models.QuerySet[Any],
    wanted: str,
    *,
    fallback: str,
    reserved: Collection[str] = (),
    column: str = "slug",
    longest: int = 100,
) -> str:
    """Return an address part made of the words that no row's column has yet: "name", else "name-2" and so on.

    One query. Two callers at once may get the same: the column's unique constraint decides.
    """
    base = slugify(wanted)[:longest].strip("-") or fallback
    taken = set(rows.filter(**{f"{column}__startswith": base}).values_list(column, flat=True)) | set(reserved)
    if base not in taken:
        return base
    return next(slug for number in range(2, len(taken) + 3) if (slug := f"{base}-{number}") not in taken)
