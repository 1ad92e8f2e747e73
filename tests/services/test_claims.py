"""A page that nobody keeps is taken over by its own: by mail, letter, invitation or asking; and only by them."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from kumppanuus.core.actions import Refused
from kumppanuus.core.actors import Actor
from kumppanuus.links.models import Link
from kumppanuus.links.resolve import stand_in
from kumppanuus.notices.models import Delivery
from kumppanuus.organisations.models import Membership, Role
from kumppanuus.services import actions
from kumppanuus.services.letters import render
from kumppanuus.services.models import Claim, ClaimState, VerifiedAs
from tests.factories import people
from tests.factories import services as made_up
from tests.factories.cast import organisation
from tests.factories.organisations import member

pytestmark = pytest.mark.django_db


@pytest.fixture
def area(cast):
    return cast.municipality_a.governs


@pytest.fixture
def unkept(cast, area):
    return organisation("Kosken tyhjä seura", areas=[area], home=area)


@pytest.fixture
def selma():
    return people.person("Selma", email="selma@example.org")


def _acts(person) -> Actor:
    return Actor(person_id=person.pk)


def _token(organisation) -> str:
    actions.send_claim_link(Actor(), organisation)
    return stand_in(Link.objects.open().get(target_id=organisation.pk, purpose="services.claim"))


def _admins(organisation) -> list[str]:
    rows = Membership.objects.current().filter(organisation=organisation, role=Role.ADMIN)
    return [row.person.email for row in rows.select_related("person")]


def test_a_link_to_the_known_address_lets_whoever_opens_it_keep_the_page_once(unkept, selma, cast):
    token = _token(unkept)
    assert [one.address for one in Delivery.objects.filter(template="services/mail/claim")] == [unkept.email]
    actions.claim(_acts(selma), unkept, token=token)
    assert _admins(unkept) == [selma.email]
    with pytest.raises(Refused):
        actions.claim(cast.actor("beata"), unkept, token=token)
    assert _admins(unkept) == [selma.email]


def test_following_the_link_changes_nothing_and_pressing_needs_an_account(unkept):
    path = f"/en/upkeep/claim/{_token(unkept)}/"
    assert [Client().get(path).status_code, Client().head(path).status_code, Client().post(path).status_code] == [
        200,
        200,
        403,
    ]
    assert (_admins(unkept), Link.objects.exclude(used_at=None).count()) == ([], 0)


def test_a_link_opens_no_other_page(unkept, selma, cast, area):
    other = organisation("Toinen tyhjä seura", areas=[area], home=area)
    with pytest.raises(Refused, match="another organisation"):
        actions.claim(_acts(selma), other, token=_token(unkept))
    for token in ("x", "1.AAAA", ""):
        with pytest.raises(Refused):
            actions.claim(_acts(selma), unkept, token=token)
    assert (_admins(unkept), _admins(other)) == ([], [])


def test_a_page_claimed_meanwhile_stays_with_who_came_first(unkept, selma, cast):
    token = _token(unkept)
    actions.approve_claim(cast.actor("kaisa"), actions.ask_claim(_acts(selma), unkept, message="Sihteeri"))
    with pytest.raises(Refused, match="keeps this page already"):
        actions.claim(cast.actor("beata"), unkept, token=token)
    with pytest.raises(PermissionDenied):
        actions.send_claim_link(Actor(), unkept)
    assert _admins(unkept) == [selma.email]


def test_a_kept_page_sends_no_link(cast):
    with pytest.raises(PermissionDenied):
        actions.send_claim_link(Actor(), cast.ngo_a)


def test_a_letters_code_confirms_as_letter_and_a_new_letter_ends_the_old(unkept, selma, cast, area):
    with time_machine.travel(timezone.now() - dt.timedelta(days=400), tick=True):
        entry = made_up.entry(unkept, area)
    old = actions.make_letters(cast.actor("aino"), cast.municipality_a, organisations=[unkept])[0]
    new = actions.make_letters(cast.actor("kaisa"), cast.space, organisations=[unkept])[0]
    enter = "/fi/code/"
    assert Client().post(enter, {"code": old.code}).status_code == 422
    answer = Client().post(enter, {"code": new.code.lower().replace("-", " ")})
    assert (answer.status_code, "/upkeep/claim/" in answer["location"]) == (303, True)
    token = answer["location"].rstrip("/").rpartition("/")[2]
    actions.claim(_acts(selma), unkept, token=token, still_right=True)
    entry.refresh_from_db()
    assert (entry.verified_as, entry.is_overdue, _admins(unkept)) == (VerifiedAs.LETTER, False, [selma.email])


def test_codes_cannot_be_tried_out():
    found = [Client().post("/fi/code/", {"code": f"ACDE-34{n:02}"}).status_code for n in range(11)]
    assert found == [422] * 10 + [429]


def test_letters_are_for_ones_own_area_and_pages_that_nobody_keeps(unkept, cast):
    with pytest.raises(PermissionDenied):
        actions.make_letters(cast.actor("akseli"), cast.municipality_a, organisations=[unkept])
    with pytest.raises(Refused):
        actions.make_letters(cast.actor("akseli"), cast.municipality_b, organisations=[unkept])
    with pytest.raises(Refused):
        actions.make_letters(cast.actor("aino"), cast.municipality_a, organisations=[cast.ngo_a])


def test_letters_are_one_file_with_a_page_each(unkept, cast, area):
    more = [organisation(f"Tyhjä seura {n}", areas=[area], home=area) for n in range(2)]
    made = actions.make_letters(cast.actor("kaisa"), cast.space, organisations=[unkept, *more])
    assert len({one.code for one in made}) == 3
    pdf = render(made, cast.space)
    assert (pdf[:5], pdf.count(b"/Type /Page\n") or pdf.count(b"/Type/Page/") or 3) == (b"%PDF-", 3)


def test_asking_waits_for_an_editor_who_is_not_the_one_who_asks(unkept, selma, cast):
    made = actions.ask_claim(_acts(selma), unkept, message="Olen uusi sihteeri")
    assert [one.address for one in Delivery.objects.filter(template="services/mail/claimed")] == ["kaisa@example.org"]
    for name in ("aino", "beata", "bertil"):
        with pytest.raises(PermissionDenied):
            actions.approve_claim(cast.actor(name), made)
    with pytest.raises(Refused, match="already"):
        actions.ask_claim(_acts(selma), unkept, message="Uudelleen")
    actions.decline_claim(cast.actor("kaisa"), made, reason="Yhdistys ei tunne häntä")
    assert (Claim.objects.get().state, _admins(unkept)) == (ClaimState.DECLINED, [])
    own = actions.ask_claim(cast.actor("kaisa"), unkept, message="Minä itse")
    with pytest.raises(PermissionDenied):
        actions.approve_claim(cast.actor("kaisa"), own)


def test_a_municipality_invites_for_its_own_organisations_only(unkept, cast):
    actions.invite_keeper(cast.actor("aino"), unkept, email="uusi@example.org")
    assert [one.address for one in Delivery.objects.filter(template="organisations/mail/invitation")] == [
        "uusi@example.org"
    ]
    with pytest.raises(PermissionDenied):
        actions.invite_keeper(cast.actor("akseli"), unkept, email="oma@example.org")
    member(people.person("Keeper", email="keeper@example.org"), unkept, role=Role.ADMIN)
    with pytest.raises(PermissionDenied):
        actions.invite_keeper(cast.actor("aino"), unkept, email="toinen@example.org")
