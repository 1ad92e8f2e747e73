from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from kumppanuus.activity.models import Event
from kumppanuus.core.actions import Refused
from kumppanuus.questionnaires import actions
from kumppanuus.questionnaires.models import Answer, Response, ResponseStatus
from tests.factories import questionnaires as made_up

pytestmark = pytest.mark.django_db


@pytest.fixture
def version(cast):
    return made_up.published(cast.actor("kaisa"), cast.space)


@pytest.fixture
def aino(cast):
    return cast.actor("aino")


@pytest.fixture
def response(cast, aino, version):
    return made_up.response(aino, version, cast.municipality_a)


def test_two_people_saving_the_same_answer_overwrite_nothing_unseen(aino, response):
    item = response.version.items.first()
    first = actions.save(aino, response, item=item, value=1, comment="Ensimmäinen", revision=0)
    with pytest.raises(actions.Conflict) as conflict:
        actions.save(aino, response, item=item, value=4, comment="Toinen", revision=0)
    assert conflict.value.saved.comment == "Ensimmäinen"
    answer = Answer.objects.get(response=response)
    assert (answer.value, answer.comment, answer.revision) == (1, "Ensimmäinen", 1)
    assert actions.save(aino, response, item=item, value=4, revision=first.revision).revision == 2


def test_save_without_a_comment_keeps_the_one_there_is(aino, response):
    item = response.version.items.first()
    actions.save(aino, response, item=item, value=1, comment="Syy", comment_public=True)
    actions.save(aino, response, item=item, value=2)
    answer = Answer.objects.get(response=response)
    assert (answer.value, answer.comment, answer.comment_public) == (2, "Syy", True)


@pytest.mark.parametrize("field", ["comment", "text"])
def test_text_of_100_000_characters_is_refused_and_nothing_is_lost(aino, response, field):
    item = response.version.items.first()
    actions.save(aino, response, item=item, value=1, comment="Syy")
    with pytest.raises(Refused) as refusal:
        actions.save(aino, response, item=item, value=2, **{field: "a" * 100_000})
    assert "100000 characters; at most 5000 fit" in str(refusal.value.message)
    assert Answer.objects.values_list("value", "comment").get() == (1, "Syy")


def test_pasted_html_stays_text(aino, response):
    item = response.version.items.first()
    pasted = '<p onclick="x()">Hei <b>kaikki</b></p><script>alert(1)</script>'
    actions.save(aino, response, item=item, value=2, comment=pasted)
    assert Answer.objects.get().comment == pasted


def test_character_that_no_database_holds_is_refused(aino, response):
    with pytest.raises(Refused):
        actions.save(aino, response, item=response.version.items.first(), value=1, comment="a\x00b")


def test_level_that_does_not_exist_is_refused(aino, response):
    with pytest.raises(Refused):
        actions.save(aino, response, item=response.version.items.first(), value=5)


def test_item_of_another_checklist_is_refused(cast, aino, response):
    other = made_up.published(cast.actor("kaisa"), cast.space).items.first()
    with pytest.raises(Refused):
        actions.save(aino, response, item=other, value=1)


def test_cannot_say_empties_the_value(aino, response):
    item = response.version.items.first()
    actions.save(aino, response, item=item, value=3)
    actions.save(aino, response, item=item, value=3, cannot_say=True)
    assert Answer.objects.values_list("value", "cannot_say").get() == (None, True)


def test_nothing_is_saved_after_the_time_for_answering(cast, aino, version):
    late = made_up.response(aino, version, cast.municipality_a, closes_at=timezone.now() - dt.timedelta(seconds=1))
    with pytest.raises(Refused):
        actions.save(aino, late, item=version.items.first(), value=1)
    assert list(Answer.objects.all()) == []


@pytest.mark.parametrize("name", ["akseli", "bertil", "eero", "dani", "kaisa"])
def test_others_cannot_save(cast, response, name):
    with pytest.raises(PermissionDenied):
        actions.save(cast.actor(name), response, item=response.version.items.first(), value=1)


def test_empty_response_is_not_given(aino, response):
    with pytest.raises(Refused):
        actions.submit(aino, response)


def test_correction_is_a_new_response_that_replaces_the_old_when_given(aino, response):
    item = response.version.items.first()
    actions.save(aino, response, item=item, value=1, comment="Syy")
    actions.add_evidence(aino, response, item=item, kind="link", title=made_up.three("Plan"), url="https://example.org")
    given = actions.submit(aino, response)
    correction = actions.replace(aino, given, reason="Väärä taso")
    assert actions.replace(aino, given, reason="Toinen") == correction
    assert [(a.value, a.comment, a.evidence.count()) for a in correction.answers.all()] == [(1, "Syy", 1)]
    actions.save(aino, correction, item=item, value=2)
    actions.submit(aino, correction)
    assert [(r.number, r.status) for r in Response.objects.order_by("number")] == [
        (1, ResponseStatus.REPLACED),
        (2, ResponseStatus.SUBMITTED),
    ]
    assert [a.value for a in given.answers.all()] == [1]


def test_answering_leaves_no_event(aino, response):
    before = Event.objects.count()
    actions.save(aino, response, item=response.version.items.first(), value=1)
    actions.submit(aino, response)
    assert Event.objects.count() == before
