"""Numbers in addresses: only those that a row can have. A longer one names nothing, so it is not there (404)."""

from __future__ import annotations

from typing import Annotated

from django.urls import register_converter
from django.urls.converters import IntConverter
from pydantic import Field

MOST = 10**18 - 1  # fits the databases' eight bytes

RowId = Annotated[int, Field(ge=0, le=MOST)]  # in the API


class Id(IntConverter):
    """`<id:pk>` in a pattern; Django's own `int` lets numbers through that break the query."""

    regex = "[0-9]{1,18}"


register_converter(Id, "id")
