"""Kinds of values that the interfaces share, as strict as their OpenAPI documents say."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, WithJsonSchema


def _written(value: Any) -> Any:
    """Return a moment as it was written. Raises ValueError for a number, which would be read as seconds since 1970."""
    try:
        float(value)
    except (TypeError, ValueError):
        return value
    raise ValueError("Write the moment as RFC 3339: 2026-11-22T10:00:00Z")


Moment = Annotated[dt.datetime, BeforeValidator(_written)]
LanguageCode = Annotated[str, Field(pattern="^([a-z]{2,3})?$", description="The language, before `Accept-Language`")]
# RFC 3339, the "time" of JSON Schema, demands an offset; a time of day in Finland has none.
ClockTime = Annotated[dt.time, WithJsonSchema({"type": "string", "pattern": "^[0-2][0-9]:[0-5][0-9]:[0-5][0-9]$"})]
