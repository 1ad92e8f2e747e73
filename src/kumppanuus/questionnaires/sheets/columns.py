"""The columns of the sheet and the words that stand in them."""

from __future__ import annotations

from kumppanuus.questionnaires.content import Content
from kumppanuus.questionnaires.models import ItemKind
from kumppanuus.ui.languages import INTERFACE

PLAIN = ("row", "code", "kind", "bank", "evidence wanted")
# Column, and how long a text of a theme, an item and a level may be in it (0: no such text there).
TEXTS = {
    "name": (200, 80, 120),
    "text": (0, 500, 500),
    "meant": (0, 2000, 0),
    "evidence": (0, 1000, 0),
    "steps": (0, 2000, 0),
}
ROWS = ("theme", "item", "level")
ROW_WORDS = {
    "theme": "theme",
    "teema": "theme",
    "tema": "theme",
    "item": "item",
    "kohta": "item",
    "punkt": "item",
    "level": "level",
    "taso": "level",
    "nivå": "level",
}
YES = {"", "yes", "kyllä", "ja", "1", "true", "x"}
NO = {"no", "ei", "nej", "0", "false"}
KINDS = tuple(str(kind) for kind in ItemKind)
MOST_CODE = 10
MOST_LEVEL = 10


def languages_of(content: Content, wanted: tuple[str, ...] = INTERFACE) -> list[str]:
    """Return the languages that get a column: the wanted ones, and all others the content has."""
    found = list(wanted)
    for theme in content:
        texts = [theme.title]
        for item in theme.items:
            texts += [item.name, item.statement, item.more, item.evidence, item.first_steps]
            texts += [text for level in item.levels for text in (level.label, level.description)]
        found += [code for text in texts for code in text if code not in found]
    return list(dict.fromkeys(found))


def columns(languages: list[str]) -> list[str]:
    """Return the names of the columns; they are the same in every language of the interface."""
    return [*PLAIN, *(f"{text} ({code})" for text in TEXTS for code in languages)]
