"""Removing personal data from an assessment: who may, from which page, and that no copy is left."""

from __future__ import annotations

import io

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from docx import Document

from kumppanuus.accounts.models import Person
from kumppanuus.activity import actions as activity
from kumppanuus.activity.models import Event
from kumppanuus.activity.redaction import replay_redactions
from kumppanuus.assessments import actions
from kumppanuus.assessments.documents import docx
from kumppanuus.assessments.mirror import read_mirror
from kumppanuus.assessments.models import CommentState, ReleasedComment, Signature, TeamComment
from kumppanuus.core.actors import Actor
from kumppanuus.core.models import Redaction
from kumppanuus.core.texts import Text
from kumppanuus.notices.models import Delivery
from kumppanuus.questionnaires.models import Answer, Evidence
from tests.factories import building
from tests.factories import measures as measures_made_up
from tests.factories import organisations as make
from tests.factories.spaces import space, with_role

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
SECRET = "Maija Meikäläinen sairastui"


def moderator(table) -> Actor:
    return with_role("Minna", table.cast.space, "moderator")


def sign_in(client, actor):
    client.force_login(Person.objects.get(pk=actor.person_id), backend=BACKEND)


@pytest.fixture
def signed(table):
    """The municipality's answer with a secret in an explanation, in the team's talk and in the decision's body."""
    item = table.items()[0]
    actions.discuss(table.aino, table.assessment, item=item, text=SECRET)
    for one in table.items():
        actions.prepare(table.aino, table.assessment, item=one, value=3, comment=SECRET if one == item else "")
    plan = {"kind": "link", "title": Text(fi=SECRET), "url": "https://example.org"}
    actions.attach(table.aino, table.assessment, item=item, **plan)
    actions.sign(table.aino, table.assessment, body=SECRET, decided_on=timezone.localdate())
    table.assessment.refresh_from_db()
    return table


@pytest.fixture
def released(signed):
    for place in range(5):
        signed.answer(place, 2, SECRET if place == 0 else "")
    answer = Answer.objects.get(comment=SECRET, response=signed.participation(0).response_id)
    signed.close()
    actions.check_comment(signed.keeper, signed.participation(0), answer=answer, state=CommentState.RELEASED)
    signed.release()
    return signed


def explanation(table) -> Answer:
    return Answer.objects.get(response=table.assessment.response_id, comment=SECRET)


def test_moderators_of_that_space_remove_what_is_public_and_others_do_not(released):
    elsewhere = with_role("Oona", space("muualla"), "moderator")
    keeper_only = with_role("Kalle", released.cast.space, "keeper")
    ngo = Answer.objects.get(response=released.participation(0).response_id, comment=SECRET)
    things = [
        explanation(released),
        Signature.objects.get(),
        Evidence.objects.get(),
        ReleasedComment.objects.get(),
        ngo,
        TeamComment.objects.get(),
    ]
    may = {
        name: [actor.may("activity.redact", thing) for thing in things]
        for name, actor in {
            "moderator": moderator(released),
            "elsewhere": elsewhere,
            "keeper": keeper_only,
            "aino": released.aino,
            "bertil": released.cast.actor("bertil"),
            "visitor": Actor(),
        }.items()
    }
    assert may == {
        "moderator": [True, True, True, True, False, False],  # single answers and the team's talk are not theirs
        "elsewhere": [False] * 6,
        "keeper": [False, False, False, False, True, False],
        "aino": [True, False, True, False, False, True],
        "bertil": [False] * 6,
        "visitor": [False] * 6,
    }


def test_an_explanation_is_removed_from_its_corrections_too_and_again_after_a_restore(signed):
    actions.correct(signed.aino, signed.assessment, reason="Luku oli väärin")
    before = explanation_rows()
    assert len(before) == 2
    first = Answer.objects.filter(comment=SECRET).order_by("pk").first()
    activity.redact(moderator(signed), first, field="comment", reason="henkilötieto")
    assert (explanation_rows(), Redaction.objects.filter(reason="henkilötieto").count()) == (
        [],
        3,
    )  # the decision says it, too
    with building():  # the restore brings everything back
        from kumppanuus.core.models import RedactionOpen

        RedactionOpen.objects.create()
        Answer.objects.filter(pk__in=before).update(comment=SECRET)
        RedactionOpen.objects.all().delete()
    replay_redactions()
    assert explanation_rows() == []


def explanation_rows() -> list[int]:
    return list(Answer.objects.filter(comment=SECRET).order_by("pk").values_list("pk", flat=True))


def test_the_body_of_a_signature_leaves_page_document_history_and_events(client, released):
    address = f"/en/rounds/{released.round.pk}/{released.assessment.area.slug}/"
    history = f"/en/history/assessments.assessment/{released.assessment.pk}/"
    assert SECRET in client.get(address).content.decode()
    assert SECRET in client.get(history).content.decode()
    for thing, field in ((Signature.objects.get(), "body"), (explanation(released), "comment"),
                         (ReleasedComment.objects.get(), "text"), (Evidence.objects.get(), "title")):  # fmt: skip
        activity.redact(moderator_once(released), thing, field=field, reason="henkilötieto")
    text = docx.render(read_mirror(released.assessment))
    words = "\n".join(p.text for p in Document(io.BytesIO(text)).paragraphs)
    left = [name for name, content in {
        "mirror": client.get(address).content.decode(),
        "history": client.get(history).content.decode(),
        "document": words,
        "data": client.get(f"{address}mirror.json").content.decode(),
        "decisions": " ".join(Event.objects.values_list("decision", flat=True)),
        "facts": str(list(Event.objects.values_list("data", flat=True))),
        "answers": str(list(Answer.objects.values_list("comment", flat=True))),
        "traces": str(list(Redaction.objects.values())),
    }.items() if SECRET in content]  # fmt: skip
    assert left == []


def moderator_once(table) -> Actor:
    person = Person.objects.filter(name="Minna").first()
    return Actor(person_id=person.pk) if person else moderator(table)


def test_each_page_has_the_way_to_remove_for_those_who_may(client, released):
    item = released.items()[0]
    table_page = f"/en/rounds/{released.round.pk}/{released.assessment.area.slug}/"
    ways = {"moderator": (moderator(released), table_page), "keeper": (released.keeper, reverse("assessments:texts", args=[released.round.pk]) + "?all"),
            "aino": (released.aino, f"{table_page}prepare/{item.code}/")}  # fmt: skip
    found = {}
    for name, (actor, page) in ways.items():
        client.logout()
        sign_in(client, actor)
        found[name] = client.get(page).content.decode().count("Remove personal data")
    client.logout()
    found["visitor"] = client.get(table_page).content.decode().count("Remove personal data")
    assert found == {"moderator": 4, "keeper": 1, "aino": 2, "visitor": 0}


def test_removing_goes_back_to_the_page_and_needs_a_reason_without_the_content(client, released):
    sign_in(client, moderator(released))
    thing = explanation(released)
    way = f"/en/history/questionnaires.answer/{thing.pk}/redact/comment/?back=/en/rounds/"
    assert client.get(way).content.decode().count(SECRET) == 1
    assert client.post(way, {"reason": f"Tässä luki {SECRET}"}).status_code == 422
    done = client.post(way, {"reason": "henkilötieto"})
    assert (done.status_code, done.headers["Location"]) == (303, "/en/rounds/")
    away = client.post(f"/en/history/assessments.signature/{Signature.objects.get().pk}/redact/body/?back=//evil.example/",
                       {"reason": "x"})  # fmt: skip
    assert away.headers["Location"].startswith("/en/")


def test_a_team_comment_is_its_authors_and_the_administrators(client, signed):
    comment = TeamComment.objects.get()
    sign_in(client, moderator(signed))
    assert client.get(f"/en/history/assessments.teamcomment/{comment.pk}/redact/text/").status_code == 404
    with pytest.raises(PermissionDenied):
        activity.redact(moderator_once(signed), comment, field="text", reason="x")
    activity.redact(signed.aino, comment, field="text", reason="henkilötieto")
    comment.refresh_from_db()
    assert comment.text == ""


def test_a_measures_reason_leaves_its_course_and_the_mail_that_waits(cast):
    from kumppanuus.measures import actions as measures

    proposed = measures_made_up.measure(cast.actor("bertil"), cast.municipality_a.governs, cast.municipality_a)
    measures.decline(cast.actor("aino"), proposed, reason=SECRET)
    assert SECRET in str(list(Delivery.objects.values_list("context", flat=True)))
    activity.redact(cast.actor("kaisa"), proposed.states.get(reason=SECRET), field="reason", reason="henkilötieto")
    proposed.refresh_from_db()
    left = (proposed.reason, SECRET in str(list(Delivery.objects.values_list("context", "body"))))
    assert left == ("–", False)


def test_shared_things_are_the_operators_or_of_a_space_they_belong_to(cast):
    far = make.organisation("Kaukana", home=make.municipality())
    near = cast.ngo_a
    here = cast.actor("kaisa")
    elsewhere = with_role("Oona", space("muualla"))
    shared = cast.space.questionnaires.model(space=None)
    assert [here.may("activity.redact", thing) for thing in (near, far, shared)] == [True, False, False]
    assert [elsewhere.may("activity.redact", thing) for thing in (near, far, shared)] == [False, False, False]
