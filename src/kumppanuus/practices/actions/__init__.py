"""The verbs of practices."""

from kumppanuus.practices.actions.adoptions import (
    adopt,
    ask_adopters,
    change_adoption,
    confirm,
    drop,
)
from kumppanuus.practices.actions.bringing import (
    bring_in,
    keep_leftover,
)
from kumppanuus.practices.actions.collections import (
    approve,
    change_collection,
    decline,
    include,
    make_collection,
    order,
    remove,
)
from kumppanuus.practices.actions.files import (
    attach,
    detach,
)
from kumppanuus.practices.actions.people import (
    accept,
    decline_offer,
    end,
    invite,
    offer,
    refuse,
    request,
    take_over,
)
from kumppanuus.practices.actions.templates import (
    load_templates,
)
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
    "accept",
    "adopt",
    "approve",
    "ask_adopters",
    "attach",
    "be_here",
    "bring_in",
    "change_adoption",
    "change_collection",
    "confirm",
    "create",
    "decline",
    "decline_offer",
    "describe",
    "detach",
    "discard",
    "draft",
    "drop",
    "end",
    "include",
    "invite",
    "keep_leftover",
    "load_templates",
    "make_collection",
    "offer",
    "order",
    "publish",
    "refuse",
    "remove",
    "reopen",
    "request",
    "take_over",
    "withdraw",
    "write",
    "write_head",
]
