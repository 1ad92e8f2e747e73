"""The verbs of practices."""

from kumppanuus.practices.actions.templates import load_templates
from kumppanuus.practices.actions.writing import (
    WrittenMeanwhile,
    be_here,
    create,
    describe,
    discard,
    draft,
    publish,
    reopen,
    withdraw,
    write,
    write_head,
)

__all__ = [
    "WrittenMeanwhile",
    "be_here",
    "create",
    "describe",
    "discard",
    "draft",
    "load_templates",
    "publish",
    "reopen",
    "withdraw",
    "write",
    "write_head",
]
