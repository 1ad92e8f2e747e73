"""An owner with the two-signatory rule is bound by the second of two different signatories."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from kumppanuus.accounts.models import Person
from kumppanuus.core.actors import Actor
from kumppanuus.measures import actions
from kumppanuus.measures.models import Consent, Measure, State
from kumppanuus.organisations import actions as organisations
from tests.factories import measures as made_up
from tests.factories import organisations as make
from tests.factories import people

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def owner(cast):
    return organisations.change(cast.actor("aino"), cast.municipality_a, two_signatories=True)


@pytest.fixture
def proposed(cast, owner):
    return made_up.measure(cast.actor("bertil"), owner.governs, owner)


def signatory(owner, name="Toini", role="signatory") -> Actor:
    person = people.person(name)
    make.member(person, owner, role)
    return Actor(person_id=person.pk, organisation_id=owner.pk)


def state(measure: Measure) -> str:
    return Measure.objects.get(pk=measure.pk).state


def test_the_first_signature_waits_and_the_second_binds(cast, owner, proposed):
    actions.accept(cast.actor("aino"), proposed)
    waiting = Measure.objects.get(pk=proposed.pk)
    assert (waiting.state, waiting.agreed_on, waiting.first_signed_on is not None) == (State.PROPOSED, None, True)
    actions.countersign(signatory(owner), waiting)
    agreed = Measure.objects.get(pk=proposed.pk)
    assert (agreed.state, agreed.agreed_on is not None, agreed.first_signed_on) == (State.AGREED, True, None)


def test_one_person_cannot_sign_twice_nor_an_editor_at_all(cast, owner, proposed):
    aino, editor = cast.actor("aino"), signatory(owner, "Eeva", "editor")
    with pytest.raises(PermissionDenied):
        actions.accept(editor, proposed)
    actions.accept(aino, proposed)
    for verb, actor in ((actions.accept, aino), (actions.countersign, aino), (actions.countersign, editor)):
        with pytest.raises(PermissionDenied):
            verb(actor, Measure.objects.get(pk=proposed.pk))
    with pytest.raises(PermissionDenied):
        actions.countersign(cast.actor("bertil"), Measure.objects.get(pk=proposed.pk))
    assert (state(proposed), Consent.objects.count()) == (State.PROPOSED, 1)


def test_ones_own_measure_waits_for_the_second_signatory(cast, owner):
    own = made_up.measure(cast.actor("aino"), owner.governs, owner)
    assert (own.state, own.consents.count()) == (State.PROPOSED, 1)
    actions.countersign(signatory(owner), own)
    assert state(own) == State.AGREED


def test_an_editors_own_measure_waits_for_both(cast, owner):
    own = made_up.measure(signatory(owner, "Eeva", "editor"), owner.governs, owner)
    assert (own.state, own.consents.count()) == (State.PROPOSED, 0)
    actions.accept(cast.actor("aino"), own)
    assert state(own) == State.PROPOSED


def test_between_the_signatures_it_can_be_declined(cast, owner, proposed):
    actions.accept(cast.actor("aino"), proposed)
    actions.decline(signatory(owner, "Eeva", "editor"), proposed, reason="Ei rahaa")
    assert state(proposed) == State.DROPPED
    with pytest.raises(PermissionDenied):
        actions.countersign(signatory(owner), Measure.objects.get(pk=proposed.pk))


def test_without_the_rule_one_editor_is_enough(cast):
    proposed = made_up.measure(cast.actor("bertil"), cast.municipality_a.governs, cast.municipality_a)
    actions.accept(signatory(cast.municipality_a, "Eeva", "editor"), proposed)
    assert state(proposed) == State.AGREED


def test_the_page_says_what_is_missing_and_who_may_complete_it(client, cast, owner, proposed):
    actions.accept(cast.actor("aino"), proposed)
    page = f"/en/measures/{proposed.pk}/"
    public = client.get(page).content.decode()
    assert (public.count("The second signature is missing"), public.count("/countersign/")) == (1, 0)
    toini = signatory(owner)
    client.force_login(Person.objects.get(pk=toini.person_id), backend=BACKEND)
    assert client.get(page).content.decode().count("/countersign/") == 1
    assert client.post(f"{page}countersign/").status_code == 303
    assert state(proposed) == State.AGREED
