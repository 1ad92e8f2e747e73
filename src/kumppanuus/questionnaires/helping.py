"""What helps with an item of a checklist: asked of the apps above, each by its file `helping.py`."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class Help:
    """Something that helps: in words, and where it stands."""

    words: str | Promise
    address: str


Helps = Callable[[Collection[int]], dict[int, Help]]
providers: list[Helps] = []


def helps(function: Helps) -> Helps:
    """Register what tells of bank items, by key, what helps with them. One query each, whatever the number of items."""
    providers.append(function)
    return function


def help_for(items: Collection[int]) -> dict[int, list[Help]]:
    """Return what helps with each of these items of the bank. One query a provider, none without items."""
    found: dict[int, list[Help]] = {}
    for one in providers if items else []:
        for key, told in one(items).items():
            found.setdefault(key, []).append(told)
    return found
