"""A text that a merge carried from one to the other stands in no table once it is removed for good."""

from __future__ import annotations

import pytest

from kumppanuus.activity import actions as activity
from kumppanuus.core.actors import system
from kumppanuus.core.texts import Text
from kumppanuus.merging import actions
from kumppanuus.organisations import actions as organisations
from kumppanuus.services import actions as services
from tests.factories.merging import COMMAND, merge, twins
from tests.factories.tables import tables_with

pytestmark = pytest.mark.django_db

SECRET = "Irma Kuvitteellisen salaisuus"


def remove(obj, field: str) -> None:
    obj.refresh_from_db()
    activity.redact(COMMAND, obj, field=field, reason="henkilötieto")


@pytest.mark.parametrize("undone", [False, True])
def test_an_entry_s_text_is_gone_from_the_other_and_from_the_steps(cast, undone):
    one, two = (row.services.get() for row in twins(cast.municipality_a.governs))
    services.change(COMMAND, two, description=Text(fi=SECRET))
    two.refresh_from_db()
    made = merge(two, one, choices={"description": "old"})
    kept = one
    if undone:
        actions.undo(COMMAND, made)
        kept = two
    assert "merging.step.after" in tables_with(SECRET)
    remove(kept, "description.fi")
    assert tables_with(SECRET) == set()


def test_an_organisation_s_line_is_gone_from_the_other_and_from_the_steps(cast):
    one, two = twins(cast.municipality_a.governs)
    organisations.change(COMMAND, two, email="irma.kuvitteellinen@example.org", description=Text(fi=SECRET))
    two.refresh_from_db()
    merge(two, one, choices={"email": "old", "description": "old"})
    for field, text in (("email", "irma.kuvitteellinen@example.org"), ("description", SECRET)):
        assert len(tables_with(text)) > 1
        remove(one, field)
        assert tables_with(text) == set()


def test_a_merge_whose_texts_were_removed_is_undone_without_them(cast):
    one, two = (row.services.get() for row in twins(cast.municipality_a.governs))
    services.change(system("command"), two, description=Text(fi=SECRET))
    two.refresh_from_db()
    made = merge(two, one, choices={"description": "old"})
    remove(one, "description")
    actions.undo(COMMAND, made)
    two.refresh_from_db()
    assert (str(two.description), tables_with(SECRET)) == ("", set())
