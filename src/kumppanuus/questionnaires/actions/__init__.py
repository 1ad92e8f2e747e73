"""The verbs of questionnaires and responses."""

from kumppanuus.questionnaires.actions.responses import (
    add_evidence,
    remove_evidence,
    replace,
    save,
    start,
    submit,
)
from kumppanuus.questionnaires.actions.structure import change, create, draft, fill_from_sheet, load, publish

__all__ = [
    "add_evidence",
    "change",
    "create",
    "draft",
    "fill_from_sheet",
    "load",
    "publish",
    "remove_evidence",
    "replace",
    "save",
    "start",
    "submit",
]
