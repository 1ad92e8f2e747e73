"""Who may do what with areas: everybody reads; only commands load."""

from __future__ import annotations

from typing import Any

from kumppanuus.core.actors import Actor
from kumppanuus.core.permissions import permission
from kumppanuus.places.models import Area


@permission
def view_area(actor: Actor, area: Area) -> bool:
    """Areas are public."""
    return True


@permission
def load_areas(actor: Actor, obj: Any) -> bool:
    """Commands load the classification."""
    return actor.system in ("command", "demo")


@permission
def load_borders(actor: Actor, obj: Any) -> bool:
    """Commands load borders."""
    return actor.system in ("command", "demo")


@permission
def make_set(actor: Actor, obj: Any) -> bool:
    """A part of the system, for one whose own permission was asked (a keeper who lets municipalities share a round)."""
    return bool(actor.system)
