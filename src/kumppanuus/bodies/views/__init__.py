"""Pages of bodies."""

from kumppanuus.bodies.views.bodies import (
    adopt_rules,
    atom,
    bodies,
    body,
    change,
    create,
    end,
    export,
    rules,
    seats_export,
)
from kumppanuus.bodies.views.kinds import end_kind, kinds, set_kind
from kumppanuus.bodies.views.seats import add_seat, appoint, change_seat, end_mandate, end_seat, show_name

__all__ = [
    "add_seat",
    "adopt_rules",
    "appoint",
    "atom",
    "bodies",
    "body",
    "change",
    "change_seat",
    "create",
    "end",
    "end_kind",
    "end_mandate",
    "end_seat",
    "export",
    "kinds",
    "rules",
    "seats_export",
    "set_kind",
    "show_name",
]
