"""Pages of the API's lists: as many rows as asked for, within what a database can count and a program should fetch."""

from __future__ import annotations

from ninja import Field, Schema
from ninja.pagination import LimitOffsetPagination

from kumppanuus.core.numbers import MOST

MOST_ROWS = 1000


class Pages(LimitOffsetPagination):
    """`limit` and `offset` with bounds, told in the OpenAPI document."""

    class Input(Schema):
        limit: int = Field(100, ge=1, le=MOST_ROWS)
        offset: int = Field(0, ge=0, le=MOST - MOST_ROWS)
