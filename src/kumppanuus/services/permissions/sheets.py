"""Who may send a client's sheet: everybody, within the limits of the page."""

from __future__ import annotations

from kumppanuus.core.actors import Actor
from kumppanuus.core.permissions import permission


@permission
def send_sheet(actor: Actor, obj: None) -> bool:
    """Everybody; no account is needed."""
    return True
