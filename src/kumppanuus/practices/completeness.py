"""How much of a version is written: what its template asks for, and what is missing before it can be published."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kumppanuus.core.texts import Text
from kumppanuus.practices.models import FieldKind, PracticeVersion, Section, TemplateField


@dataclass(frozen=True)
class Completeness:
    """`missing` are needed before publishing, `empty` all headings without text; `written` of `asked` have one."""

    written: int
    asked: int
    missing: list[TemplateField]
    empty: list[TemplateField]

    @property
    def is_ready(self) -> bool:
        return not self.missing


def text_of(field: TemplateField, version: PracticeVersion, sections: Mapping[int, Section]) -> Text:
    """Return what a version says in a field; empty for what is taken from the record."""
    if field.kind == FieldKind.RECORD:
        return Text()
    section = sections.get(field.pk)
    heads = {FieldKind.NAME.value: version.name, FieldKind.SHORT.value: version.short}
    found: Text = heads.get(field.kind) or (section.text if section else Text())
    return found


def completeness(
    version: PracticeVersion, fields: Iterable[TemplateField], sections: Mapping[int, Section]
) -> Completeness:
    """Say which of the template's fields have a text. What comes from the record does not count."""
    asked = [one for one in fields if one.kind != FieldKind.RECORD]
    empty = [one for one in asked if not text_of(one, version, sections)]
    return Completeness(len(asked) - len(empty), len(asked), [one for one in empty if one.required_to_publish], empty)
