"""What accepting a sheet would do to a draft."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from kumppanuus.core.texts import Text
from kumppanuus.questionnaires.content import Content, ItemContent, ThemeContent, find_item


@dataclass(frozen=True)
class Difference:
    """What accepting would do to one item: "new", "changed", "removed"; `parts` says what of it."""

    kind: str
    code: str
    name: Text
    parts: tuple[Any, ...] = ()


def differences(before: Content, after: Content) -> list[Difference]:
    """Return what differs item by item: new, changed and removed, in the order of the new content."""
    found = []
    for theme in after:
        for item in theme.items:
            old = find_item(before, item.code)
            if old is None:
                found.append(Difference("new", item.code, item.name))
            elif old[1] != item or old[0].key != theme.key:
                found.append(Difference("changed", item.code, item.name, _parts(old, (theme, item))))
    kept = {item.code for theme in after for item in theme.items}
    gone = [item for theme in before for item in theme.items if item.code not in kept]
    return found + [Difference("removed", item.code, item.name) for item in gone]


def same_order(before: Content, after: Content) -> bool:
    """Say whether themes and items stand in the same order with the same titles."""
    return [(t.key, t.title, [i.code for i in t.items]) for t in before] == [
        (t.key, t.title, [i.code for i in t.items]) for t in after
    ]


def _parts(old: tuple[ThemeContent, ItemContent], new: tuple[ThemeContent, ItemContent]) -> tuple[Any, ...]:
    labels = {
        "name": _("short name"),
        "statement": _("statement"),
        "kind": _("kind"),
        "bank": _("bank item"),
        "more": _("what is meant"),
        "evidence_wanted": _("whether evidence is wanted"),
        "evidence": _("what counts as evidence"),
        "first_steps": _("first steps"),
        "levels": _("levels"),
    }
    parts = [label for name, label in labels.items() if getattr(old[1], name) != getattr(new[1], name)]
    return tuple([_("theme"), *parts] if old[0].key != new[0].key else parts)
