"""The demo's data files, and the days that they count from today."""

from __future__ import annotations

import datetime as dt
import json
from importlib import resources
from typing import Any

from django.utils import timezone

TUESDAY = 1


def read(name: str) -> Any:
    """Return one of the demo's data files."""
    return json.loads((resources.files("kumppanuus.demo") / "data" / f"{name}.json").read_text("utf-8"))


def meeting_day(in_days: int) -> dt.date:
    """Return the Tuesday of the week that is so many days from today, but no day that changes past into future."""
    day = timezone.localdate() + dt.timedelta(days=in_days)
    tuesday = day + dt.timedelta(days=TUESDAY - day.weekday())
    return tuesday if (tuesday > timezone.localdate()) == (in_days > 0) else day
