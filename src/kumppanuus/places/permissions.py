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
