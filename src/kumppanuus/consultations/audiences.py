"""Whom one can invite by what they belong to: "members of this body". An app above fills it in its `audience.py`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from kumppanuus.core.actors import Actor


@dataclass(frozen=True)
class Audience:
    """A kind of circle.

    label    what it is called ("Members of a body")
    choices  (id, name) of the circles that the actor may invite
    members  ids of the organisations of one
    """

    label: Any
    choices: Callable[[Actor], Iterable[tuple[int, Any]]]
    members: Callable[[int], Iterable[int]]


register: dict[str, Audience] = {}


def audience(kind: str, **how: Any) -> None:
    """Register a kind of circle."""
    register[kind] = Audience(**how)


def choices(actor: Actor) -> list[tuple[str, str]]:
    """Return all circles that the actor may invite, as ("body:5", name)."""
    return [(f"{kind}:{pk}", str(name)) for kind, one in register.items() for pk, name in one.choices(actor)]


def members_of(code: str) -> list[int]:
    """Return the organisations of a circle; none of one that nobody knows."""
    kind, _sep, pk = code.partition(":")
    known = register.get(kind)
    return list(known.members(int(pk))) if known and pk.isdigit() and len(pk) < 16 else []
