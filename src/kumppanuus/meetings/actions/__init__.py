"""The verbs of meetings."""

from kumppanuus.meetings.actions.agendas import (
    add_item,
    add_paper,
    arrange,
    change_item,
    withdraw_item,
    withdraw_paper,
)
from kumppanuus.meetings.actions.matters import put_answers, send_on, take_matter
from kumppanuus.meetings.actions.meetings import call, cancel, change, keep_time, later_in_series, plan
from kumppanuus.meetings.actions.minutes import (
    WrittenMeanwhile,
    answer_correction,
    approve,
    ask_for_correction,
    begin_minutes,
    correct,
    inspect,
    open_for_corrections,
    submit,
    write,
)
from kumppanuus.meetings.actions.outcomes import (
    Task,
    change_outcome,
    close,
    record,
    remove_outcome,
    settle_item,
    take_attendance,
)
from kumppanuus.meetings.actions.places import answer
from kumppanuus.meetings.actions.proposals import accept_proposal, decline_proposal, propose, withdraw_proposal

__all__ = [
    "Task",
    "WrittenMeanwhile",
    "accept_proposal",
    "add_item",
    "add_paper",
    "answer",
    "answer_correction",
    "approve",
    "arrange",
    "ask_for_correction",
    "begin_minutes",
    "call",
    "cancel",
    "change",
    "change_item",
    "change_outcome",
    "close",
    "correct",
    "decline_proposal",
    "inspect",
    "keep_time",
    "later_in_series",
    "open_for_corrections",
    "plan",
    "propose",
    "put_answers",
    "record",
    "remove_outcome",
    "send_on",
    "settle_item",
    "submit",
    "take_attendance",
    "take_matter",
    "withdraw_item",
    "withdraw_paper",
    "withdraw_proposal",
    "write",
]
