"""Nobody who is assessed learns who answered, or answers after having read the others; nothing is left half-done."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from kumppanuus.accounts import providers
from kumppanuus.accounts.models import Person
from kumppanuus.activity.models import Event
from kumppanuus.assessments import actions
from kumppanuus.assessments.mirror import read_mirror
from kumppanuus.assessments.models import Assessment, Participation
from kumppanuus.core.actions import Refused
from kumppanuus.core.texts import Text
from kumppanuus.files.models import File
from kumppanuus.questionnaires.models import Evidence
from kumppanuus.spaces import actions as spaces
from tests.factories import organisations as make
from tests.factories import people
from tests.factories.spaces import with_role

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def seen(actor, name="assessments.give") -> int:
    """How many such events the actor sees, in the feed and one by one."""
    rows = Event.objects.filter(name=name)
    by_list = Event.objects.visible_to(actor).filter(name=name).count()
    assert by_list == sum(actor.may("activity.view_event", row) for row in rows)
    return by_list


def test_a_keeper_of_the_assessed_party_does_not_see_who_answered(client, table):
    table.answer(0, 2)
    fair, conflicted = with_role("Kalle", table.cast.space, "keeper"), with_role("Kati", table.cast.space, "keeper")
    make.member(Person.objects.get(pk=conflicted.person_id), table.cast.municipality_a, "editor")
    conflicted = people.actor(Person.objects.get(pk=conflicted.person_id))
    assert (seen(fair), seen(conflicted), seen(table.keeper)) == (1, 0, 1)
    shown = {}
    for name, actor in (("fair", fair), ("conflicted", conflicted)):
        client.force_login(Person.objects.get(pk=actor.person_id), backend=BACKEND)
        shown[name] = client.get("/en/me/feed/").content.decode().count("sent an answer")
    assert shown == {"fair": 1, "conflicted": 0}


def public(table) -> None:
    for place in range(5):
        table.answer(place, 1)
    table.close()
    table.release()
    table.assessment.refresh_from_db()


@pytest.mark.parametrize("begun", [False, True])
def test_after_the_ngos_result_is_public_the_municipality_answers_only_with_a_reason(table, begun):
    item = table.items()[0]
    if begun:
        actions.prepare(table.aino, table.assessment, item=item, value=3)
    public(table)
    with pytest.raises(Refused):
        actions.prepare(table.aino, table.assessment, item=item, value=1)
    with pytest.raises(Refused):
        actions.sign(table.aino, table.assessment, body="Kunnanhallitus", decided_on=timezone.localdate())
    with pytest.raises(Refused):
        actions.correct(table.aino, table.assessment, reason=" ")
    actions.correct(table.aino, table.assessment, reason="Valmistelija sairastui")
    table.assessment.refresh_from_db()
    table.sign(3)
    table.release()
    mirror = read_mirror(Assessment.objects.get(pk=table.assessment.pk))
    assert (mirror.municipal, mirror.release.municipal_response.reason) == (3, "Valmistelija sairastui")


def test_the_mirror_says_why_an_answer_came_late(client, table):
    public(table)
    actions.correct(table.aino, table.assessment, reason="Valmistelija sairastui")
    table.assessment.refresh_from_db()
    table.sign(3)
    table.release()
    page = client.get(f"/en/rounds/{table.round.pk}/{table.assessment.area.slug}/").content.decode()
    assert page.count("Valmistelija sairastui") == 1


def test_before_any_release_a_draft_needs_no_reason(table):
    table.close()
    actions.prepare(table.aino, table.assessment, item=table.items()[0], value=1)
    with pytest.raises(Refused):
        actions.correct(table.aino, table.assessment, reason="Turha")


def test_one_that_was_refused_can_be_invited_again_and_again(table):
    first = table.participation(0)
    table.answer(0, 2)
    actions.refuse(table.keeper, Participation.objects.get(pk=first.pk), reason="Väärä yhdistys")
    second = actions.invite(table.keeper, table.assessment, organisation=table.ngos[0])
    assert (second.pk != first.pk, second.state) == (True, "invited")
    assert actions.invite(table.keeper, table.assessment, organisation=table.ngos[0]) == second
    actions.refuse(table.keeper, second, reason="Yhä väärä")
    third = actions.invite(table.keeper, table.assessment, organisation=table.ngos[0])
    assert actions.invite(table.keeper, table.assessment, organisation=table.ngos[0]) == third


def stored() -> int:
    return sum(1 for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file())


def test_refused_evidence_leaves_no_file(client, table):
    table.sign(3)
    before = (stored(), File.objects.count())
    aino = Person.objects.get(pk=table.aino.person_id)
    client.force_login(aino, backend=BACKEND)
    address = reverse("assessments:attach", args=[table.round.pk, table.assessment.area.slug, table.items()[0].code])
    sent = {"kind": "file", "title_fi": "Muistio", "file": SimpleUploadedFile("muistio.txt", b"Muistio")}
    assert client.post(address, sent).status_code == 422
    assert ((stored(), File.objects.count()), Evidence.objects.count()) == (before, 0)


def test_an_upload_that_is_rolled_back_leaves_no_bytes(table, monkeypatch):
    before = stored()
    given = {"item": table.items()[0], "kind": "file", "title": Text(fi="x" * 5)}
    with pytest.raises(TypeError):
        actions.attach(table.aino, table.assessment, upload=SimpleUploadedFile("a.txt", b"Hei"), nonsense=1, **given)
    assert (stored(), File.objects.count()) == (before, 0)
    actions.attach(table.aino, table.assessment, upload=SimpleUploadedFile("a.txt", b"Hei"), **given)
    assert (stored(), File.objects.count()) == (before + 1, 1)


def test_own_data_tells_of_checklists_and_feedback(table):
    kaisa = Person.objects.get(pk=table.keeper.person_id)
    from kumppanuus.questionnaires import actions as questionnaires

    questionnaires.create(table.keeper, table.cast.space, slug="oma", title=Text(fi="Oma"), copy_of=table.round.version)
    given = spaces.give_feedback(table.keeper, table.cast.space, message="Liian pieni", email=kaisa.email)
    spaces.answer_feedback(table.keeper, given, answer="Suurennettu")
    held = providers.collect(kaisa.pk)
    assert [row["checklist"] for row in held["questionnaires"]["checklist_versions"]] == ["Oma"]
    assert [row["message"] for row in held["spaces"]["feedback_given"]] == ["Liian pieni"]
    assert [row["answer"] for row in held["spaces"]["feedback_answered"]] == ["Suurennettu"]
