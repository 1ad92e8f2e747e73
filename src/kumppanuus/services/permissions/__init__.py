"""Who may do what in the directory, cut by noun."""

from kumppanuus.services.permissions import imports, saved, sheets, themes, upkeep
from kumppanuus.services.permissions.entries import edits, edits_around, is_kept

__all__ = ["edits", "edits_around", "imports", "is_kept", "saved", "sheets", "themes", "upkeep"]
