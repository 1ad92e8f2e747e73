from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kumppanuus.bodies import actions as seating
from kumppanuus.bodies.models import Mandate, MandatePart, Seat
from kumppanuus.calls import actions
from kumppanuus.calls.models import Call, Decision, Nomination, NominationState, Stage
from kumppanuus.core.actions import Refused
from kumppanuus.core.actors import Actor, system
from kumppanuus.core.texts import Text
from kumppanuus.links.models import Link
from kumppanuus.notices.models import Delivery
from kumppanuus.organisations.models import Membership
from tests.factories import building
from tests.factories import calls as made
from tests.factories.bodies import today
from tests.factories.organisations import member

pytestmark = pytest.mark.django_db


def letters(template):
    return sorted(Delivery.objects.filter(template=f"calls/mail/{template}").values_list("address", flat=True))


def states(call):
    return dict(call.nominations.values_list("organisation__slug", "state"))


# --- announcing ---
def test_stage_follows_from_dates_and_from_what_was_done(aino, table, seats):
    later = made.call(aino, table, seats[:1], opens_at=made.hence(days=2))
    assert later.stage == Stage.COMING
    now = made.call(aino, table, seats[1:])
    assert now.stage == Stage.OPEN
    assert made.closed(now).stage == Stage.CLOSED
    assert actions.cancel(aino, later, why="Ei tarvita").stage == Stage.CANCELLED


def test_a_seat_that_is_taken_or_in_another_call_cannot_be_called(cast, aino, table, seats, call):
    with pytest.raises(Refused, match="Another call for the seat Kylät"):
        made.call(aino, table, seats[:1])
    taken = made.seat(aino, table, "Liikunta")
    seating.appoint(aino, taken, organisation=cast.ngo_a, start=today(-30), end=today(300))
    with pytest.raises(Refused, match="Liikunta is taken when the term begins"):
        made.call(aino, table, [taken])
    assert Call.objects.count() == 1


def test_a_seat_whose_member_stays_until_the_new_term_can_be_called(cast, aino, table):
    seat = made.seat(aino, table, "Liikunta")
    sits = seating.appoint(aino, seat, organisation=cast.ngo_a, start=today(-30))
    call = made.call(aino, table, [seat])
    assert [(row.seat_id, row.sits_id) for row in call.places.all()] == [(seat.pk, sits.pk)]


def test_after_the_opening_only_the_closing_moves_and_only_later(aino, bertil, call):
    made.nominate(bertil, call)
    with pytest.raises(PermissionDenied):
        actions.change(aino, call, criteria=Text(fi="Muut"))
    with pytest.raises(Refused, match="only be moved to a later time"):
        actions.extend(aino, call, closes_at=call.closes_at - dt.timedelta(days=1), why="Kiire")
    with pytest.raises(Refused, match="Say why"):
        actions.extend(aino, call, closes_at=made.hence(days=20), why=" ")
    actions.extend(aino, call, closes_at=made.hence(days=20), why="Loma-aika")
    assert letters("extended") == ["bertil@example.org"]


def test_before_the_opening_everything_changes(aino, table, seats):
    call = made.call(aino, table, seats[:1], opens_at=made.hence(days=2))
    actions.change(aino, call, seats=seats[1:], criteria=Text(fi="Uudet"))
    assert ([row.seat for row in call.places.all()], str(call.criteria)) == (seats[1:], "Uudet")


def test_a_cancelled_call_takes_nothing_and_tells_why(aino, bertil, call):
    made.nominate(bertil, call)
    actions.cancel(aino, call, why="Toimielin lakkaa")
    assert letters("cancelled") == ["bertil@example.org", "nimetty@example.org"]
    with pytest.raises(PermissionDenied):
        made.nominate(bertil, Call.objects.get(pk=call.pk))


# --- nominating ---
def test_nominee_consents_by_her_link_and_the_nomination_is_complete(bertil, call):
    nomination = made.nominate(bertil, call)
    assert (nomination.state, letters("consent")) == ("waiting", ["nimetty@example.org"])
    made.consented(nomination, show_name=True)
    nomination.refresh_from_db()
    assert (nomination.state, nomination.show_name, letters("answered")) == ("complete", True, ["bertil@example.org"])


def test_who_nominates_herself_consents_at_once(cast, bertil, call):
    nomination = made.nominate(bertil, call, own=True, name="", email="")
    assert (nomination.state, nomination.person, letters("consent")) == ("complete", cast.people["bertil"], [])
    assert nomination.full_name == cast.people["bertil"].name


def test_her_own_address_is_the_same_as_standing_herself(bertil, call):
    assert made.nominate(bertil, call, email=" Bertil@Example.org ").state == "complete"


def test_a_known_person_is_linked_and_answers_by_her_account(cast, bertil, call):
    nomination = made.nominate(bertil, call, email="cecilia@example.org")
    assert (nomination.person, nomination.email) == (cast.people["cecilia"], "")
    actions.consent(cast.actor("cecilia"), nomination)
    nomination.refresh_from_db()
    assert nomination.state == "complete"


def test_second_nomination_of_an_organisation_is_refused_until_the_first_is_withdrawn(bertil, call):
    first = made.nominate(bertil, call)
    with pytest.raises(Refused, match="has nominated in this call already"):
        made.nominate(bertil, call, email="toinen@example.org")
    actions.withdraw(bertil, first)
    second = made.nominate(bertil, call, email="toinen@example.org")
    assert sorted(call.nominations.values_list("state", flat=True)) == ["waiting", "withdrawn"]
    assert (second.state, letters("withdrawn")) == ("waiting", ["nimetty@example.org"])


def test_only_organisations_that_the_call_is_for_can_nominate(cast, aino, bertil, table, seats):
    call = made.call(aino, table, seats, area=cast.municipality_b.governs)
    with pytest.raises(Refused, match="at home or active in Marttila"):
        made.nominate(bertil, call)
    other = made.call(aino, table, [made.seat(aino, table, "Muu")], kinds=["parish"])
    with pytest.raises(Refused, match="other kinds of organisations"):
        made.nominate(bertil, other)
    assert Nomination.objects.count() == 0


def test_a_nomination_needs_a_decision_that_has_been_made(bertil, call):
    with pytest.raises(Refused, match="still to come"):
        made.nominate(bertil, call, mandate_on=today(1))


def test_who_is_no_editor_any_more_cannot_nominate_or_withdraw(cast, bertil, call):
    nomination = made.nominate(bertil, call)
    row = Membership.objects.get(person=cast.people["bertil"], organisation=cast.ngo_a)
    with building():
        Membership.objects.filter(pk=row.pk).update(start=today(-9), end=today(-1))
    late = cast.actor("bertil")
    with pytest.raises(PermissionDenied):
        actions.withdraw(late, nomination)
    with pytest.raises(PermissionDenied):
        made.nominate(late, call)


def test_nothing_is_nominated_after_the_closing(bertil, call):
    with pytest.raises(Refused, match="The call closed"):
        made.nominate(bertil, made.closed(call))


def test_consent_after_the_closing_is_refused_but_who_consented_can_still_refuse(bertil, beata, call):
    late, ready = made.nominate(bertil, call), made.nominate(beata, call, email="toinen@example.org")
    made.consented(ready)
    made.closed(call)
    late, ready = (Nomination.objects.get(pk=one.pk) for one in (late, ready))
    with pytest.raises(Refused, match="before you consented"):
        made.consented(late)
    actions.refuse(Actor(link_id=ready.link_id), ready)
    assert states(call) == {"kosken-kylatupa": "waiting", "marttilan-martat": "refused"}


def test_another_link_does_not_answer(bertil, beata, call):
    mine, other = made.nominate(bertil, call), made.nominate(beata, call, email="toinen@example.org")
    with pytest.raises(PermissionDenied):
        actions.consent(Actor(link_id=other.link_id), mine)


def test_ineligible_with_a_reason_is_told_and_can_be_put_back(aino, bertil, call):
    nomination = made.consented(made.nominate(bertil, call))
    with pytest.raises(Refused, match="Say why"):
        actions.mark_ineligible(aino, nomination, reason=" ")
    actions.mark_ineligible(aino, nomination, reason="Ei toimi alueella")
    assert letters("ineligible") == ["bertil@example.org", "nimetty@example.org"]
    again = made.nominate(bertil, call, email="toinen@example.org")
    with pytest.raises(Refused, match="another nomination since"):
        actions.put_back(aino, nomination)
    actions.withdraw(bertil, again)
    assert actions.put_back(aino, nomination).state == "complete"


# --- deciding ---
def two_complete(cast, call, seats):
    first = made.consented(made.nominate(cast.actor("bertil"), call, seat=seats[0]), show_name=True)
    second = made.nominate(cast.actor("beata"), call, seat=seats[1], own=True, show_name=True)
    return first, second


def test_the_chosen_are_appointed_and_the_others_thanked_with_reasons(cast, aino, call, seats):
    first, _second = two_complete(cast, call, seats)
    call = made.closed(call)
    decision = made.decide(aino, call, first)
    mandate = Mandate.objects.get(seat=seats[0])
    assert (mandate.organisation, mandate.name, mandate.start) == (cast.ngo_a, made.SECRET_NOMINEE, call.start)
    assert (mandate.name_public, mandate.decision) == (True, f"Kunnanhallitus § 5, {today():%-d.%-m.%Y}")
    assert states(call) == {"kosken-kylatupa": "chosen", "marttilan-martat": "not_chosen"}
    assert letters("result") == ["beata@example.org", "bertil@example.org"]
    told = Delivery.objects.get(template="calls/mail/result", address="beata@example.org")
    assert told.context["reasons"] == str(decision.reasons)
    assert list(Delivery.objects.filter(topic="seats").values_list("address", flat=True)) == ["nimetty@example.org"]


def test_a_nominee_with_an_account_keeps_her_choice_about_the_name(cast, aino, call, seats):
    _first, second = two_complete(cast, call, seats)
    made.decide(aino, made.closed(call), second)
    mandate = Mandate.objects.get(seat=seats[1])
    assert (mandate.person, mandate.name_public) == (cast.people["beata"], True)


def test_nobody_is_appointed_when_a_seat_was_taken_meanwhile(cast, aino, call, seats):
    first, second = two_complete(cast, call, seats)
    call = made.closed(call)
    seating.appoint(aino, seats[1], organisation=cast.umbrella, start=today())
    with pytest.raises(Refused, match="The seat Omaiset was filled since"):
        made.decide(aino, call, first, second)
    assert (Decision.objects.count(), Mandate.objects.filter(seat=seats[0]).count()) == (0, 0)
    assert states(call) == {"kosken-kylatupa": "complete", "marttilan-martat": "complete"}


def test_a_seat_appointed_from_a_later_day_refuses_by_name(cast, aino, call, seats):
    first, _second = two_complete(cast, call, seats)
    call = made.closed(call)
    seating.appoint(aino, seats[0], organisation=cast.umbrella, start=call.start + dt.timedelta(days=5))
    with pytest.raises(Refused, match=r"^Kylät: Somebody was appointed .*Nobody was appointed"):
        made.decide(aino, call, first)


def test_the_member_who_stays_until_the_new_term_is_replaced_by_the_chosen(cast, aino, bertil, table):
    seat = made.seat(aino, table, "Liikunta")
    sits = seating.appoint(aino, seat, organisation=cast.umbrella, start=today(-30))
    call = made.call(aino, table, [seat])
    chosen = made.consented(made.nominate(bertil, call, seat=seat))
    call = made.closed(call)
    made.decide(aino, call, chosen)
    sits.refresh_from_db()
    assert sits.end == call.start - dt.timedelta(days=1)


def test_a_withdrawn_nomination_cannot_be_chosen(cast, aino, bertil, call, seats):
    first, second = two_complete(cast, call, seats)
    call = made.closed(call)
    actions.withdraw(bertil, Nomination.objects.get(pk=first.pk))
    with pytest.raises(Refused, match="is not complete any more"):
        made.decide(aino, call, first, second)


def test_two_for_one_seat_are_refused_but_a_deputy_is_another_part(cast, aino, table):
    seat = made.seat(aino, table, "Liikunta")
    call = made.call(aino, table, [seat], deputies=True)
    first = made.consented(made.nominate(cast.actor("bertil"), call, seat=seat))
    second = made.nominate(cast.actor("beata"), call, own=True, seat=seat)
    call = made.closed(call)
    with pytest.raises(Refused, match="Two are chosen for the seat Liikunta"):
        made.decide(aino, call, first, second)
    choices = [actions.Choice(first, seat), actions.Choice(second, seat, part=MandatePart.DEPUTY)]
    words = {"decided_by": "Pöytä", "decided_on": today(), "reasons": Text(fi="Siksi")}
    actions.decide(aino, call, chosen=choices, **words)
    assert sorted(Mandate.objects.filter(seat=seat).values_list("part", flat=True)) == ["deputy", "holder"]


def test_decided_once(cast, aino, call, seats):
    first, second = two_complete(cast, call, seats)
    call, stale = made.closed(call), made.closed(call)
    made.decide(aino, call, first)
    with pytest.raises(Refused, match="decided meanwhile"):
        made.decide(aino, stale, second)
    with pytest.raises(PermissionDenied):
        made.decide(aino, Call.objects.select_related("decision").get(pk=call.pk), second)


def test_a_decision_is_not_made_before_the_closing_nor_tomorrow(cast, aino, call, seats):
    first, _second = two_complete(cast, call, seats)
    with pytest.raises(PermissionDenied):
        made.decide(aino, call, first)
    call = made.closed(call, days=3)
    for day in (today(-4), today(1)):
        with pytest.raises(Refused, match="after the call has closed"):
            made.decide(aino, call, first, decided_on=day)


def test_an_unpublished_result_is_told_to_nobody_but_the_chosen(cast, aino, call, seats):
    first, _second = two_complete(cast, call, seats)
    call = made.closed(call)
    decision = made.decide(aino, call, first, publish_now=False)
    assert letters("result") == []
    assert [Decision.objects.visible_to(who).count() for who in (Actor(), cast.actor("bertil"), aino)] == [0, 0, 1]
    assert Nomination.objects.select_related("call__decision").get(pk=first.pk).shown_state == "complete"
    actions.publish(aino, decision)
    assert (len(letters("result")), Decision.objects.visible_to(Actor()).count()) == (2, 1)
    with pytest.raises(PermissionDenied):
        actions.publish(aino, decision)


def test_nobody_chosen_is_a_decision_too(cast, aino, call, seats):
    two_complete(cast, call, seats)
    made.decide(aino, made.closed(call))
    assert set(states(call).values()) == {"not_chosen"}


# --- what the clock does ---
def test_editors_of_organisations_that_may_nominate_are_told_once(cast, aino, table, seats):
    member(cast.people["cecilia"], cast.ngo_a, "answerer")
    member(cast.people["beata"], cast.ngo_a, "editor")
    call = made.call(aino, table, seats, area=cast.municipality_a.governs)
    assert actions.tell(system("clock"), call) is False
    call.refresh_from_db()
    assert (letters("opened"), call.told_at is not None) == (["beata@example.org", "bertil@example.org"], True)
    actions.tell(system("clock"), call)
    assert len(letters("opened")) == 2


def test_telling_goes_on_where_it_stopped(cast, aino, call, monkeypatch):
    monkeypatch.setattr("kumppanuus.calls.actions.keeping.AT_ONCE", 1)
    told = 0
    while actions.tell(system("clock"), call):
        told += 1
        assert told < 20
    assert letters("opened") == ["beata@example.org", "bertil@example.org", "kaisa@example.org", "oona@example.org"][:2]


def test_a_call_that_opens_later_is_told_when_it_does(aino, table, seats):
    call = made.call(aino, table, seats, opens_at=made.hence(days=2))
    actions.tell(system("clock"), call)
    call.refresh_from_db()
    assert (letters("opened"), call.told_at) == ([], None)


def test_missing_consents_are_asked_for_three_days_before_the_closing(bertil, beata, call):
    made.nominate(bertil, call)
    made.consented(made.nominate(beata, call, email="toinen@example.org"))
    assert actions.remind(system("clock")) == 0
    with building():
        Call.objects.update(closes_at=made.hence(days=2))
    assert [actions.remind(system("clock")) for _time in range(2)] == [1, 1]
    assert letters("missing") == ["bertil@example.org"]
    assert letters("consent") == ["nimetty@example.org", "nimetty@example.org", "toinen@example.org"]


def test_names_of_those_not_chosen_go_a_year_after_the_decision(cast, aino, call, seats):
    first, second = two_complete(cast, call, seats)
    made.decide(aino, made.closed(call), first, publish_now=False)
    assert actions.forget(system("clock")) == 0
    with building():
        Decision.objects.update(decided_on=today(-366))
    assert [actions.forget(system("clock")) for _time in range(2)] == [1, 0]
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.name, second.full_name, second.person, second.why) == (made.SECRET_NOMINEE, "", None, "")
    assert second.organisation == cast.ngo_b


def test_own_data_tells_nominations_and_erasing_takes_her_off(cast, bertil, beata, call):
    from kumppanuus.calls import personal

    nomination = made.nominate(bertil, call, email="beata@example.org")
    own = made.nominate(beata, call, own=True)
    told = personal.collect(cast.people["beata"].pk)
    assert ([row["organisation"] for row in told["nominated_for"]], len(told["nominated"])) == (
        [str(cast.ngo_a), str(cast.ngo_b)],
        1,
    )
    with building():
        personal.erase(cast.people["beata"].pk)
    for row in (nomination, own):
        row.refresh_from_db()
        assert (row.state, row.name, row.person, row.email) == (NominationState.REFUSED, "", None, "")


def test_the_same_link_is_sent_again(bertil, call):
    nomination = made.nominate(bertil, call)
    actions.ask_again(bertil, nomination)
    assert (Link.objects.filter(purpose="calls.answer").count(), len(letters("consent"))) == (1, 2)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=12)
@given(wishes=st.lists(st.integers(min_value=0, max_value=2), min_size=1, max_size=4))
def test_suggested_seats_are_different_while_there_are_enough(wishes):
    from kumppanuus.calls.forms import _suggested

    seats = ["10", "11", "12", "13"]
    rows = [Nomination(pk=n, seat=Seat(pk=10 + wish) if wish else None) for n, wish in enumerate(wishes, start=1)]
    found = _suggested(rows, seats)
    assert len(set(found)) == len(wishes)
    assert set(found) <= set(seats)
