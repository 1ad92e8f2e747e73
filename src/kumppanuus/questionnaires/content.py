"""The content of a version as plain data: what spreadsheets, the shipped checklists and copies have in common."""

from __future__ import annotations

from dataclasses import dataclass, field

from kumppanuus.core.texts import Text
from kumppanuus.questionnaires.models import Item, ItemKind, Level, QuestionnaireVersion, Theme


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


@dataclass
class ThemeContent:
    key: str
    title: Text
    items: list[ItemContent] = field(default_factory=list)


def read_version(version: QuestionnaireVersion) -> list[ThemeContent]:
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
                more=item.more,
                evidence_wanted=item.evidence_wanted,
                evidence=item.evidence,
                first_steps=item.first_steps,
                levels=[LevelContent(lv.value, lv.label, lv.description) for lv in item.levels.all()],
            )
        )
    return list(themes.values())


def write_version(version: QuestionnaireVersion, content: list[ThemeContent], bank: dict[str, int]) -> None:
    """Replace the content of a draft. `bank` maps slugs of bank items to their ids. Called by actions only."""
    version.items.all().delete()
    version.themes.all().delete()
    order = 0
    levels = []
    for place, theme_content in enumerate(content, 1):
        theme = Theme.objects.create(version=version, order=place, key=theme_content.key, title=theme_content.title)
        for item_content in theme_content.items:
            order += 1
            item = Item.objects.create(
                version=version,
                theme=theme,
                order=order,
                code=item_content.code,
                kind=item_content.kind,
                bank_id=bank.get(item_content.bank),
                name=item_content.name,
                statement=item_content.statement,
                more=item_content.more,
                evidence_wanted=item_content.evidence_wanted,
                evidence=item_content.evidence,
                first_steps=item_content.first_steps,
            )
            levels += [
                Level(item=item, value=lv.value, label=lv.label, description=lv.description)
                for lv in item_content.levels
            ]
    Level.objects.bulk_create(levels)
