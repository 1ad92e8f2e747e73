"""Public pages of continuity."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


def addresses() -> Iterator[tuple[str, Any]]:
    """Give each public page once, without language."""
    yield "continuity:ownerless", ()
