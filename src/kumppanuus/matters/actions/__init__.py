"""The verbs of matters."""

from kumppanuus.matters.actions.answers import (
    answer,
    close,
    correct,
    give_back,
    record_handling,
    withdraw,
)
from kumppanuus.matters.actions.sending import (
    record_delivery,
    record_number,
    send_on,
    take_up,
)
from kumppanuus.matters.actions.starting import attach, confirm, start
from kumppanuus.matters.actions.upkeep import keep_time

__all__ = [
    "answer",
    "attach",
    "close",
    "confirm",
    "correct",
    "give_back",
    "keep_time",
    "record_delivery",
    "record_handling",
    "record_number",
    "send_on",
    "start",
    "take_up",
    "withdraw",
]
