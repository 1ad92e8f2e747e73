"""Pages of lists: of the API, as many rows as asked for; on pages, rows whose number is known without counting."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.utils.functional import cached_property
from ninja import Field, Schema
from ninja.pagination import LimitOffsetPagination

from kumppanuus.core.numbers import MOST

MOST_ROWS = 1000


class Pages(LimitOffsetPagination):
    """`limit` and `offset` with bounds, told in the OpenAPI document."""

    class Input(Schema):
        limit: int = Field(100, ge=1, le=MOST_ROWS)
        offset: int = Field(0, ge=0, le=MOST - MOST_ROWS)


class Counted(Paginator[Any]):
    """Pages of rows whose number is known: kept, or counted more cheaply than the rows' own query would."""

    def __init__(self, rows: Any, per_page: int, total: int) -> None:
        super().__init__(rows, per_page)
        self._total = total

    @cached_property
    def count(self) -> int:
        """Return the known number."""
        return self._total
