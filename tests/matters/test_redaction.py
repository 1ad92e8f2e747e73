from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction

from kumppanuus.activity.actions import redact
from kumppanuus.core.models import Redaction
from kumppanuus.core.texts import Text
from kumppanuus.matters import actions
from kumppanuus.matters.models import Matter, Step
from kumppanuus.meetings import actions as meetings
from kumppanuus.meetings.receiving import as_receiver
from tests.factories import building
from tests.factories import meetings as made_up
from tests.factories.matters import matter

pytestmark = pytest.mark.django_db
WORDS = "Salli Esimerkki kertoi sairaudestaan"


def test_a_step_is_frozen_by_the_database(sent):
    step = sent.steps.first()
    for sql in (
        f"UPDATE matters_step SET kind = 'closed' WHERE id = {step.pk}",  # noqa: S608
        f"DELETE FROM matters_step WHERE id = {step.pk}",  # noqa: S608
    ):
        with pytest.raises(DatabaseError, match="frozen"), building(), transaction.atomic():
            connection.cursor().execute(sql)
    assert sent.steps.count() == 2


def test_removed_personal_data_leaves_the_matter_its_agenda_and_what_it_is_found_by(cast, table, area, aino, bertil):
    made = matter(bertil, area, as_receiver(table), text=Text(fi=WORDS))
    item = meetings.take_matter(aino, made, meeting=made_up.planned(aino, table))
    with pytest.raises(PermissionDenied):
        redact(cast.actor("beata"), made, field="text", reason="Terveystieto")
    redact(cast.actor("kaisa"), made, field="text", reason="Terveystieto")
    found = Matter.objects.get(pk=made.pk)
    item.refresh_from_db()
    assert WORDS not in str(dict(found.text)) + str(dict(item.background)) + found.find_by
    assert WORDS.lower() not in found.find_by
    assert WORDS not in " ".join(Redaction.objects.values_list("reason", flat=True))


def test_removed_words_of_a_step_leave_its_correction_too(cast, sent, aino):
    step = actions.record_handling(aino, sent, text=Text(fi=WORDS))
    actions.correct(aino, step, link="https://example.org/paatos")
    redact(cast.actor("kaisa"), step, field="text", reason="Terveystieto")
    assert [WORDS in str(dict(one.text)) for one in Step.objects.filter(matter=sent)] == [False] * 4
