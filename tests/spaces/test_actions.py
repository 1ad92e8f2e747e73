from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from kumppanuus.activity.models import Event
from kumppanuus.core.actions import Refused
from kumppanuus.core.actors import Actor
from kumppanuus.core.texts import Text
from kumppanuus.notices.models import Delivery
from kumppanuus.organisations.models import Invitation, Membership, Organisation
from kumppanuus.spaces import actions
from kumppanuus.spaces.models import AccessibilityFeedback, Space, SpaceRole
from tests.factories import organisations as make
from tests.factories import people
from tests.factories.spaces import space, with_role

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("role", "may"), [("editor", True), ("keeper", False), ("moderator", False), ("curator", False)]
)
def test_change_and_appoint_are_for_editors_of_that_space(role, may):
    here, there = space("here"), space("there")
    actor = with_role("Kaisa", here, role)
    for permission in ("spaces.change", "spaces.appoint", "spaces.recover"):
        assert (actor.may(permission, here), actor.may(permission, there)) == (may, False)


def test_create_is_the_operators_command():
    operator = make.organisation()
    with pytest.raises(PermissionDenied):
        actions.create(
            people.actor(people.person()),
            None,
            slug="x",
            name=Text(fi="X"),
            operator=operator,
            area=make.municipality(),
        )
    assert Space.objects.count() == 0


def test_change_says_what_changed():
    here = space()
    actions.change(with_role("Kaisa", here), here, intro=Text(fi="Tervetuloa"), languages=["fi", "sv", "en"])
    assert Event.objects.first().data == {"changed": ["intro"]}


def test_dismiss_keeps_the_last_editor():
    here = space()
    kaisa = with_role("Kaisa", here)
    row = SpaceRole.objects.get()
    with pytest.raises(Refused):
        actions.dismiss(kaisa, row)
    with_role("Oona", here)
    actions.dismiss(kaisa, row)
    assert not people.actor(row.person).may("spaces.change", here)
    assert SpaceRole.objects.visible_to(people.actor(row.person)).get() == row


def test_appoint_twice_is_refused():
    here = space()
    kaisa = with_role("Kaisa", here)
    oona = people.person("Oona")
    actions.appoint(kaisa, here, person=oona, role="keeper")
    with pytest.raises(Refused):
        actions.appoint(kaisa, here, person=oona, role="keeper")


def test_recover_invites_an_administrator_with_a_trace():
    area = make.municipality()
    here = space(area=area)
    kaisa = with_role("Kaisa", here)
    lost = make.organisation("Orpo", home=area)
    member = make.acting("Bertil", lost, "answerer")
    actions.recover(kaisa, here, organisation=lost, email="uusi@example.org", reason="Yhdistysrekisterin ote")
    invitation = Invitation.objects.get()
    assert (invitation.organisation, invitation.role) == (lost, "admin")
    assert Delivery.objects.get().address == "uusi@example.org"
    event = Event.objects.first()
    assert (event.name, event.data["reason"]) == ("spaces.recover", "Yhdistysrekisterin ote")
    seen = [actor for actor in (Actor(), member, kaisa) if Event.objects.visible_to(actor).filter(pk=event.pk)]
    assert seen == [member, kaisa]


def test_recover_is_refused_with_an_administrator_or_elsewhere():
    area = make.municipality()
    here = space(area=area)
    kaisa = with_role("Kaisa", here)
    kept, far = make.organisation(home=area), make.organisation(home=make.municipality())
    make.acting("Bertil", kept)
    for organisation in (kept, far):
        with pytest.raises(Refused):
            actions.recover(kaisa, here, organisation=organisation, email="a@example.org", reason="x")
    assert Invitation.objects.count() == 0


def test_add_public_body_makes_the_government_and_not_the_editor_its_member():
    area = make.municipality("Koskela")
    here = space(area=area)
    kaisa = with_role("Kaisa", here)
    made = actions.add_public_body(kaisa, here, area=area, name=Text(fi="Koskelan kunta"), email="kirjaamo@example.org")
    assert (made.governs, made.kind, Membership.objects.count()) == (area, "municipality", 0)
    with pytest.raises(Refused):
        actions.add_public_body(kaisa, here, area=area, name=Text(fi="Toinen"), email="a@example.org")
    assert Organisation.objects.filter(kind="municipality").count() == 1


def test_give_feedback_needs_no_account_and_is_due_in_14_days():
    here = space(contact_email="saavutettavuus@example.org")
    with_role("Kaisa", here)
    given = actions.give_feedback(Actor(), here, message="Ei toimi ruudunlukijalla", email="elina@example.org")
    assert given.due == timezone.localdate() + dt.timedelta(days=14)
    assert Delivery.objects.filter(key=f"spaces.feedback:{given.pk}").count() == 2
    assert not given.is_overdue
    given.due = timezone.localdate() - dt.timedelta(days=1)
    assert given.is_overdue


def test_answer_feedback_goes_to_the_address_once():
    here = space()
    kaisa = with_role("Kaisa", here)
    given = actions.give_feedback(Actor(), here, message="Hei", email="elina@example.org", language="sv")
    with pytest.raises(PermissionDenied):
        actions.answer_feedback(with_role("Minna", here, "keeper"), given, answer="Ei")
    actions.answer_feedback(kaisa, given, answer="Korjattu")
    mail = Delivery.objects.get(address="elina@example.org")
    assert (mail.language, mail.context["answer"]) == ("sv", "Korjattu")
    with pytest.raises(PermissionDenied):
        actions.answer_feedback(kaisa, given, answer="Toinen")


def test_visible_to_agrees_with_the_permissions():
    here, there = space("here"), space("there")
    cast = [
        *(Actor(), make.TESTS, with_role("Kaisa", here), with_role("Minna", here, "keeper")),
        *(with_role("Oona", there), people.actor(people.person())),
    ]
    for one in (here, there):
        actions.give_feedback(Actor(), one, message="x")
    for model, name in ((Space, "space"), (SpaceRole, "spacerole"), (AccessibilityFeedback, "accessibilityfeedback")):
        for actor in cast:
            asked = {row for row in model.objects.all() if actor.may(f"spaces.view_{name}", row)}
            assert set(model.objects.visible_to(actor)) == asked, (name, actor)
