"""Who loads classifications."""

from __future__ import annotations

from typing import Any

from kumppanuus.core.actors import Actor
from kumppanuus.core.permissions import permission
from kumppanuus.taxonomy.models import Term


@permission
def view_term(actor: Actor, term: Term) -> bool:
    """Anyone."""
    return True


@permission
def load(actor: Actor, _obj: Any) -> bool:
    """The command that loads what ships with the product."""
    return actor.system == "command"
