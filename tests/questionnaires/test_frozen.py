"""What was published or given is kept by the database itself, on each of them."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction

from kumppanuus.core.models import RedactionOpen
from kumppanuus.questionnaires import actions
from kumppanuus.questionnaires.models import (
    Answer,
    Evidence,
    Item,
    Level,
    QuestionnaireVersion,
    Response,
    Theme,
)
from tests.factories import building
from tests.factories import questionnaires as made_up

pytestmark = pytest.mark.django_db


@pytest.fixture
def version(cast):
    return made_up.published(cast.actor("kaisa"), cast.space)


@pytest.fixture
def given(cast, version):
    aino = cast.actor("aino")
    response = made_up.response(aino, version, cast.municipality_a)
    item = version.items.first()
    actions.save(aino, response, item=item, value=3, comment="Näin on")
    actions.add_evidence(aino, response, item=item, kind="link", title=made_up.three("Plan"), url="https://example.org")
    return actions.submit(aino, response)


def refused(write) -> None:
    with building(), pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
        write()


@pytest.mark.parametrize(
    "write",
    [
        lambda v: QuestionnaireVersion.objects.filter(pk=v.pk).update(note="Muuta"),
        lambda v: QuestionnaireVersion.objects.filter(pk=v.pk).update(status="draft"),
        lambda v: Theme.objects.filter(version=v).update(title="Muuta"),
        lambda v: Theme.objects.create(version=v, order=9, key="Z", title="Uusi"),
        lambda v: Item.objects.filter(version=v).update(statement="Muuta"),
        lambda v: Item.objects.filter(version=v)[0].delete(),
        lambda v: Item.objects.create(
            version=v, theme=v.themes.first(), order=9, code="9", name="Uusi", statement="Uusi"
        ),
        lambda v: Level.objects.filter(item__version=v).update(label="Muuta"),
        lambda v: Level.objects.create(item=v.items.first(), value=9, label="Uusi"),
        lambda v: Level.objects.filter(item__version=v).delete(),
    ],
    ids=[
        "note",
        "back-to-draft",
        "theme",
        "new-theme",
        "item",
        "item-gone",
        "new-item",
        "level",
        "new-level",
        "levels-gone",
    ],
)
def test_published_version_never_changes(version, write):
    refused(lambda: write(version))


@pytest.mark.parametrize(
    "write",
    [
        lambda r: Response.objects.filter(pk=r.pk).update(reason="Muuta"),
        lambda r: Response.objects.filter(pk=r.pk).update(status="draft"),
        lambda r: Answer.objects.filter(response=r).update(value=0),
        lambda r: Answer.objects.filter(response=r).update(comment="Muuta"),
        lambda r: Answer.objects.filter(response=r).delete(),
        lambda r: Answer.objects.create(response=r, item=r.version.items.last(), value=1),
        lambda r: Evidence.objects.filter(answer__response=r).update(url="https://example.com"),
        lambda r: Evidence.objects.create(answer=r.answers.get(), kind="link", title="Uusi"),
    ],
    ids=["reason", "back-to-draft", "value", "comment", "answers-gone", "new-answer", "evidence", "new-evidence"],
)
def test_given_response_never_changes(given, write):
    refused(lambda: write(given))


def test_bank_item_of_a_published_item_can_be_mapped_later(version):
    with building():
        assert Item.objects.filter(version=version).update(bank=None) == 3


def test_redaction_can_remove_what_was_given(given):
    with building():
        RedactionOpen.objects.create()
        assert Answer.objects.filter(response=given).update(comment="") == 1
        RedactionOpen.objects.all().delete()
    refused(lambda: Answer.objects.filter(response=given).update(comment="Muuta"))


def test_draft_changes_freely(cast):
    draft = made_up.draft(cast.actor("kaisa"), cast.space)
    with building():
        assert Item.objects.filter(version=draft).update(statement="Muuta") == 3
        assert Theme.objects.filter(version=draft).update(title="Muuta") == 2
