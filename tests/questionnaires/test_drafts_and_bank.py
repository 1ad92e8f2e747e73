"""Deleting a draft, and adding to the bank that all checklists share."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from kumppanuus.accounts.models import Person
from kumppanuus.core.actions import Refused
from kumppanuus.core.texts import Text
from kumppanuus.questionnaires import actions
from kumppanuus.questionnaires.models import BankItem, Questionnaire, QuestionnaireVersion
from tests.factories import questionnaires as made_up

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def test_discard_deletes_the_draft_and_keeps_what_is_published(cast):
    kaisa = cast.actor("kaisa")
    published = made_up.published(kaisa, cast.space)
    draft = actions.draft(kaisa, published.questionnaire)
    left = actions.discard(kaisa, draft)
    assert list(left.versions.all()) == [published]
    assert actions.draft(kaisa, left).number == 2


def test_discard_of_the_only_version_deletes_the_checklist(cast):
    kaisa = cast.actor("kaisa")
    draft = made_up.draft(kaisa, cast.space)
    actions.discard(kaisa, draft)
    assert (Questionnaire.objects.count(), QuestionnaireVersion.objects.count()) == (0, 0)


def test_discard_is_for_editors_and_never_for_a_published_version(cast):
    kaisa = cast.actor("kaisa")
    published = made_up.published(kaisa, cast.space)
    for actor in (kaisa, cast.actor("aino")):
        with pytest.raises(PermissionDenied):
            actions.discard(actor, published)
    draft = actions.draft(kaisa, published.questionnaire)
    with pytest.raises(PermissionDenied):
        actions.discard(cast.actor("aino"), draft)
    assert QuestionnaireVersion.objects.count() == 2


def test_add_to_bank_is_for_editors_and_takes_a_name_once(cast):
    kaisa = cast.actor("kaisa")
    made = actions.add_to_bank(kaisa, cast.space, name=Text(fi="Yhteiset tilat", sv="Gemensamma lokaler"))
    assert (made.slug, dict(made.name)) == ("yhteiset-tilat", {"fi": "Yhteiset tilat", "sv": "Gemensamma lokaler"})
    with pytest.raises(Refused):
        actions.add_to_bank(kaisa, cast.space, name=Text(fi="Yhteiset tilat"))
    with pytest.raises(PermissionDenied):
        actions.add_to_bank(cast.actor("aino"), cast.space, name=Text(fi="Muu"))
    assert BankItem.objects.count() == 1


def test_an_editor_does_both_in_the_browser(client, cast):
    kaisa = cast.actor("kaisa")
    draft = made_up.draft(kaisa, cast.space)
    client.force_login(Person.objects.get(pk=kaisa.person_id), backend=BACKEND)
    assert client.get("/en/checklists/bank/").content.decode().count("/checklists/bank/new/") == 1
    added = client.post("/en/checklists/bank/new/", {"name_fi": "Yhteiset tilat"})
    assert added.headers["Location"] == "/en/checklists/bank/#yhteiset-tilat"
    edit = f"/en/checklists/{draft.questionnaire.slug}/1/edit/"
    assert client.get(edit).content.decode().count(f"{edit}discard/") == 1
    assert client.post(f"{edit}discard/").headers["Location"] == "/en/checklists/"
    assert Questionnaire.objects.count() == 0
    client.logout()
    assert client.get("/en/checklists/bank/").content.decode().count("/checklists/bank/new/") == 0
