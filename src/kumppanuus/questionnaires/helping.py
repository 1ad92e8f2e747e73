"""What helps with an item of a checklist: told by the apps above, each by its file `helping.py`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Help:
    """Something that helps: in words, and where it stands."""

    words: str
    address: str


@dataclass(frozen=True)
class Helper:
    """What an app has that helps.

    count  for a column with the key of a bank item: an expression for how many help with it, so that rows that are read
           anyway tell it and no query is added
    say    for a number and the item's slug: what is shown
    """

    count: Callable[[str], Any]
    say: Callable[[int, str], Help]


helpers: list[Helper] = []


def helps(*, count: Callable[[str], Any], say: Callable[[int, str], Help]) -> None:
    """Register what an app has; called at import of its `helping.py`."""
    helpers.append(Helper(count, say))


def counts(column: str) -> dict[str, Any]:
    """Return what to annotate rows with whose `column` holds the key of a bank item."""
    return {f"help_{number}": one.count(column) for number, one in enumerate(helpers)}


def help_of(row: Any, slug: str) -> list[Help]:
    """Return what helps with the bank item of a row that was annotated so."""
    numbers = [getattr(row, f"help_{number}") for number in range(len(helpers))]
    return [one.say(n, slug) for one, n in zip(helpers, numbers, strict=True) if n]
