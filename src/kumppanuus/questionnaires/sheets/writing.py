"""Out: the rows of a version, and as CSV."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kumppanuus.core.texts import Text
from kumppanuus.interop.export import as_csv
from kumppanuus.questionnaires.content import Content
from kumppanuus.questionnaires.sheets.columns import columns, languages_of


def table(content: Content, languages: list[str]) -> Iterator[list[Any]]:
    """Give the rows of the sheet, without its head."""
    empty = Text()
    for theme in content:
        yield _row("theme", theme.key, languages, [theme.title, empty, empty, empty, empty])
        for item in theme.items:
            texts = [item.name, item.statement, item.more, item.evidence, item.first_steps]
            plain = (str(item.kind), item.bank, "yes" if item.evidence_wanted else "no")
            yield _row("item", item.code, languages, texts, plain)
            for level in item.levels:
                texts = [level.label, level.description, empty, empty, empty]
                yield _row("level", str(level.value), languages, texts)


def _row(
    row: str, code: str, languages: list[str], texts: list[Text], plain: tuple[str, str, str] = ("", "", "")
) -> list[Any]:
    return [row, code, *plain, *(text.get(language, "") for text in texts for language in languages)]


def to_csv(content: Content) -> bytes:
    """Return the sheet as CSV."""
    languages = languages_of(content)
    return as_csv(columns(languages), table(content, languages))
