from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction

from kumppanuus.activity import actions
from kumppanuus.activity.models import Event
from kumppanuus.activity.redaction import hooks, on_redact, replay_redactions
from kumppanuus.core.actions import Refused
from kumppanuus.core.actors import Actor, system
from kumppanuus.core.frozen import Freeze
from kumppanuus.core.models import Redaction, RedactionOpen
from kumppanuus.core.texts import Text
from kumppanuus.files import actions as files
from kumppanuus.spaces import actions as spaces
from kumppanuus.spaces.models import AccessibilityFeedback, Space
from tests.factories import building, people
from tests.factories import organisations as make
from tests.factories.spaces import space, with_role

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_hooks(monkeypatch):
    before = list(hooks)
    yield
    hooks[:] = before


def given(here, message="Asiakas Matti Meikäläinen kertoi"):
    return spaces.give_feedback(Actor(), here, message=message)


def test_redact_removes_the_content_and_leaves_a_trace_without_it():
    here = space()
    row = given(here)
    kaisa = with_role("Kaisa", here)
    actions.redact(kaisa, row, field="message", reason="henkilötieto")
    row.refresh_from_db()
    assert row.message == ""
    trace = Redaction.objects.get()
    assert (trace.model, trace.object_id, trace.field, trace.reason, trace.person_id) == (
        "spaces.accessibilityfeedback",
        str(row.pk),
        "message",
        "henkilötieto",
        kaisa.person_id,
    )
    event = Event.objects.get(name="activity.redact")
    assert event.data == {"field": "message"}
    assert RedactionOpen.objects.count() == 0


@pytest.mark.parametrize("role", ["keeper", "curator"])
def test_redact_is_for_editors_and_moderators_of_that_space(role):
    here, there = space("here"), space("there")
    row = given(here)
    for actor in (Actor(), with_role("Minna", here, role), with_role("Oona", there), people.actor(people.person())):
        with pytest.raises(PermissionDenied):
            actions.redact(actor, row, field="message", reason="x")
    actions.redact(with_role("Kaisa", here, "moderator"), row, field="message", reason="x")
    assert Redaction.objects.count() == 1


def test_redact_reaches_a_frozen_row_and_leaves_it_frozen():
    here = space()
    row = given(here)
    freeze = Freeze("spaces_accessibilityfeedback", "OLD.id > 0")
    with connection.cursor() as cursor:
        editor = SimpleNamespace(connection=connection, execute=lambda sql, params=None: cursor.execute(sql))
        freeze.database_forwards("spaces", editor, None, SimpleNamespace(apps=apps))
    try:
        actions.redact(with_role("Kaisa", here), row, field="message", reason="x")
        row.refresh_from_db()
        assert row.message == ""
        with pytest.raises(DatabaseError), transaction.atomic(), building():
            AccessibilityFeedback.objects.filter(pk=row.pk).update(message="takaisin")
    finally:
        with connection.cursor() as cursor:
            editor = SimpleNamespace(connection=connection, execute=lambda sql, params=None: cursor.execute(sql))
            freeze.database_backwards("spaces", editor, None, None)


def test_redact_one_language_or_one_key():
    here = space()
    kaisa = with_role("Kaisa", here)
    spaces.change(kaisa, here, intro=Text(fi="Hei", sv="Hemligt"))
    actions.redact(kaisa, here, field="intro.sv", reason="x")
    here.refresh_from_db()
    assert dict(here.intro) == {"fi": "Hei"}
    event = Event.objects.get(name="spaces.change")
    with building():
        Event.objects.filter(pk=event.pk).update(data={"reason": "Matti", "rows": [{"text": "Maija"}], "n": 3})
    event.refresh_from_db()
    actions.redact(kaisa, event, field="data.reason", reason="x")
    actions.redact(kaisa, event, field="data.rows.0.text", reason="x")
    event.refresh_from_db()
    assert event.data == {"reason": "", "rows": [{"text": ""}], "n": 3}


@pytest.mark.parametrize("field", ["nothing", "slug.sv", "intro.se", "area"])
def test_redact_what_cannot_be_emptied_is_refused_and_leaves_no_trace(field):
    here = space()
    with pytest.raises(Refused):
        actions.redact(with_role("Kaisa", here), here, field=field, reason="x")
    assert Redaction.objects.count() == 0


def test_redact_needs_a_reason():
    here = space()
    with pytest.raises(Refused):
        actions.redact(with_role("Kaisa", here), here, field="intro", reason=" ")


def test_redact_tells_the_hooks_once_blanked_and_a_failing_one_undoes_all():
    here = space()
    row = given(here)
    kaisa = with_role("Kaisa", here)
    told = []

    @on_redact
    def search(obj, field):
        told.append((obj.message, field))

    actions.redact(kaisa, row, field="message", reason="x")
    assert told == [("", "message")]
    other = given(here)

    @on_redact
    def broken(obj, field):
        raise RuntimeError

    with pytest.raises(RuntimeError):
        actions.redact(kaisa, other, field="message", reason="x")
    other.refresh_from_db()
    assert (other.message != "", Redaction.objects.count()) == (True, 1)


def test_redact_of_a_file_removes_its_content(django_capture_on_commit_callbacks):
    aino = people.actor(people.person("Aino"))
    row = files.upload(aino, None, file=SimpleUploadedFile("a.txt", b"salaisuus"))
    with django_capture_on_commit_callbacks(execute=True):
        actions.redact(aino, row, field="stored", reason="x")
    assert row.removed_at is not None
    assert not row.stored.storage.exists(row.stored.name)


def test_replay_removes_again_what_a_restore_brought_back():
    here = space()
    row, gone = given(here), given(here)
    kaisa = with_role("Kaisa", here)
    for one in (row, gone):
        actions.redact(kaisa, one, field="message", reason="x")
    with building():
        AccessibilityFeedback.objects.filter(pk=row.pk).update(message="Asiakas Matti")
        gone.delete()
    told = []
    on_redact(lambda obj, field: told.append(field))
    assert replay_redactions() == 1
    row.refresh_from_db()
    assert (row.message, told, Redaction.objects.count()) == ("", ["message"], 2)


def test_replay_is_the_operators(client):
    with pytest.raises(PermissionDenied):
        actions.replay(with_role("Kaisa", space()), None)
    assert Space.objects.count() == 1


def test_own_content_may_be_removed_by_its_author():
    ry = make.organisation()
    bertil = make.acting("Bertil", ry, "answerer")
    row = files.upload(bertil, None, file=SimpleUploadedFile("a.txt", b"x"))
    assert (bertil.may("activity.redact", row), bertil.may("activity.redact", ry)) == (True, False)


def test_redact_brings_no_ended_membership_back():
    from kumppanuus.organisations.models import Membership
    from tests.factories.cast import make_cast

    cast = make_cast()
    ended = Membership.objects.get(person=cast.people["eero"])
    for field in ("end", "role", "organisation"):
        with pytest.raises(Refused):
            actions.redact(cast.actor("eero"), ended, field=field, reason="x")
    last_day = ended.end
    ended.refresh_from_db()
    assert (ended.end, Redaction.objects.count()) == (last_day, 0)


@pytest.mark.parametrize(
    ("noun", "field"),
    [("open", "opened_at"), ("open", "keeper_post"), ("now_a", "response"), ("own_file", "audience_token")],
)
def test_redact_moves_nothing_that_is_decided_by(world, noun, field):
    thing = getattr(world, noun)
    with pytest.raises(Refused):
        actions.redact(system("command"), thing, field=field, reason="x")
    assert Redaction.objects.count() == 0


def test_a_removed_name_finds_its_organisation_no_more():
    area = make.municipality()
    kaisa = with_role("Kaisa", space(area=area))
    found = make.organisation("Toiminimi Matti Meikäläinen", home=area)
    actions.redact(kaisa, found, field="name", reason="henkilötieto")
    found.refresh_from_db()
    assert ("matti" in found.find_by, found.sort_name) == (False, "")
