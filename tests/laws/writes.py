"""Counting the writes to product tables."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from tests.only_actions_write import WRITE, product_tables

COUNTS = {"links_tally"}  # a refused try is counted, too: that is what the limits of tries are made of


@contextmanager
def counting_writes() -> Iterator[list[str]]:
    """Give a list that fills with each statement that writes a product table."""
    found: list[str] = []

    def look(execute, sql, params, many, context):
        match = WRITE.match(sql)
        if match and match[2] in product_tables() - COUNTS:
            found.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(look):
        yield found
