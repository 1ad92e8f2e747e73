"""A hook of schemathesis: asks no address that the web server refuses by itself (414), before the product sees it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import schemathesis

LONGEST = 4094  # gunicorn's limit of a request line
REST = 300  # the method, the path and the version


@schemathesis.hook
def filter_query(_context: Any, query: dict[str, Any] | None) -> bool:
    """Keep what fits a request line."""
    return len(urlencode(query or {}, doseq=True)) <= LONGEST - REST
