"""The verbs of comment rounds."""

from kumppanuus.consultations.actions.answering import (
    group,
    publish_summary,
    rename_theme,
    reply_remark,
    reply_theme,
    take_in,
)
from kumppanuus.consultations.actions.commenting import (
    discard,
    give,
    nothing_to_state,
    save_remark,
    withdraw_remark,
)
from kumppanuus.consultations.actions.rounds import (
    announce,
    change,
    close,
    extend,
    invite,
    prepare,
    remind,
    turn,
)

__all__ = [
    "announce",
    "change",
    "close",
    "discard",
    "extend",
    "give",
    "group",
    "invite",
    "nothing_to_state",
    "prepare",
    "publish_summary",
    "remind",
    "rename_theme",
    "reply_remark",
    "reply_theme",
    "save_remark",
    "take_in",
    "turn",
    "withdraw_remark",
]
