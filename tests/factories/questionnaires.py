"""Checklists and responses for tests."""

from __future__ import annotations

import itertools
from typing import Any

from kumppanuus.core.actors import Actor, system
from kumppanuus.core.texts import Text
from kumppanuus.organisations.models import Organisation
from kumppanuus.questionnaires import actions
from kumppanuus.questionnaires.content import Content, ItemContent, LevelContent, ThemeContent
from kumppanuus.questionnaires.models import Questionnaire, QuestionnaireVersion, Response
from kumppanuus.spaces.models import Space

_numbers = itertools.count(1)


def three(words: str) -> Text:
    """Return a text in the three languages of the interface."""
    return Text(fi=f"{words} (fi)", sv=f"{words} (sv)", en=words)


def levels() -> list[LevelContent]:
    """Return the five levels of a scale."""
    return [LevelContent(value, three(f"Level {value}"), three(f"What {value} means")) for value in range(5)]


def item(code: str, **fields: Any) -> ItemContent:
    """Return an item with five levels."""
    return ItemContent(
        **{"code": code, "name": three(f"Item {code}"), "statement": three(f"Statement {code}"), "levels": levels()}
        | fields
    )


def content() -> Content:
    """Return two themes, the first with items 1 and 2, the second with 3."""
    return [
        ThemeContent("A", three("Theme A"), [item("1"), item("2")]),
        ThemeContent("B", three("Theme B"), [item("3")]),
    ]


def draft(editor: Actor, space: Space, filled: Content | None = None) -> QuestionnaireVersion:
    """Make a checklist of the space whose first version is a draft with the content."""
    number = next(_numbers)
    made = actions.create(editor, space, slug=f"checklist-{number}", title=three(f"Checklist {number}"))
    version = made.versions.get()
    actions.change(editor, version, content=content() if filled is None else filled)
    return version


def published(editor: Actor, space: Space, filled: Content | None = None) -> QuestionnaireVersion:
    """Make a checklist of the space with a published version."""
    return actions.publish(editor, draft(editor, space, filled), note_text=three("First"))


def shipped() -> None:
    """Load the checklists that the product brings."""
    actions.load(system("command"), None)


def response(actor: Actor, version: QuestionnaireVersion, organisation: Organisation, **fields: Any) -> Response:
    """Start an empty response of the organisation."""
    return actions.start(actor, Response(version=version, organisation=organisation, **fields))


def newest(questionnaire: Questionnaire) -> QuestionnaireVersion:
    """Return the version with the highest number."""
    found = questionnaire.versions.order_by("-number").first()
    assert found is not None
    return found
