"""What writes spaces, roles in them, their marks, and feedback."""

from kumppanuus.spaces.actions.marks import draw_marks, drop_marks, wear_marks
from kumppanuus.spaces.actions.spaces import (
    add_public_body,
    answer_feedback,
    appoint,
    change,
    create,
    dismiss,
    give_feedback,
    purge_feedback,
    recover,
)

__all__ = [
    "add_public_body",
    "answer_feedback",
    "appoint",
    "change",
    "create",
    "dismiss",
    "draw_marks",
    "drop_marks",
    "give_feedback",
    "purge_feedback",
    "recover",
    "wear_marks",
]
