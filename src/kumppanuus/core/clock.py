"""Periodic work: each app's tasks.py says what it does every minute, hour or day; one clock runs it.

A job may run twice (the clock died between doing and writing down) and must be able to.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from kumppanuus.core.permissions import app_of

Period = Literal["minute", "hour", "day"]
DAY_STARTS = 6  # daily work waits for this local hour, so that nobody gets mail at night


@dataclass(frozen=True)
class Job:
    """Something to do once in each period. `name` is `<app>.<function>`."""

    name: str
    period: Period
    run: Callable[[], object]

    def is_due(self, last: dt.datetime | None, now: dt.datetime) -> bool:
        """Say whether the job should run now, given when it last did (both in local time)."""
        if last is None:
            return True
        match self.period:
            case "minute":
                return now - last >= dt.timedelta(minutes=1)
            case "hour":
                return now - last >= dt.timedelta(hours=1)
            case _:
                return now.date() > last.date() and now.hour >= DAY_STARTS


jobs: dict[str, Job] = {}


def every(period: Period) -> Callable[[Callable[[], object]], Callable[[], object]]:
    """Register a function without arguments to run once in each period."""

    def keep(function: Callable[[], object]) -> Callable[[], object]:
        name = f"{app_of(function.__module__)}.{function.__name__}"
        if name in jobs:
            raise ValueError(f"Job {name} is defined twice")
        jobs[name] = Job(name, period, function)
        return function

    return keep
