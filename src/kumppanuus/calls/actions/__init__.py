"""The verbs of calls for seats."""

from kumppanuus.calls.actions.calls import announce, cancel, change, extend
from kumppanuus.calls.actions.decisions import Choice, decide, publish
from kumppanuus.calls.actions.keeping import forget, remind, tell
from kumppanuus.calls.actions.nominations import (
    ask_again,
    consent,
    mark_ineligible,
    nominate,
    put_back,
    refuse,
    withdraw,
)

__all__ = [
    "Choice",
    "announce",
    "ask_again",
    "cancel",
    "change",
    "consent",
    "decide",
    "extend",
    "forget",
    "mark_ineligible",
    "nominate",
    "publish",
    "put_back",
    "refuse",
    "remind",
    "tell",
    "withdraw",
]
