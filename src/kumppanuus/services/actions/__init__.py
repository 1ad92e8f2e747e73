"""What can be done in the directory."""

from kumppanuus.services.actions.checks import climb, correct, remind
from kumppanuus.services.actions.claims import (
    approve_claim,
    ask_claim,
    claim,
    decline_claim,
    invite_keeper,
    make_letters,
    send_claim_link,
)
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
from kumppanuus.services.actions.suggestions import (
    accept_suggestion,
    decline_suggestion,
    suggest,
    suggest_entry,
    undo_correction,
)
from kumppanuus.services.actions.tallies import recount

__all__ = [
    "accept_suggestion",
    "approve_claim",
    "ask_claim",
    "begin_import",
    "begin_undo",
    "change",
    "choose_rows",
    "claim",
    "climb",
    "confirm",
    "correct",
    "create",
    "decline_claim",
    "decline_suggestion",
    "discard",
    "drop_import",
    "end",
    "import_rows",
    "invite_keeper",
    "make_letters",
    "map_columns",
    "pause",
    "publish",
    "purge_imports",
    "read_list",
    "recount",
    "remind",
    "remove_place",
    "send_claim_link",
    "set_contacts",
    "set_listing",
    "set_place",
    "set_times",
    "stage_rows",
    "suggest",
    "suggest_entry",
    "tell_state",
    "undo_correction",
    "undo_import",
    "undo_rows",
]
