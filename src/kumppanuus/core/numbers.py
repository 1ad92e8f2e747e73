"""Numbers in addresses: only those that a row can have. A longer one names nothing, so its address is not there (404)."""

from __future__ import annotations

from django.urls import register_converter
from django.urls.converters import IntConverter

MOST = 10**18 - 1  # fits the databases' eight bytes


class Id(IntConverter):
    """`<id:pk>` in a pattern; Django's own `int` lets numbers through that break the query."""

    regex = "[0-9]{1,18}"


register_converter(Id, "id")
