"""The content of a version as plain data: what spreadsheets, the shipped checklists and copies have in common."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, field
from typing import Any

from kumppanuus.core.texts import Text
from kumppanuus.questionnaires.models import Item, ItemKind, Level, QuestionnaireVersion, Theme


def anchor(code: str) -> str:
    """Return the part of a page's address that leads to an item or theme with the code."""
    return re.sub(r"[^\w-]", "-", code)


@dataclass
class LevelContent:
    value: int
    label: Text
    description: Text = field(default_factory=Text)


@dataclass
class ItemContent:
    code: str
    name: Text
    statement: Text
    kind: str = ItemKind.SCALE
    bank: str = ""
    more: Text = field(default_factory=Text)
    evidence_wanted: bool = True
    evidence: Text = field(default_factory=Text)
    first_steps: Text = field(default_factory=Text)
    levels: list[LevelContent] = field(default_factory=list)
    bank_name: Text = field(default_factory=Text, compare=False)

    @property
    def anchor(self) -> str:
        return anchor(self.code)

    @property
    def steps(self) -> list[str]:
        """Return the first steps in the reader's language, one a line."""
        return _lines(self.first_steps)

    @property
    def proofs(self) -> list[str]:
        """Return what counts as evidence in the reader's language, one a line."""
        return _lines(self.evidence)

    @property
    def has_levels(self) -> bool:
        return self.kind in (ItemKind.SCALE, ItemKind.CHOICE)


@dataclass
class ThemeContent:
    key: str
    title: Text
    items: list[ItemContent] = field(default_factory=list)

    @property
    def anchor(self) -> str:
        return anchor(self.key)


Content = list[ThemeContent]


def _lines(text: Text) -> list[str]:
    return [line.strip() for line in str(text).splitlines() if line.strip()]


def read_version(version: QuestionnaireVersion) -> Content:
    """Return the content of a version: its themes with items and levels, in order. Three queries."""
    themes = {theme.pk: ThemeContent(theme.key, theme.title) for theme in version.themes.all()}
    for item in version.items.select_related("bank").prefetch_related("levels"):
        themes[item.theme_id].items.append(
            ItemContent(
                code=item.code,
                name=item.name,
                statement=item.statement,
                kind=item.kind,
                bank=item.bank.slug if item.bank else "",
                bank_name=item.bank.name if item.bank else Text(),
                more=item.more,
                evidence_wanted=item.evidence_wanted,
                evidence=item.evidence,
                first_steps=item.first_steps,
                levels=[LevelContent(lv.value, lv.label, lv.description) for lv in item.levels.all()],
            )
        )
    return list(themes.values())


def write_version(version: QuestionnaireVersion, content: Content, bank: dict[str, int]) -> None:
    """Replace the content of a draft. `bank` maps slugs of bank items to their ids. Called by actions only."""
    version.items.all().delete()
    version.themes.all().delete()
    themes = Theme.objects.bulk_create(
        [Theme(version=version, order=order, key=one.key, title=one.title) for order, one in enumerate(content, 1)]
    )
    pairs = [(theme, item) for theme, one in zip(themes, content, strict=True) for item in one.items]
    items = Item.objects.bulk_create(
        [
            Item(
                version=version,
                theme=theme,
                order=order,
                code=one.code,
                kind=one.kind,
                bank_id=bank.get(one.bank),
                name=one.name,
                statement=one.statement,
                more=one.more,
                evidence_wanted=one.evidence_wanted,
                evidence=one.evidence,
                first_steps=one.first_steps,
            )
            for order, (theme, one) in enumerate(pairs, 1)
        ]
    )
    Level.objects.bulk_create(
        [
            Level(item=item, value=level.value, label=level.label, description=level.description)
            for item, (_theme, one) in zip(items, pairs, strict=True)
            for level in one.levels
        ]
    )


def as_data(content: Content, *, whole: bool = False) -> list[dict[str, Any]]:
    """Return the content as JSON can hold it, in the form of the shipped files.

    With `whole` each text keeps which language is its original and which versions lag behind.
    """

    def text(value: Text) -> dict[str, str]:
        return value.as_json() if whole else dict(value)

    return [
        {
            "key": theme.key,
            "title": text(theme.title),
            "items": [
                {
                    "code": item.code,
                    "kind": str(item.kind),
                    "bank": item.bank,
                    "name": text(item.name),
                    "statement": text(item.statement),
                    "more": text(item.more),
                    "evidence_wanted": item.evidence_wanted,
                    "evidence": text(item.evidence),
                    "first_steps": text(item.first_steps),
                    "levels": [
                        {"value": lv.value, "label": text(lv.label), "description": text(lv.description)}
                        for lv in item.levels
                    ],
                }
                for item in theme.items
            ],
        }
        for theme in content
    ]


def from_data(data: list[dict[str, Any]], *, levels: list[dict[str, Any]] | None = None) -> Content:
    """Return the content of such data. Items without levels take the common ones; steps may be lists."""
    return [
        ThemeContent(
            theme["key"],
            Text(theme["title"]),
            [
                ItemContent(
                    code=item["code"],
                    name=Text(item["name"]),
                    statement=Text(item["statement"]),
                    kind=item.get("kind", ItemKind.SCALE),
                    bank=item.get("bank", ""),
                    more=Text(item.get("more")),
                    evidence_wanted=item.get("evidence_wanted", True),
                    evidence=Text(item.get("evidence")),
                    first_steps=_steps(item.get("first_steps")),
                    levels=[
                        LevelContent(row["value"], Text(row["label"]), Text(row.get("description")))
                        for row in item.get("levels") or levels or []
                    ],
                )
                for item in theme["items"]
            ],
        )
        for theme in data
    ]


def _steps(rows: Any) -> Text:
    if not isinstance(rows, list):
        return Text(rows)
    languages = rows[0].keys() if rows else ()
    return Text({code: "\n".join(row.get(code, "") for row in rows) for code in languages})


def fingerprint(content: Content) -> str:
    """Return a short sign of the content, to notice that somebody else changed it meanwhile."""
    whole = json.dumps(as_data(content, whole=True), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(whole.encode()).hexdigest()[:24]


def fingerprint_of_item(item: ItemContent) -> str:
    """Return a short sign of one item."""
    return fingerprint([ThemeContent("", Text(), [item])])


def find_item(content: Content, code: str) -> tuple[ThemeContent, ItemContent] | None:
    """Return the item with the code and its theme, or None."""
    for theme in content:
        for item in theme.items:
            if item.code == code:
                return theme, item
    return None


def find_theme(content: Content, key: str) -> ThemeContent | None:
    """Return the theme with the key, or None."""
    return next((theme for theme in content if theme.key == key), None)


def common_levels(content: Content) -> list[LevelContent]:
    """Return the levels when all items share the same ones without descriptions: they are then shown once."""
    items = [item for theme in content for item in theme.items]
    if len(items) < 2 or any(item.levels != items[0].levels for item in items):
        return []
    return [] if any(level.description for level in items[0].levels) else items[0].levels
