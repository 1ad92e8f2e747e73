"""What can be done in the directory."""

from kumppanuus.services.actions.entries import change, confirm, create, discard, end, pause, publish
from kumppanuus.services.actions.imports import (
    begin_import,
    begin_undo,
    choose_rows,
    drop_import,
    import_rows,
    map_columns,
    purge_imports,
    read_list,
    stage_rows,
    tell_state,
    undo_import,
    undo_rows,
)
from kumppanuus.services.actions.parts import remove_place, set_contacts, set_listing, set_place, set_times

__all__ = [
    "begin_import",
    "begin_undo",
    "change",
    "choose_rows",
    "confirm",
    "create",
    "discard",
    "drop_import",
    "end",
    "import_rows",
    "map_columns",
    "pause",
    "publish",
    "purge_imports",
    "read_list",
    "remove_place",
    "set_contacts",
    "set_listing",
    "set_place",
    "set_times",
    "stage_rows",
    "tell_state",
    "undo_import",
    "undo_rows",
]
