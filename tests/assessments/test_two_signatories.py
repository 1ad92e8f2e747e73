"""A municipality with the two-signatory rule: the first signature waits, and falls when the answer changes."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from kumppanuus.accounts.models import Person
from kumppanuus.assessments import actions
from kumppanuus.assessments.mirror import read_mirror
from kumppanuus.assessments.models import Assessment, Signature
from kumppanuus.core.actions import Refused
from kumppanuus.core.actors import Actor
from kumppanuus.organisations import actions as organisations
from tests.factories import organisations as make
from tests.factories import people

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def second(table) -> Actor:
    """Another signatory of the municipality, which needs two."""
    owner = organisations.change(table.aino, table.cast.municipality_a, two_signatories=True)
    person = people.person("Toini")
    make.member(person, owner, "signatory")
    table.assessment.refresh_from_db()
    return Actor(person_id=person.pk, organisation_id=owner.pk)


def now(table) -> Assessment:
    return Assessment.objects.get(pk=table.assessment.pk)


def test_the_first_signature_leaves_a_draft_and_the_second_locks(table, second):
    table.sign(3)
    assert (now(table).response.is_draft, Signature.objects.count()) == (True, 1)
    actions.countersign(second, now(table))
    signed = now(table).response
    bodies = list(signed.signatures.values_list("body", "decided_on"))
    assert (signed.is_draft, bodies) == (False, [("Kunnanhallitus § 5", timezone.localdate())] * 2)
    with pytest.raises(Refused):
        actions.prepare(table.aino, now(table), item=table.items()[0], value=1)


def test_one_person_cannot_sign_twice(table, second):
    table.sign(3)
    with pytest.raises(PermissionDenied):
        actions.countersign(table.aino, now(table))
    with pytest.raises(Refused):
        actions.sign(table.aino, now(table), body="Valtuusto", decided_on=timezone.localdate())
    with pytest.raises(PermissionDenied):
        actions.countersign(table.cast.actor("bertil"), now(table))
    assert (now(table).response.is_draft, Signature.objects.count()) == (True, 1)


@pytest.mark.parametrize("change", ["prepare", "attach", "detach"])
def test_a_change_takes_the_first_signature_away(table, second, change):
    table.sign(3)
    item = table.items()[0]
    given = {
        "prepare": {"item": item, "value": 1},
        "attach": {"item": item, "kind": "link", "title": "Ohjelma", "url": "https://example.org"},
        "detach": {"evidence_id": 0},
    }[change]
    getattr(actions, change)(table.aino, now(table), **given)
    assert Signature.objects.count() == 0
    with pytest.raises(PermissionDenied):
        actions.countersign(second, now(table))


def test_what_one_signed_does_not_count_in_a_release(table, second):
    for place in range(5):
        table.answer(place, 2)
    table.sign(3)
    table.close()
    table.release()
    assert read_mirror(now(table)).municipal is None


def test_the_team_sees_that_the_second_signature_is_missing(client, table, second):
    table.sign(3)
    client.force_login(Person.objects.get(pk=second.person_id), backend=BACKEND)
    table_page = f"/en/rounds/{table.round.pk}/{table.assessment.area.slug}/"
    assert client.get(f"{table_page}prepare/").content.decode().count("The second signature is missing") == 1
    assert client.get("/en/work/").content.decode().count("the second signature is missing") == 1
    assert client.get(f"{table_page}sign/").content.decode().count("/countersign/") == 1
    assert client.post(f"{table_page}countersign/").status_code == 303
    assert client.get(f"{table_page}prepare/").content.decode().count("Signed by") == 2
