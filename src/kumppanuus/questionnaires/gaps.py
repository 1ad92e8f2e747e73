"""What is still missing in a draft, said so that it can be mended: languages, levels, long labels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from kumppanuus.core.texts import Text
from kumppanuus.questionnaires.content import Content, ItemContent
from kumppanuus.questionnaires.models import ItemKind
from kumppanuus.ui.languages import NAMES

MOST_WORDS = 8
SCALE_LEVELS = 5


@dataclass(frozen=True)
class Gap:
    """One thing to mend; `stops` means that the version cannot be published before."""

    item: str
    theme: str
    message: Any
    stops: bool = False


def gaps(content: Content, languages: list[str]) -> list[Gap]:
    """Return what is missing in the content for readers of the languages, in the order of the checklist."""
    found = [] if any(theme.items for theme in content) else [Gap("", "", _("There are no items yet."), stops=True)]
    for theme in content:
        lacking = theme.title.missing(languages)
        if lacking:
            found.append(Gap("", theme.key, _in_words(_("The title is missing"), lacking)))
        if not theme.items:
            found.append(Gap("", theme.key, _("The theme has no items yet.")))
        for item in theme.items:
            found += item_gaps(item, theme.key, languages)
    return found


def item_gaps(item: ItemContent, theme: str, languages: list[str]) -> list[Gap]:
    """Return what is missing in one item."""
    found = [Gap(item.code, theme, message) for message in _text_gaps(item, languages)]
    if item.has_levels:
        found += _level_gaps(item, theme, languages)
    return found


def words(text: str) -> int:
    """Return how many words a label has; a lone dash is none."""
    return sum(any(c.isalnum() for c in word) for word in text.split())


def _text_gaps(item: ItemContent, languages: list[str]) -> list[Any]:
    parts: list[tuple[Any, Text]] = [
        (_("The short name is missing"), item.name),
        (_("The statement is missing"), item.statement),
    ]
    optional = [
        (_("“What is meant” is missing"), item.more),
        (_("“What counts as evidence” is missing"), item.evidence),
        (_("“First steps” are missing"), item.first_steps),
    ]
    parts += [(words, text) for words, text in optional if text]
    found = [_in_words(words, text.missing(languages)) for words, text in parts if text.missing(languages)]
    stale = sorted({code for _words, text in parts for code in text.stale})
    if stale:
        found.append(_in_words(_("Older than the original"), stale))
    return found


def _level_gaps(item: ItemContent, theme: str, languages: list[str]) -> list[Gap]:
    found = []
    if len(item.levels) < 2:
        found.append(Gap(item.code, theme, _("At least two levels are needed."), stops=True))
    elif item.kind == ItemKind.SCALE and len(item.levels) < SCALE_LEVELS:
        text = ngettext_lazy(
            "The scale has only %(count)d level; 0–4 are usual.",
            "The scale has only %(count)d levels; 0–4 are usual.",
            "count",
        )
        found.append(Gap(item.code, theme, text % {"count": len(item.levels)}))
    for level in item.levels:
        lacking = sorted(
            {*level.label.missing(languages), *(level.description.missing(languages) if level.description else [])}
        )
        if lacking:
            label = format_lazy("{} {}: {}", _("Level"), level.value, _("the text is missing"))
            found.append(Gap(item.code, theme, _in_words(label, lacking)))
        long = [code for code, label in level.label.items() if words(label) > MOST_WORDS]
        if long:
            label = format_lazy("{} {}: {}", _("Level"), level.value, _("the label has more than eight words"))
            found.append(Gap(item.code, theme, _in_words(label, long)))
    return found


def _in_words(message: Any, codes: list[str]) -> Any:
    """Return "The statement is missing: Swedish, English"."""
    names = [NAMES.get(code, code) for code in codes]
    return format_lazy("{}: {}", message, format_lazy(", ".join(["{}"] * len(names)), *names))
