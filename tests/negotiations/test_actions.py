"""The way of a year: convened, proposed, locked, signed, followed up, begun again; and what nobody should send."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from kumppanuus.core.actions import Refused
from kumppanuus.core.actors import Actor, system
from kumppanuus.core.texts import Text
from kumppanuus.links.models import Link
from kumppanuus.links.resolve import LinkProblem, actor_for, follow, stand_in
from kumppanuus.measures.models import Measure, State
from kumppanuus.negotiations import actions
from kumppanuus.negotiations.actions.following import FOLLOW, Told
from kumppanuus.negotiations.models import FollowUp, Negotiation, Phase, takes_place_in
from kumppanuus.negotiations.reading import unsigned
from kumppanuus.notices.models import Delivery
from kumppanuus.places.models import Area
from tests.factories import building
from tests.factories.cast import organisation
from tests.factories.negotiations import convened, day, proposal, sign
from tests.factories.organisations import member

pytestmark = pytest.mark.django_db


def again(row):
    return type(row).objects.get(pk=row.pk)


def offered(cast, negotiation, owner=None):
    made = proposal(cast.actor("cecilia"), negotiation, owner or cast.municipality_a)
    actions.offer(cast.actor("cecilia"), negotiation)
    return again(negotiation), made


def all_sign(cast, negotiation):
    for name in ("cecilia", "aino", "akseli", "bertil"):
        sign(cast.actor(name), negotiation)
    return again(negotiation)


def templates():
    return sorted(set(Delivery.objects.values_list("template", flat=True)))


def test_a_negotiation_is_once_a_year_and_stands_only_for_its_parties_until_published(cast, cecilia):
    made = convened(cast)
    with pytest.raises(Refused, match="already"):
        convened(cast)
    seen = {name for name, actor in cast.actors().items() if actor.may("negotiations.view_negotiation", made)}
    assert seen == {"cecilia", "aino", "akseli", "bertil"}
    actions.publish(cecilia, made)
    assert Actor().may("negotiations.view_negotiation", again(made))


def test_aland_is_left_out_and_helsinki_convenes_itself(cast):
    assert [takes_place_in(Area.objects.get(kind="county", code=code)) for code in ("90", "91")] == [True, False]
    city = organisation(
        "Helsingin kaupunki (malli)", "municipality", governs=Area.objects.get(code="091", kind="municipality")
    )
    member(cast.people["oona"], city)
    oona = Actor(cast.people["oona"].pk, city.pk)
    own = Area.objects.get(kind="county", code="90")
    assert [who.may("negotiations.convene", own) for who in (oona, cast.actor("cecilia"))] == [True, False]
    made = actions.convene(oona, own, year=2031, title=Text(fi="Neuvottelu"), meets_on=day(1))
    assert (made.is_of_city, made.convener) == (True, city)


def test_follow_ups_come_after_the_day(cast, cecilia):
    with pytest.raises(Refused, match="after the negotiation"):
        convened(cast, first_follow_up=day(-8))


@pytest.mark.parametrize(
    ("facts", "phase"),
    [
        ({"meets_on": day(1)}, Phase.PREPARING),
        ({}, Phase.NEGOTIATING),
        ({"offered_at": timezone.now()}, Phase.TO_SIGN),
        ({"offered_at": timezone.now(), "agreed_at": timezone.now()}, Phase.AGREED),
        ({"agreed_at": timezone.now(), "followed_at": timezone.now()}, Phase.FOLLOWED),
        ({"agreed_at": timezone.now(), "closed_at": timezone.now()}, Phase.CLOSED),
    ],
)
def test_the_phase_follows_from_facts_and_the_list_finds_the_same(negotiation, facts, phase):
    with building():
        Negotiation.objects.filter(pk=negotiation.pk).update(**facts)
    found = {one for one in Phase if Negotiation.objects.in_phase(one).exists()}
    assert (again(negotiation).phase, found) == (phase, {phase})


def test_two_who_edit_the_same_words_do_not_overwrite_each_other(negotiation, cecilia):
    actions.change(cecilia, negotiation, edition=1, text=Text(fi="Ensimmäinen"))
    with pytest.raises(Refused, match="kept on the form"):
        actions.change(cecilia, again(negotiation), edition=1, text=Text(fi="Toinen"))
    assert str(again(negotiation).text) == "Ensimmäinen"


def test_two_who_change_the_same_proposal_do_not_overwrite_each_other(cast, negotiation, cecilia, bertil):
    made = proposal(bertil, negotiation, cast.municipality_a)
    told = {"owner": made.owner, "due": made.due}
    actions.rewrite(bertil, made, edition=1, title=Text(fi="Bertilin"), **told)
    with pytest.raises(Refused, match="changed this while you wrote"):
        actions.rewrite(cecilia, again(made), edition=1, title=Text(fi="Cecilian"), **told)
    assert str(again(made).title) == "Bertilin"


def test_a_proposal_is_answered_with_a_reason_and_its_proposer_told(cast, negotiation, cecilia, bertil):
    made = proposal(bertil, negotiation, cast.municipality_a)
    assert made.answer == "waiting"
    with pytest.raises(Refused, match="reason"):
        actions.decline(cecilia, made, reason=" ")
    actions.decline(cecilia, made, reason="Ei rahaa")
    actions.accept(cecilia, again(made))
    told = Delivery.objects.filter(template="negotiations/mail/answered")
    assert (again(made).answer, again(made).reason, told.count()) == ("accepted", "", 2)


def test_a_due_date_in_the_past_and_a_stranger_as_owner_are_refused(cast, negotiation, cecilia):
    with pytest.raises(Refused, match="due date has passed"):
        proposal(cecilia, negotiation, cast.municipality_a, due=day(-1))
    with pytest.raises(Refused, match="must be a party"):
        proposal(cecilia, negotiation, cast.ngo_b)


def test_the_text_is_not_offered_while_something_waits_or_nothing_is_there(cast, negotiation, cecilia, bertil):
    with pytest.raises(Refused, match="no measure"):
        actions.offer(cecilia, negotiation)
    proposal(bertil, negotiation, cast.municipality_a)
    with pytest.raises(Refused, match="wait for your answer"):
        actions.offer(cecilia, negotiation)


def test_a_measure_is_a_measure_when_its_owner_and_the_convener_have_signed(cast, negotiation, cecilia, aino):
    locked, made = offered(cast, negotiation)
    sign(aino, locked)
    assert Measure.objects.count() == 0
    sign(cecilia, locked)
    measure = Measure.objects.get()
    where = (measure.agreed_model, measure.agreed_id)
    assert (measure.state, measure.owner, again(made).measure, where) == (
        State.AGREED, cast.municipality_a, measure, ("negotiations.negotiation", negotiation.pk)
    )  # fmt: skip
    assert str(measure.shows_done) == "Kävijöitä viikossa: 12 → 20"
    assert again(negotiation).phase == Phase.TO_SIGN
    assert all_missing(cast, locked).phase == Phase.AGREED
    assert Measure.objects.count() == 1


def all_missing(cast, negotiation):
    for name in ("akseli", "bertil"):
        sign(cast.actor(name), negotiation)
    return again(negotiation)


def test_nobody_signs_twice_or_without_a_decision_or_another_version(cast, negotiation, aino):
    locked, _made = offered(cast, negotiation)
    sign(aino, locked)
    with pytest.raises(Refused, match="signed it already"):
        sign(aino, locked)
    with pytest.raises(Refused, match="still to come"):
        sign(cast.actor("akseli"), locked, decided_on=day(1))
    with pytest.raises(Refused, match="section"):
        sign(cast.actor("akseli"), locked, decided_by=" ")
    with pytest.raises(Refused, match="changed meanwhile"):
        sign(cast.actor("akseli"), locked, number=2)
    assert locked.agreements.get().signatures.count() == 1


def test_two_signatories_of_one_party_complete_each_other(cast, negotiation, cecilia, bertil):
    with building():
        cast.ngo_a.two_signatories = True
        cast.ngo_a.save()
    member(cast.people["beata"], cast.ngo_a, "signatory")
    beata = Actor(cast.people["beata"].pk, cast.ngo_a.pk)
    locked, _made = offered(cast, negotiation, cast.ngo_a)
    sign(cecilia, locked)
    sign(bertil, locked)
    assert Measure.objects.count() == 0
    text = locked.agreements.get()
    missing = {one.party.organisation: len(one.signatures) for one in unsigned(text, list(text.signatures.all()))}
    assert (missing.pop(cast.ngo_a), set(missing.values()), cast.county in missing) == (1, {0}, False)
    sign(beata, locked)
    assert cast.ngo_a not in {one.party.organisation for one in unsigned(text, list(text.signatures.all()))}
    assert Measure.objects.get().state == State.AGREED


def test_what_is_locked_changes_only_as_a_new_version(cast, negotiation, cecilia, aino):
    locked, made = offered(cast, negotiation)
    with pytest.raises(PermissionDenied):
        actions.change(cecilia, locked, edition=1, text=Text(fi="Salaa"))
    with pytest.raises(PermissionDenied):
        actions.rewrite(cecilia, again(made), edition=1, owner=made.owner, due=made.due)
    all_sign(cast, locked)
    actions.reopen(cecilia, again(locked), reason="Uusi toimi")
    opened = again(locked)
    assert (opened.phase, opened.agreements.get().signatures.count()) == (Phase.NEGOTIATING, 4)
    with pytest.raises(PermissionDenied):
        actions.rewrite(cecilia, again(made), edition=1, owner=made.owner, due=made.due)
    proposal(cecilia, opened, cast.municipality_b, "Toinen toimi")
    actions.offer(cecilia, opened)
    all_sign(cast, again(opened))
    numbers = list(opened.agreements.values_list("number", flat=True))
    assert (numbers, Measure.objects.count(), again(opened).phase) == ([2, 1], 2, Phase.AGREED)


def test_a_party_that_leaves_is_not_waited_for_and_owns_nothing_new(cast, negotiation, cecilia):
    mine = proposal(cecilia, negotiation, cast.municipality_b, "Kyyti")
    proposal(cecilia, negotiation, cast.municipality_a)
    akseli = cast.actor("akseli")
    gone = negotiation.parties.get(organisation=cast.municipality_b)
    actions.leave(akseli, gone, reason="Kuntaliitos")
    with pytest.raises(Refused, match="party that has left"):
        actions.offer(cecilia, again(negotiation))
    actions.decline(cecilia, again(mine), reason="Osapuoli lähti")
    actions.offer(cecilia, again(negotiation))
    for name in ("cecilia", "aino", "bertil"):
        sign(cast.actor(name), negotiation)
    assert again(negotiation).phase == Phase.AGREED
    with pytest.raises(PermissionDenied):
        sign(cast.actor("akseli"), negotiation)


def asked(cast, negotiation):
    locked, _made = offered(cast, negotiation)
    all_sign(cast, locked)
    with time_machine.travel(timezone.now() + dt.timedelta(days=190), tick=True):
        found = actions.ask(system("clock"), None)
        repeated = actions.ask(system("clock"), None)
    return found, repeated


def test_a_follow_up_is_asked_once_and_told_without_an_account(cast, negotiation):
    assert asked(cast, negotiation) == (1, 0)
    found = FollowUp.objects.select_related("party__negotiation").get()
    link = Link.objects.get(pk=found.link_id)
    measure = Measure.objects.get()
    actions.report(actor_for(link), found, told=[Told(measure, State.UNDER_WAY, "Ovet auki")])
    measure = again(measure)
    assert (measure.state, measure.reason, again(negotiation).phase) == (
        State.UNDER_WAY, "Ovet auki", Phase.FOLLOWED
    )  # fmt: skip


def test_a_withdrawn_link_and_one_of_a_party_that_left_tell_nothing(cast, negotiation, cecilia):
    asked(cast, negotiation)
    found = FollowUp.objects.select_related("party__negotiation").get()
    link = Link.objects.get(pk=found.link_id)
    holder = actor_for(link)
    actions.withdraw_link(cecilia, found)
    with pytest.raises(Refused, match="withdrawn"):
        actions.report(holder, found, told=[Told(Measure.objects.get(), State.DONE)])
    assert follow(stand_in(link), FOLLOW) is LinkProblem.REVOKED
    actions.leave(cecilia, found.party, reason="Lähti")
    with pytest.raises(PermissionDenied):
        actions.report(holder, again(found), told=[])
    assert Measure.objects.get().state == State.AGREED


def test_the_next_year_starts_from_this_one(cast, negotiation, cecilia):
    group = actions.add_group(cecilia, negotiation, name=Text(fi="Lounaiset"))
    actions.invite(cecilia, negotiation, organisations=[cast.municipality_a], group=group)
    actions.add_point(cecilia, negotiation, title=Text(fi="Avaus"), standing=True)
    actions.add_point(cecilia, negotiation, title=Text(fi="Vain tänä vuonna"))
    after = actions.begin_next(cecilia, negotiation)
    parties = {one.organisation: one.group and str(one.group) for one in after.parties.all()}
    assert parties == {
        cast.county: None, cast.municipality_a: "Lounaiset", cast.municipality_b: None, cast.ngo_a: None
    }  # fmt: skip
    assert (str(after.title), after.previous, [str(one) for one in after.points.all()]) == (
        "Neuvottelu 2031", negotiation, ["Avaus"]
    )  # fmt: skip


def test_each_turn_is_told_by_mail(cast, negotiation, bertil, cecilia):
    proposal(bertil, negotiation, cast.ngo_a)
    actions.accept(cecilia, negotiation.proposals.get())
    actions.offer(cecilia, again(negotiation))
    all_sign(cast, negotiation)
    names = ("agreed", "answered", "invited", "proposed", "to_sign")
    assert templates() == [*(f"negotiations/mail/{name}" for name in names)]
