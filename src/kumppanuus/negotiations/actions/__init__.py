"""The verbs of negotiations."""

from kumppanuus.negotiations.actions.following import ask, report, send_again, withdraw_link
from kumppanuus.negotiations.actions.proposing import accept, decline, propose, rewrite
from kumppanuus.negotiations.actions.signing import offer, reopen, sign
from kumppanuus.negotiations.actions.workspace import (
    add_group,
    add_point,
    answer_point,
    begin_next,
    change,
    close,
    convene,
    invite,
    leave,
    present,
    publish,
)

__all__ = [
    "accept",
    "add_group",
    "add_point",
    "answer_point",
    "ask",
    "begin_next",
    "change",
    "close",
    "convene",
    "decline",
    "invite",
    "leave",
    "offer",
    "present",
    "propose",
    "publish",
    "reopen",
    "report",
    "rewrite",
    "send_again",
    "sign",
    "withdraw_link",
]
