"""The search page and the everyday words; what the search finds is listed by its own apps."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


def addresses() -> Iterator[tuple[str, Any]]:
    """Give each public page once, without language."""
    yield "search:search", ()
    yield "search:words", ()
