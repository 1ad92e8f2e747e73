"""What writes organisations, memberships and posts."""

from kumppanuus.organisations.actions.memberships import (
    accept_invitation,
    approve,
    ask_to_join,
    change_membership,
    decline,
    end_membership,
    enrol,
    invite,
    withdraw_invitation,
)
from kumppanuus.organisations.actions.organisations import change, create, vouch
from kumppanuus.organisations.actions.posts import (
    MANY,
    add_post,
    change_post,
    end_holding,
    end_post,
    set_holder,
    show_name,
    stay,
)

__all__ = [
    "MANY",
    "accept_invitation",
    "add_post",
    "approve",
    "ask_to_join",
    "change",
    "change_membership",
    "change_post",
    "create",
    "decline",
    "end_holding",
    "end_membership",
    "end_post",
    "enrol",
    "invite",
    "set_holder",
    "show_name",
    "stay",
    "vouch",
    "withdraw_invitation",
]
