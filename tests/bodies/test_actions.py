from __future__ import annotations

import datetime as dt

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kumppanuus.accounts.models import Person
from kumppanuus.activity.models import Event
from kumppanuus.bodies import actions
from kumppanuus.bodies.models import BodyKind, Mandate, MandatePart
from kumppanuus.bodies.reading import turning_days, who_sits
from kumppanuus.core.actions import Refused
from kumppanuus.core.actors import Actor, system
from kumppanuus.core.texts import Text
from kumppanuus.notices import rendering
from kumppanuus.notices.models import Delivery
from tests.factories import bodies as made_up
from tests.factories import building
from tests.factories.bodies import today

pytestmark = pytest.mark.django_db


def names(table, on=None):
    """Return [(who holds, who deputises)] by seat on the day."""
    lines = who_sits(table, Actor(), on=on, inside=True)
    return [([s.name for s in line.holders], [s.name for s in line.deputies]) for line in lines]


def test_new_body_begins_with_the_seats_of_its_kind_all_vacant(cast, area):
    made = actions.create(
        cast.actor("aino"),
        cast.municipality_a,
        space=cast.space,
        kind=made_up.kind("advisory-board"),
        name=Text(fi="Järjestöneuvosto"),
        area=area,
    )
    lines = who_sits(made, Actor())
    assert [line.seat.role for line in lines] == ["chair", "vice_chair", "secretary", *["member"] * 6]
    assert (all(line.is_vacant for line in lines), made.slug, made.meetings_a_year) == (True, "jarjestoneuvosto", 4)


def test_loading_kinds_again_changes_nothing(db):
    actions.load_kinds(system("command"))
    before = list(BodyKind.objects.values_list("pk", "code", "order"))
    assert actions.load_kinds(system("command")) == len(before) == 6
    assert list(BodyKind.objects.values_list("pk", "code", "order")) == before


def test_every_shipped_kind_is_told_in_three_languages(db):
    actions.load_kinds(system("command"))
    told = {
        kind.code: [set(getattr(kind, name)) for name in ("name", "about", "rules")] for kind in BodyKind.objects.all()
    }
    assert told == dict.fromkeys(told, [{"fi", "sv", "en"}] * 3)


def test_space_changes_a_shipped_kind_for_itself_and_its_bodies_follow(cast, area):
    table = made_up.body(cast.actor("aino"), cast.municipality_a, cast.space, area, code="network")
    own = actions.set_kind(cast.actor("kaisa"), cast.space, kind=made_up.kind("network"), name=Text(fi="Piiri"))
    table.refresh_from_db()
    offered = [str(kind) for kind in BodyKind.objects.offered_in(cast.space) if kind.code == "network"]
    assert (table.kind, offered) == (own, ["Piiri"])
    assert str(BodyKind.objects.get(space=None, code="network")) != "Piiri"


def test_ended_kind_is_offered_no_more_but_its_bodies_stay(cast, area):
    table = made_up.body(cast.actor("aino"), cast.municipality_a, cast.space, area, code="network")
    actions.end_kind(cast.actor("kaisa"), cast.space, kind=table.kind)
    assert "network" not in [kind.code for kind in BodyKind.objects.offered_in(cast.space)]
    with pytest.raises(Refused):
        made_up.body(cast.actor("aino"), cast.municipality_a, cast.space, area, code="network")
    table.refresh_from_db()
    assert table.kind.code == "network"


def test_body_cannot_be_under_itself(cast, table, area):
    child = made_up.body(cast.actor("aino"), cast.municipality_a, cast.space, area, "Jaosto", parent=table)
    with pytest.raises(Refused):
        actions.change(cast.actor("aino"), table, parent=child)
    table.refresh_from_db()
    assert table.parent is None


def test_term_cannot_end_before_it_begins(cast, table):
    with pytest.raises(Refused):
        actions.change(cast.actor("aino"), table, ends=table.starts - dt.timedelta(days=1))


def test_ending_a_body_ends_its_seats_and_mandates_on_the_day(cast, table):
    aino = cast.actor("aino")
    seat = actions.add_seat(aino, table, start=today(-50))
    mandate = actions.appoint(aino, seat, organisation=cast.ngo_a, start=today(-40))
    actions.end(aino, table, last_day=today(-1))
    for row in (seat, mandate, table):
        row.refresh_from_db()
    assert (seat.end, mandate.end, table.ends) == (today(-1),) * 3
    assert names(table, today(-1)) != names(table)


def test_rules_stay_as_they_were_when_new_ones_are_adopted(cast, table):
    aino = cast.actor("aino")
    for words in ("Ensimmäinen", "Toinen"):
        actions.adopt_rules(aino, table, text=Text(fi=words), approved_by="Hallitus", approved_on=today(-2))
    assert [(one.number, str(one.text)) for one in table.rules.all()] == [(2, "Toinen"), (1, "Ensimmäinen")]
    assert Event.objects.filter(name="bodies.adopt_rules").latest("pk").decision.startswith("Hallitus ")


def test_rules_are_not_adopted_before_the_decision(cast, table):
    with pytest.raises(Refused):
        actions.adopt_rules(cast.actor("aino"), table, text=Text(fi="x"), approved_by="H", approved_on=today(3))
    assert not table.rules.exists()


def test_who_sits_is_kept_for_every_day(cast, table):
    aino = cast.actor("aino")
    seat = actions.add_seat(aino, table, start=today(-100))
    actions.appoint(aino, seat, organisation=cast.ngo_a, name="Ensimmäinen", start=today(-90))
    actions.appoint(aino, seat, organisation=cast.ngo_b, name="Toinen", start=today(-30))
    actions.appoint(aino, seat, organisation=cast.ngo_a, name="Vara", part=MandatePart.DEPUTY, start=today(-60))
    assert names(table, today(-95)) == [([], [])]
    assert names(table, today(-61)) == [(["Ensimmäinen"], [])]
    assert names(table, today(-31)) == [(["Ensimmäinen"], ["Vara"])]
    assert names(table) == [(["Toinen"], ["Vara"])]
    assert turning_days(table) == [today(-30), today(-60), today(-90)]


def test_seat_taken_meanwhile_is_refused_and_nothing_changes(cast, table):
    aino = cast.actor("aino")
    seat = actions.add_seat(aino, table, start=today(-10))
    actions.appoint(aino, seat, organisation=cast.ngo_a, start=today())
    with pytest.raises(Refused):
        actions.appoint(aino, seat, organisation=cast.ngo_b, start=today())
    assert [row.organisation for row in seat.mandates.all()] == [cast.ngo_a]


def test_nobody_is_no_appointment(cast, table):
    seat = actions.add_seat(cast.actor("aino"), table)
    with pytest.raises(Refused):
        actions.appoint(cast.actor("aino"), seat)
    assert not seat.mandates.exists()


def test_address_of_an_account_gives_the_seat_to_the_person(cast, table):
    seat = actions.add_seat(cast.actor("aino"), table)
    email = cast.people["bertil"].email.upper()
    made = actions.appoint(cast.actor("aino"), seat, organisation=cast.ngo_a, email=email, name_public=True)
    assert (made.person, made.email, made.name_public) == (cast.people["bertil"], "", False)


def test_secretary_runs_the_body_only_when_acting_for_nobody_else(cast, table):
    seat = actions.add_seat(cast.actor("aino"), table, role="secretary")
    actions.appoint(cast.actor("aino"), seat, organisation=cast.ngo_a, person=cast.people["bertil"])
    bertil = cast.people["bertil"].pk
    asked = [Actor(bertil), Actor(bertil, cast.ngo_a.pk), Actor(bertil, cast.ngo_b.pk)]
    assert [actor.may("bodies.run", table) for actor in asked] == [True, True, False]
    actions.change(asked[0], table, about=Text(fi="Sihteerin sanoin"))
    with pytest.raises(PermissionDenied):
        actions.end(asked[0], table)


def test_ended_secretary_runs_nothing(cast, table):
    seat = actions.add_seat(cast.actor("aino"), table, role="secretary", start=today(-9))
    mandate = actions.appoint(cast.actor("aino"), seat, person=cast.people["bertil"], start=today(-9))
    actions.end_mandate(Actor(cast.people["bertil"].pk), mandate)
    assert not Actor(cast.people["bertil"].pk).may("bodies.run", table)


def test_mandate_with_a_day_to_come_ends_earlier_and_by_whom(cast, table):
    aino, bertil = cast.actor("aino"), Actor(cast.people["bertil"].pk)
    seat = actions.add_seat(aino, table, role="chair", start=today(-90))
    made = actions.appoint(
        aino, seat, organisation=cast.ngo_a, person=cast.people["bertil"], start=today(-30), end=today(300)
    )
    asked = {who: cast.actor(who).may("bodies.end_mandate", made) for who in ("aino", "bertil", "beata", "dani")}
    assert asked == {"aino": True, "bertil": True, "beata": False, "dani": False}
    assert who_sits(table, bertil)[0].holders[0].may_end
    assert not who_sits(table, cast.actor("beata"))[0].holders[0].may_end
    with pytest.raises(Refused, match="as it is"):
        actions.end_mandate(bertil, made, last_day=today(301))
    actions.end_mandate(bertil, made, last_day=today(10))
    assert actions.end_mandate(bertil, made).end == today(-1)
    assert not bertil.may("bodies.run", table)
    assert who_sits(table, Actor())[0].is_vacant
    with pytest.raises(PermissionDenied):
        actions.end_mandate(aino, made)


def test_successor_shortens_a_mandate_that_was_given_for_the_whole_term(cast, table):
    aino = cast.actor("aino")
    seat = actions.add_seat(aino, table, start=today(-90))
    first = actions.appoint(aino, seat, organisation=cast.ngo_a, start=today(-30), end=today(300))
    actions.appoint(aino, seat, organisation=cast.ngo_b, start=today(5), end=today(300))
    first.refresh_from_db()
    assert first.end == today(4)
    with pytest.raises(Refused, match="Another one sits there"):
        actions.appoint(aino, seat, organisation=cast.ngo_a, start=today(-10), end=today(20))
    first.refresh_from_db()
    assert first.end == today(4)


def test_ending_a_seat_or_a_body_shortens_what_would_last_longer(cast, table):
    aino = cast.actor("aino")
    seats = [actions.add_seat(aino, table, start=today(-90)) for _n in range(2)]
    made = [actions.appoint(aino, one, organisation=cast.ngo_a, start=today(-30), end=today(300)) for one in seats]
    actions.end_seat(aino, seats[0], last_day=today(2))
    actions.end(aino, table, last_day=today(3))
    for row in made:
        row.refresh_from_db()
    assert [row.end for row in made] == [today(2), today(3)]


def test_name_is_seen_by_those_it_concerns_only(cast, table):
    aino = cast.actor("aino")
    seat = actions.add_seat(aino, table)
    mandate = actions.appoint(aino, seat, organisation=cast.ngo_a, person=cast.people["bertil"])
    seen = {
        who: cast.actor(who).may("bodies.see_name", mandate) for who in ("aino", "bertil", "beata", "akseli", "dani")
    }
    assert seen == {"aino": True, "bertil": True, "beata": False, "akseli": False, "dani": False}
    shown = {who: bool(who_sits(table, cast.actor(who))[0].holders[0].name) for who in ("bertil", "beata", "dani")}
    assert shown == {"bertil": True, "beata": False, "dani": False}
    actions.show_name(cast.actor("bertil"), mandate, public=True)
    assert who_sits(table, Actor())[0].holders[0].name == cast.people["bertil"].name


spans = st.lists(
    st.tuples(st.integers(-90, 20), st.none() | st.integers(0, 40), st.sampled_from(MandatePart.values)), max_size=7
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(spans)
def test_never_two_in_one_part_of_a_seat(cast_once, rows):
    table, aino, ngo = cast_once
    seat = actions.add_seat(aino, table, start=today(-100))
    for start, length, part in rows:
        end = None if length is None else today(start + length)
        try:
            actions.appoint(aino, seat, organisation=ngo, part=part, start=today(start), end=end)
        except Refused:
            continue
    for part in MandatePart.values:
        held = [row for row in Mandate.objects.filter(seat=seat, part=part) if row.end is None or row.end >= row.start]
        for day in range(-95, 70):
            sitting = [r for r in held if r.start <= today(day) and (r.end is None or r.end >= today(day))]
            assert len(sitting) <= 1


@pytest.fixture
def cast_once(cast, table):
    return table, cast.actor("aino"), cast.ngo_a


# --- Who is appointed is told
def _told(address):
    return [rendering.render(one).text for one in Delivery.objects.filter(topic="seats", address=address)]


def test_who_is_appointed_is_told_to_what_and_how_her_name_is_shown(cast, table):
    seat = actions.add_seat(cast.actor("aino"), table, stands_for=Text(fi="Kylät"))
    actions.appoint(
        cast.actor("aino"), seat, organisation=cast.ngo_a, person=cast.people["bertil"], decision="Kunnanhallitus § 4"
    )
    [words] = _told("bertil@example.org")
    assert all(
        part in words for part in (str(table), "Kosken Kylätupa", "Kunnanhallitus § 4", table.get_absolute_url())
    )


def test_who_has_no_account_is_told_in_the_language_of_her_organisation(cast, table):
    seat = actions.add_seat(cast.actor("aino"), table)
    actions.appoint(
        cast.actor("aino"),
        seat,
        organisation=cast.ngo_b,
        name="Uusi Edustaja",
        email="uusi@example.org",
        name_public=True,
    )
    [words] = _told("uusi@example.org")
    assert "Nimesi näkyy" in words


def test_nobody_is_told_of_her_own_appointing_nor_of_a_past_one(cast, table):
    seat = actions.add_seat(cast.actor("aino"), table, start=today(-90))
    past = {"start": today(-90), "end": today(-60), "email": "entinen@example.org"}
    actions.appoint(cast.actor("aino"), seat, organisation=cast.ngo_b, name="Entinen Edustaja", **past)
    actions.appoint(cast.actor("aino"), seat, organisation=cast.municipality_a, person=cast.people["aino"])
    assert Delivery.objects.filter(topic="seats").count() == 0


# --- An account that comes later


def test_mandate_of_an_address_becomes_the_accounts_that_has_confirmed_it(cast, table):
    seat = actions.add_seat(cast.actor("aino"), table, role="secretary")
    told = {"organisation": cast.ngo_a, "name": "Sihteeri Sillanpää"}
    made = actions.appoint(cast.actor("aino"), seat, email="sihteeri@example.org", **told)
    assert actions.keep_time(system("clock"), None) == 0
    with building():
        person = Person.objects.create(email="sihteeri@example.org", name="Sihteeri")
    assert actions.keep_time(system("clock"), None) == 0
    with building():
        EmailAddress.objects.create(user=person, email=person.email, primary=True, verified=True)
    assert [actions.keep_time(system("clock"), None) for _twice in range(2)] == [1, 0]
    made.refresh_from_db()
    assert (made.person, made.email, made.full_name) == (person, "", "Sihteeri Sillanpää")
    assert Actor(person.pk).may("bodies.run", table)
