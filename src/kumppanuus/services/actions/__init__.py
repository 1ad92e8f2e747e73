"""What can be done in the directory."""

from kumppanuus.services.actions.entries import change, confirm, create, discard, end, pause, publish
from kumppanuus.services.actions.parts import remove_place, set_contacts, set_listing, set_place, set_times

__all__ = [
    "change",
    "confirm",
    "create",
    "discard",
    "end",
    "pause",
    "publish",
    "remove_place",
    "set_contacts",
    "set_listing",
    "set_place",
    "set_times",
]
