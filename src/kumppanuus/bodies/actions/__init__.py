"""The verbs of bodies."""

from kumppanuus.bodies.actions.bodies import adopt_rules, change, create, end
from kumppanuus.bodies.actions.kinds import end_kind, load_kinds, set_kind
from kumppanuus.bodies.actions.seats import (
    add_seat,
    appoint,
    change_seat,
    end_mandate,
    end_seat,
    keep_time,
    show_name,
)

__all__ = [
    "add_seat",
    "adopt_rules",
    "appoint",
    "change",
    "change_seat",
    "create",
    "end",
    "end_kind",
    "end_mandate",
    "end_seat",
    "keep_time",
    "load_kinds",
    "set_kind",
    "show_name",
]
