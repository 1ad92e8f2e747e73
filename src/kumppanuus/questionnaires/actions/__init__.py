"""The verbs of questionnaires and responses."""

from kumppanuus.questionnaires.actions.responses import (
    Conflict,
    add_evidence,
    remove_evidence,
    replace,
    save,
    start,
    submit,
)
from kumppanuus.questionnaires.actions.structure import (
    ItemConflict,
    add_to_bank,
    arrange,
    change,
    change_item,
    change_theme,
    create,
    describe,
    discard,
    draft,
    fill_from_sheet,
    load,
    publish,
)

__all__ = [
    "Conflict",
    "ItemConflict",
    "add_evidence",
    "add_to_bank",
    "arrange",
    "change",
    "change_item",
    "change_theme",
    "create",
    "describe",
    "discard",
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
