"""The verbs of assessment."""

from kumppanuus.assessments.actions.keeping import check_comment, print_sheet, refuse, verify
from kumppanuus.assessments.actions.measures import agree
from kumppanuus.assessments.actions.municipality import (
    assign,
    attach,
    correct,
    countersign,
    detach,
    discuss,
    prepare,
    sign,
)
from kumppanuus.assessments.actions.ngos import answer, begin, claim, give, reopen
from kumppanuus.assessments.actions.releasing import release
from kumppanuus.assessments.actions.rounds import change, close, create, extend, invite, open, remind  # noqa: A004

__all__ = [
    "agree",
    "answer",
    "assign",
    "attach",
    "begin",
    "change",
    "check_comment",
    "claim",
    "close",
    "correct",
    "countersign",
    "create",
    "detach",
    "discuss",
    "extend",
    "give",
    "invite",
    "open",
    "prepare",
    "print_sheet",
    "refuse",
    "release",
    "remind",
    "reopen",
    "sign",
    "verify",
]
