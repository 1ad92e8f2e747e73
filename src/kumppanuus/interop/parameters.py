"""Kinds of values that the interfaces share, as strict as their OpenAPI documents say."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, WithJsonSchema


def _is_number(value: Any) -> bool:
    """Return whether a value would be read as seconds since 1970."""
    try:
        float(value)
    except (TypeError, ValueError):
        return False
    return True


def _moment(value: Any) -> Any:
    """Return a moment as it was written. Raises ValueError for a number."""
    if _is_number(value):
        raise ValueError("Write the moment as RFC 3339: 2026-11-22T10:00:00Z")
    return value


def _day(value: Any) -> Any:
    """Return a day as it was written. Raises ValueError for a number, and for a moment."""
    if _is_number(value) or (isinstance(value, str) and len(value) != len("2026-11-22")):
        raise ValueError("Write the day as RFC 3339: 2026-11-22")
    return value


Moment = Annotated[dt.datetime, BeforeValidator(_moment)]
Day = Annotated[dt.date, BeforeValidator(_day)]
LanguageCode = Annotated[str, Field(pattern="^([a-z]{2,3})?$", description="The language, before `Accept-Language`")]
# RFC 3339, the "time" of JSON Schema, demands an offset; a time of day in Finland has none.
ClockTime = Annotated[dt.time, WithJsonSchema({"type": "string", "pattern": "^[0-2][0-9]:[0-5][0-9]:[0-5][0-9]$"})]
