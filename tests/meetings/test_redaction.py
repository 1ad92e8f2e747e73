from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction

from kumppanuus.activity.actions import redact
from kumppanuus.core.actors import Actor
from kumppanuus.core.models import Redaction
from kumppanuus.core.texts import Text
from kumppanuus.meetings import actions
from kumppanuus.meetings.models import MinutesPart, Outcome
from tests.factories import building
from tests.factories import minutes as made_up
from tests.factories.minutes import item_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def held(cast):
    return made_up.meeting(made_up.table(cast).body)


def part_of(minutes, order=1):
    return minutes.parts.get(order=order)


def text_of(minutes):
    return str(part_of(minutes).text)


def refused(sql):
    try:
        with building(), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    except DatabaseError as exc:
        return "frozen" in str(exc)
    return False


def test_approved_minutes_are_frozen_by_the_database(cast, held):
    done = made_up.approved(cast, held)
    part = part_of(done)
    for sql in (
        f"UPDATE meetings_minutes SET phase = 'writing' WHERE id = {done.pk}",  # noqa: S608
        f"""UPDATE meetings_minutespart SET text = '{{"fi": "x"}}' WHERE id = {part.pk}""",  # noqa: S608
        f"DELETE FROM meetings_minutespart WHERE id = {part.pk}",  # noqa: S608
        f"DELETE FROM meetings_minutes WHERE id = {done.pk}",  # noqa: S608
    ):
        assert refused(sql)
    assert text_of(done) == "Keskusteltiin tiloista."


def test_removed_personal_data_leaves_every_version_and_a_trace_without_it(cast, held):
    aino = cast.actor("aino")
    words = "Salli Esimerkki kertoi sairaudestaan"
    actions.record(aino, item_of(held), kind="decision", text=Text(fi=words))
    done = made_up.approved(cast, held, words)
    made = actions.correct(aino, done, reason="Luku oli väärin")
    redact(aino, part_of(done), field="text", reason="Terveystieto")
    assert (text_of(done), text_of(made), str(Outcome.objects.get().text)) == ("", "", "")
    assert words not in str(list(MinutesPart.objects.values_list("outcomes", "text")))
    traces = Redaction.objects.all()
    assert (traces.count() >= 3, words in str(list(traces.values()))) == (True, False)
    assert refused(f"DELETE FROM meetings_minutespart WHERE id = {part_of(done).pk}")  # noqa: S608


def test_visitor_may_not_remove_anything(cast, held):
    done = made_up.approved(cast, held)
    for actor in (Actor(), cast.actor("beata")):
        with pytest.raises(PermissionDenied):
            redact(actor, part_of(done), field="text", reason="Kiusa")
