"""Samples of the arguments of addresses about forums, and what their lists cost; see tests.laws.addresses."""

from __future__ import annotations

from typing import Any

from tests.factories import forums
from tests.laws.meeting_lists import ENTRY, LIST, SIGNED_IN


def of_open(w: Any) -> dict[str, Any]:
    return {"slug": w.forums.open.slug}


FORUM_ADDRESSES = {
    **{f"forums:{name}": lambda w: {} for name in ("forums", "atom", "create")},
    "forums:export": lambda w: {"fmt": "csv"},
    **{
        f"forums:{name}": of_open
        for name in ("forum", "ics", "change", "cancel", "coming", "register", "withdraw", "attach")
    },
    **{f"forums:{name}": lambda w: {"slug": w.forums.past.slug} for name in ("tell_outcome", "attendance")},
    "forums:detach": lambda w: {"pk": w.forums.attachment.pk},
    "forums:coming_export": lambda w: {**of_open(w), "fmt": "csv"},
    "forums:by_link": lambda w: {"token": w.tokens["forum"]},
    "api-1:list_forums": lambda w: {},
    "api-1:get_forum": of_open,
}


def more_forums(w: Any) -> None:
    for n in range(3):
        forums.forum(w.actor("aino"), w.cast.municipality_a, w.area_a, f"Ilta {n}")
        forums.over(forums.forum(w.actor("aino"), w.cast.municipality_a, w.area_a, f"Mennyt {n}"))


def more_signups(w: Any) -> None:
    for n in range(3):
        forums.comes(w.forums.open, f"Tulija {n}")


# (address, who, queries, budget, what more)
FORUM_LISTS = [
    ("forums:forums", "dani", 3, LIST, more_forums),
    ("forums:forums", "aino", 6, LIST + SIGNED_IN, more_forums),
    ("forums:export", "dani", 1, LIST, more_forums),
    ("forums:atom", "dani", 2, LIST, more_forums),
    ("forums:forum", "dani", 3, ENTRY, more_signups),
    ("forums:forum", "aino", 7, ENTRY + SIGNED_IN, more_signups),
    ("forums:coming", "aino", 6, LIST + SIGNED_IN, more_signups),
    ("forums:coming_export", "aino", 6, LIST + SIGNED_IN, more_signups),
    ("api-1:list_forums", "dani", 3, LIST, more_forums),
    ("api-1:get_forum", "dani", 2, LIST, more_forums),
]
