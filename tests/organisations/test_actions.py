from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from kumppanuus.activity.models import Event
from kumppanuus.core.actions import Refused
from kumppanuus.core.actors import Actor
from kumppanuus.core.texts import Text
from kumppanuus.links.models import Link
from kumppanuus.notices.models import Delivery
from kumppanuus.organisations import actions
from kumppanuus.organisations.models import (
    Holding,
    Invitation,
    JoinRequest,
    Membership,
    Organisation,
    acts_for,
    organisations_of,
)
from tests.factories import organisations as make
from tests.factories import people

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate
DAY = dt.timedelta(days=1)


def named(name="Kosken Seura", **fields):
    return {"name": Text(fi=name), "kind": "association"} | fields


def token_of(row):
    return Delivery.objects.get(key=f"organisations.invitation:{row.pk}").context["url"].rstrip("/").rpartition("/")[2]


# --- the record ---


def test_create_makes_the_founder_administrator_and_leaves_one_event():
    aino = people.person("Aino")
    actor = people.actor(aino)
    made = actions.create(actor, None, **named(register_number="123.456", business_id="FI 0737546-2"))
    assert (made.register_number, made.business_id, made.slug) == ("123456", "0737546-2", "kosken-seura")
    assert Membership.objects.values_list("person", "role").get() == (aino.pk, "admin")
    assert organisations_of(actor) == [made.pk]
    event = Event.objects.get()
    assert (event.name, event.person_id) == ("organisations.create", aino.pk)


def test_create_needs_neither_number():
    assert actions.create(make.TESTS, None, **named()).pk is not None
    assert actions.create(make.TESTS, None, **named()).slug == "kosken-seura-2"


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        ({"business_id": "0737546-3"}, "The check digit of the business ID is wrong. Look for a mistyped digit."),
        ({"business_id": "12"}, "A business ID has seven digits, a hyphen and a check digit, for example 1234567-1."),
        ({"register_number": "12a"}, "A register number has at most six digits, for example 123.456."),
        ({"register_number": "111.111"}, "An organisation with this register number is here already."),
    ],
)
def test_create_wrong_or_taken_number_saves_nothing(numbers, said):
    actions.create(make.TESTS, None, **named("Toinen", register_number="111111"))
    aino = people.person("Aino")
    with pytest.raises(Refused) as refused:
        actions.create(people.actor(aino), None, **named(**numbers))
    assert str(refused.value.message).endswith(said)
    assert (Organisation.objects.count(), Membership.objects.count()) == (1, 0)


def test_create_is_refused_to_visitors_and_link_holders():
    for actor in (Actor(), Actor(link_id=4)):
        with pytest.raises(PermissionDenied):
            actions.create(actor, None, **named())
    assert Organisation.objects.count() == 0


def test_create_a_person_cannot_take_a_municipality():
    area = make.municipality()
    with pytest.raises(Refused):
        actions.create(people.actor(people.person()), None, **named(kind="municipality", governs=area))
    assert actions.create(make.TESTS, None, **named(kind="municipality", governs=area)).governs == area


@pytest.mark.parametrize(
    ("role", "may"), [("admin", True), ("editor", True), ("answerer", False), ("signatory", False)]
)
def test_change_is_for_administrators_and_editors(role, may):
    ry = make.organisation("Vanha nimi")
    actor = make.acting("Bertil", ry, role)
    assert actor.may("organisations.change", ry) is may
    if may:
        actions.change(actor, ry, name=Text(fi="Uusi nimi"))
        ry.refresh_from_db()
        assert (str(ry.name.in_language("fi")), ry.sort_name, ry.find_by) == ("Uusi nimi", "uusi0nimi", "uusi nimi")
        assert Event.objects.first().data == {"changed": ["name"]}


def test_change_needs_acting_for_that_organisation():
    ours, theirs = make.organisation(), make.organisation()
    bertil = people.person("Bertil")
    make.member(bertil, ours)
    make.member(bertil, theirs)
    for acting_for in (None, theirs.pk):
        with pytest.raises(PermissionDenied):
            actions.change(people.actor(bertil, acting_for), ours, email="a@example.org")


def test_change_after_a_membership_that_ended_yesterday_is_refused():
    ry = make.organisation()
    eero = people.person("Eero")
    row = make.ended_member(eero, ry)
    actor = people.actor(eero, ry.pk)
    assert not acts_for(actor, ry.pk)
    with pytest.raises(PermissionDenied):
        actions.change(actor, ry, email="a@example.org")
    assert list(Membership.objects.visible_to(actor)) == [row]


def test_change_areas_replaces_them():
    a, b, c = (make.municipality(name) for name in ("Aa", "Bee", "Cee"))
    ry = make.organisation(areas=[a, b])
    actions.change(make.TESTS, ry, areas=[b, c])
    assert set(ry.areas.all()) == {b, c}
    assert list(Organisation.objects.active_in(c)) == [ry]


# --- ways in ---


def test_invite_sends_a_link_that_makes_a_member_once():
    ry = make.organisation("Kosken Seura")
    admin = make.acting("Bertil", ry)
    row = actions.invite(admin, ry, email="Beata@Example.org", role="answerer")
    mail = Delivery.objects.get()
    token = token_of(row)
    assert (mail.address, mail.context["organisation"]) == ("beata@example.org", "Kosken Seura")
    beata = people.actor(people.person("Beata", email="another@example.org"))
    membership = actions.accept_invitation(beata, row, token=token)
    assert (membership.person_id, membership.role) == (beata.person_id, "answerer")
    assert organisations_of(beata) == [ry.pk]
    with pytest.raises(Refused):
        actions.accept_invitation(people.actor(people.person("Dani")), row, token=token)
    assert Membership.objects.count() == 2


def test_invite_event_is_seen_by_members_only_and_holds_no_address():
    ry = make.organisation()
    admin = make.acting("Bertil", ry)
    actions.invite(admin, ry, email="beata@example.org", role="editor")
    event = Event.objects.get(name="organisations.invite")
    assert list(Event.objects.visible_to(Actor()).filter(pk=event.pk)) == []
    assert list(Event.objects.visible_to(people.actor(people.person())).filter(pk=event.pk)) == []
    assert list(Event.objects.visible_to(make.acting("Beata", ry)).filter(pk=event.pk)) == [event]
    assert event.data == {"role": "editor"}


def test_invite_again_replaces_the_earlier_link():
    ry = make.organisation()
    admin = make.acting("Bertil", ry)
    first = actions.invite(admin, ry, email="beata@example.org", role="editor")
    first_token = token_of(first)
    actions.invite(admin, ry, email="beata@example.org", role="editor")
    first.refresh_from_db()
    assert first.withdrawn_at is not None
    with pytest.raises(Refused) as refused:
        actions.accept_invitation(people.actor(people.person()), first, token=first_token)
    assert "withdrawn" in str(refused.value.message)


def test_invite_somebody_who_has_the_role_is_refused():
    ry = make.organisation()
    admin = make.acting("Bertil", ry)
    beata = people.person("Beata", email="beata@example.org")
    make.member(beata, ry, "editor")
    with pytest.raises(Refused):
        actions.invite(admin, ry, email="BEATA@example.org", role="editor")
    assert (Invitation.objects.count(), Link.objects.count()) == (0, 0)


@pytest.mark.parametrize("role", ["editor", "answerer", "signatory"])
def test_invite_is_for_administrators(role):
    ry = make.organisation()
    with pytest.raises(PermissionDenied):
        actions.invite(make.acting("Bertil", ry, role), ry, email="a@example.org", role="admin")


def test_accept_with_the_token_of_another_invitation_is_refused():
    ry, other = make.organisation(), make.organisation()
    row = actions.invite(make.acting("Bertil", ry), ry, email="a@example.org", role="admin")
    mine = actions.invite(make.acting("Beata", other), other, email="b@example.org", role="answerer")
    with pytest.raises(Refused):
        actions.accept_invitation(people.actor(people.person()), row, token=token_of(mine))
    assert Membership.objects.count() == 2


def test_ask_to_join_is_approved_and_the_person_told():
    ry = make.organisation()
    admin = make.acting("Bertil", ry)
    beata = people.person("Beata")
    asked = actions.ask_to_join(people.actor(beata), ry, message="sihteeri")
    assert Delivery.objects.get().person_id == admin.person_id
    with pytest.raises(Refused):
        actions.ask_to_join(people.actor(beata), ry)
    actions.approve(admin, asked, role="answerer")
    assert Membership.objects.get(person=beata).role == "answerer"
    assert Delivery.objects.filter(person=beata).count() == 1
    asked.refresh_from_db()
    with pytest.raises(PermissionDenied):
        actions.decline(admin, asked)


def test_ask_to_join_an_organisation_without_administrators_says_what_to_do():
    with pytest.raises(Refused):
        actions.ask_to_join(people.actor(people.person()), make.organisation())
    assert JoinRequest.objects.count() == 0


# --- ways out ---


def test_end_membership_at_once_takes_the_rights_away_now():
    ry = make.organisation()
    admin = make.acting("Bertil", ry)
    beata = people.person("Beata")
    row = make.member(beata, ry, "editor")
    actions.end_membership(admin, row)
    assert organisations_of(people.actor(beata)) == []
    assert Delivery.objects.get(person=beata).context["what"] == "ended"


def test_end_membership_with_a_last_day_keeps_the_rights_until_then():
    ry = make.organisation()
    admin = make.acting("Bertil", ry)
    beata = people.person("Beata")
    row = make.member(beata, ry, "editor")
    actions.end_membership(admin, row, last_day=TODAY() + 5 * DAY)
    assert organisations_of(people.actor(beata)) == [ry.pk]
    assert list(Membership.objects.current(on=TODAY() + 6 * DAY).filter(person=beata)) == []


def test_end_membership_before_its_first_day_is_refused():
    ry = make.organisation()
    admin = make.acting("Bertil", ry)
    row = make.member(people.person(), ry, "editor")
    with pytest.raises(Refused):
        actions.end_membership(admin, row, last_day=TODAY() - 2 * DAY)


def test_end_membership_of_the_last_administrator_is_said_first():
    ry = make.organisation()
    admin = make.acting("Bertil", ry)
    row = Membership.objects.get()
    with pytest.raises(Refused):
        actions.end_membership(admin, row)
    with pytest.raises(Refused):
        actions.change_membership(admin, row, role="editor")
    row.refresh_from_db()
    assert row.end is None
    actions.end_membership(admin, row, even_last=True)
    assert Event.objects.first().data == {"role": "admin", "without_admin": True}
    assert organisations_of(people.actor(people.person())) == []


def test_end_membership_makes_posts_vacant():
    ry = make.organisation()
    admin = make.acting("Bertil", ry)
    beata = people.person("Beata")
    row = make.member(beata, ry, "editor")
    post = make.post(ry)
    actions.set_holder(admin, post, person=beata)
    assert post.has_holder
    actions.end_membership(admin, row)
    assert not post.has_holder


def test_change_membership_keeps_the_old_row():
    ry = make.organisation()
    admin = make.acting("Bertil", ry)
    beata = people.person("Beata")
    row = make.member(beata, ry, "answerer", start=TODAY() - 10 * DAY)
    actions.change_membership(admin, row, role="editor")
    assert list(Membership.objects.filter(person=beata).order_by("start").values_list("role", "end")) == [
        ("answerer", TODAY() - DAY),
        ("editor", None),
    ]


# --- posts ---


def test_set_holder_ends_the_earlier_one_the_day_before():
    ry = make.organisation()
    admin = make.acting("Bertil", ry)
    beata, eero = people.person("Beata"), people.person("Eero")
    for someone in (beata, eero):
        make.member(someone, ry, "answerer")
    post = make.post(ry)
    actions.set_holder(admin, post, person=beata, start=TODAY() - 10 * DAY)
    actions.set_holder(admin, post, person=eero, start=TODAY(), name_public=True)
    rows = Holding.objects.order_by("start").values_list("person", "start", "end")
    assert list(rows) == [(beata.pk, TODAY() - 10 * DAY, TODAY() - DAY), (eero.pk, TODAY(), None)]
    assert [h.person for h in Holding.objects.visible_to(Actor())] == [eero]


def test_set_holder_outside_the_organisation_is_refused():
    ry = make.organisation()
    with pytest.raises(Refused):
        actions.set_holder(make.acting("Bertil", ry), make.post(ry), person=people.person())
    assert Holding.objects.count() == 0


def test_show_name_is_the_holders_own_choice():
    ry = make.organisation()
    admin, beata = make.acting("Bertil", ry), make.acting("Beata", ry, "answerer")
    post = make.post(ry)
    from kumppanuus.accounts.models import Person

    holding = actions.set_holder(admin, post, person=Person.objects.get(pk=beata.person_id))
    with pytest.raises(PermissionDenied):
        actions.show_name(admin, holding, public=True)
    actions.show_name(beata, holding, public=True)
    assert list(Holding.objects.visible_to(Actor())) == [holding]


def test_end_holding_and_end_post_make_it_vacant_and_closed():
    ry = make.organisation()
    admin = make.acting("Bertil", ry)
    from kumppanuus.accounts.models import Person

    post = make.post(ry)
    holding = actions.set_holder(admin, post, person=Person.objects.get(pk=admin.person_id))
    actions.end_holding(admin, holding)
    assert not post.has_holder
    actions.end_post(admin, post)
    assert not admin.may("organisations.change_post", post)


# --- laws ---


def test_visible_to_agrees_with_the_permissions():
    ry, other = make.organisation(), make.organisation()
    bertil, beata = make.acting("Bertil", ry), make.acting("Beata", other, "editor")
    both = people.person("Oona")
    make.member(both, ry)
    make.member(both, other)
    eero = people.person("Eero")
    make.ended_member(eero, ry)
    actions.invite(bertil, ry, email="a@example.org", role="editor")
    actions.invite(make.TESTS, other, email="a@example.org", role="editor")
    actions.ask_to_join(people.actor(people.person("Dani")), ry)
    from kumppanuus.accounts.models import Person

    actions.set_holder(bertil, make.post(ry), person=both)
    actions.set_holder(beata, make.post(other), person=Person.objects.get(pk=beata.person_id), name_public=True)
    cast = [
        *(Actor(), Actor(link_id=1), make.TESTS, bertil, beata, people.actor(eero, ry.pk)),
        *(people.actor(both), people.actor(both, ry.pk), people.actor(both, other.pk)),
    ]
    for model, name in (
        (Organisation, "organisation"),
        (Membership, "membership"),
        (Invitation, "invitation"),
        (JoinRequest, "joinrequest"),
        (Holding, "holding"),
    ):
        for actor in cast:
            asked = {row for row in model.objects.all() if actor.may(f"organisations.view_{name}", row)}
            assert set(model.objects.visible_to(actor)) == asked, (name, actor)
