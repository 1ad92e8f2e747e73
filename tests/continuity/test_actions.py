from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from kumppanuus.continuity import actions
from kumppanuus.continuity.models import Handover
from kumppanuus.continuity.providers import Leaving, Sought, ownerless, things_of
from kumppanuus.continuity.reading import lines_of
from kumppanuus.core.actions import Refused
from kumppanuus.core.actors import Actor, system
from kumppanuus.measures.models import State
from kumppanuus.notices.models import Delivery
from kumppanuus.organisations import actions as organisations
from kumppanuus.organisations.models import Holding, Part, Post
from kumppanuus.organisations.recipients import of_owner, of_post
from tests.factories import measures as made_up
from tests.factories import organisations as organisations_made_up
from tests.factories import people
from tests.factories.continuity import TOLD, handovers

pytestmark = pytest.mark.django_db


@pytest.fixture
def around(cast):
    return handovers(cast, cast.municipality_a.governs)


@pytest.fixture
def handover(around):
    return around["handover"]


@pytest.fixture
def aino(cast):
    return cast.actor("aino")


def days(number: int) -> dt.date:
    return timezone.localdate() + dt.timedelta(days=number)


def later(number: int) -> time_machine.travel:
    return time_machine.travel(timezone.now() + dt.timedelta(days=number), tick=True)


def mails(template: str, about: Handover | Post) -> list[str]:
    rows = Delivery.objects.filter(template=f"continuity/mail/{template}", target_model=about._meta.label_lower)
    return sorted(rows.filter(target_id=about.pk).values_list("address", flat=True))


def test_begin_ends_the_holding_and_tells_deputy_leaver_and_superior(handover, cast):
    held = handover.post.holdings.get(part=Part.HOLDER)
    assert (held.end, handover.told, handover.is_open) == (handover.last_day, TOLD, True)
    assert mails("begun", handover) == sorted([held.person.email, "esihenkilo@example.org"])  # Aino began it


def test_begin_is_refused_twice_and_where_nobody_holds_the_post(handover, aino, cast):
    with pytest.raises(Refused):
        actions.begin(aino, handover.post, last_day=days(20))
    empty = organisations_made_up.post(cast.municipality_a)
    with pytest.raises(Refused):
        actions.begin(aino, empty, last_day=days(20))
    assert Handover.objects.filter(post=empty).count() == 0


def test_begin_is_refused_before_the_first_day_and_changes_nothing(aino, cast):
    post = organisations_made_up.post(cast.municipality_a)
    holding = organisations.set_holder(aino, post, person=cast.people["aino"])
    with pytest.raises(Refused):
        actions.begin(aino, post, last_day=days(-1))
    holding.refresh_from_db()
    assert (holding.end, Handover.objects.filter(post=post).count()) == (None, 0)


def test_lines_hold_what_goes_with_the_post_and_with_who_leaves(handover, around):
    kinds = {(line.key.split(":")[0], line.label) for line in lines_of(handover)}
    assert ("measures.measure", str(around["handed"])) in kinds
    assert {model for model, _label in kinds} == {"measures.measure", "organisations.membership"}


def test_the_post_alone_tells_nothing_of_the_person(handover, around):
    told = [thing.key for thing in things_of(Leaving(handover.post))]
    assert told == [f"measures.measure:{around['handed'].pk}"]


def test_write_keeps_notes_and_leaves_out_what_is_no_line(handover, around):
    leija = handover.person.as_actor(handover.post.organisation_id)
    key = f"measures.measure:{around['handed'].pk}"
    actions.write(
        leija, handover, told="Uusi", notes={key: "Luonnos on valmis", "measures.measure:999999": "x", "y": "z"}
    )
    assert {line.key: line.note for line in lines_of(handover) if line.note} == {key: "Luonnos on valmis"}
    assert handover.lines.count() == 1


def test_take_over_writes_who_and_when_and_the_leaver_may_not(handover, around, aino, cast):
    key = f"measures.measure:{around['handed'].pk}"
    leija = handover.person.as_actor(handover.post.organisation_id)
    with pytest.raises(PermissionDenied):
        actions.take_over(leija, handover, keys=[key])
    actions.take_over(aino, handover, keys=[key, "measures.measure:999999"])
    row = handover.lines.get()
    assert (row.key, row.taken_by, row.label) == (key, cast.people["aino"], str(around["handed"]))


def test_take_over_without_a_tick_is_refused(handover, aino):
    with pytest.raises(Refused):
        actions.take_over(aino, handover, keys=[])


def test_all_taken_over_after_the_last_day_is_done(handover, aino):
    with later(11):
        actions.take_over(aino, handover, keys=[line.key for line in lines_of(handover)])
        assert not Handover.objects.get(pk=handover.pk).is_open


def test_all_taken_over_before_the_last_day_stays_open_for_what_comes(handover, aino):
    actions.take_over(aino, handover, keys=[line.key for line in lines_of(handover)])
    assert Handover.objects.get(pk=handover.pk).is_open


def test_finish_needs_a_reason_while_lines_wait_and_keeps_them(handover, aino, around):
    with pytest.raises(Refused):
        actions.finish(aino, handover, reason="  ")
    actions.finish(aino, handover, reason="Tehtävä lakkaa")
    labels = {line.label for line in lines_of(Handover.objects.get(pk=handover.pk))}
    assert str(around["handed"]) in labels
    with pytest.raises(PermissionDenied):
        actions.finish(aino, Handover.objects.get(pk=handover.pk), reason="Toinen kerta")


def test_two_finish_at_once_and_the_second_is_refused(handover, aino):
    other = Handover.objects.get(pk=handover.pk)  # read before the first one finished
    actions.finish(aino, handover, reason="Tehtävä lakkaa")
    with pytest.raises(Refused):
        actions.finish(aino, other, reason="Toinen syy")
    assert Handover.objects.get(pk=handover.pk).reason == "Tehtävä lakkaa"


def test_call_off_lets_the_holder_stay(handover, aino):
    actions.call_off(aino, handover)
    assert handover.post.holdings.get(part=Part.HOLDER).end is None
    assert not Handover.objects.get(pk=handover.pk).is_open


def test_call_off_is_refused_once_the_last_day_has_passed_or_another_holds_it(handover, aino, cast):
    with later(11), pytest.raises(Refused):
        actions.call_off(aino, handover)
    organisations.set_holder(aino, handover.post, person=cast.people["aino"], start=days(11))
    with pytest.raises(Refused):
        actions.call_off(aino, handover)
    assert Handover.objects.get(pk=handover.pk).is_open


def test_what_is_settled_meanwhile_is_no_line_any_more_but_its_note_stays(handover, around, aino):
    leija = handover.person.as_actor(handover.post.organisation_id)
    key = f"measures.measure:{around['handed'].pk}"
    actions.write(leija, handover, told="", notes={key: "Melkein valmis"})
    around["handed"].refresh_from_db()
    made_up_done(around["handed"])
    assert [(line.key, line.gone) for line in lines_of(handover) if line.note] == [(key, True)]


def made_up_done(measure) -> None:
    from tests.factories import building

    with building():
        measure.state, measure.reason = State.DROPPED, "Ei tarvita"
        measure.save()


def test_members_read_a_handover_and_nobody_else_does(handover, cast):
    readers = {
        name for name in cast.people if Handover.objects.visible_to(cast.actor(name)).filter(pk=handover.pk).exists()
    }
    assert readers == {"aino"}  # Eero's role there ended yesterday
    assert Handover.objects.visible_to(Actor()).count() == 0


def test_mail_of_a_held_post_goes_to_its_role_and_of_a_vacant_one_to_the_deputy(handover, cast, aino):
    organisations.change_post(aino, handover.post, email="rooli@example.org")
    post = Post.objects.get(pk=handover.post_id)
    assert [one.address for one in of_post(post)] == ["rooli@example.org"]
    with later(11):
        assert [one.address for one in of_post(post)] == [cast.people["aino"].email]
    with later(11 + 30):
        assert [one.address for one in of_post(post)] == [cast.people["aino"].email, "esihenkilo@example.org"]


def test_mail_of_a_vacant_post_without_a_deputy_goes_to_the_organisation(cast, aino):
    post = organisations_made_up.post(cast.municipality_a)
    assert [one.address for one in of_post(post)] == [cast.municipality_a.email]
    assert [one.address for one in of_owner(cast.municipality_b, None)] == [cast.municipality_b.email]
    nowhere = organisations_made_up.organisation("Osoitteeton")
    assert of_owner(nowhere, None) == []


def test_the_clock_asks_for_a_waiting_handover_once(handover, cast):
    with later(9):
        actions.keep_time(system("clock"), None)
        assert mails("waiting", handover) == []
    for number in (25, 26):
        with later(number):
            actions.keep_time(system("clock"), None)
    assert mails("waiting", handover) == [cast.people["aino"].email]


def test_the_clock_tells_the_superior_of_a_long_vacancy_once_and_not_before_its_time(handover):
    for number in (20, 39):
        with later(number):
            actions.keep_time(system("clock"), None)
            assert mails("vacant", handover.post) == []
    for number in (41, 60):
        with later(number):
            actions.keep_time(system("clock"), None)
    assert mails("vacant", handover.post) == ["esihenkilo@example.org"]


def test_the_clock_warns_of_funding_a_year_and_a_quarter_before(handover, cast):
    actions.keep_time(system("clock"), None)
    actions.keep_time(system("clock"), None)
    both = sorted([cast.people["aino"].email, "esihenkilo@example.org"])
    assert mails("funding", handover.post) == both
    with later(150):
        actions.keep_time(system("clock"), None)
    assert mails("funding", handover.post) == sorted(both * 2)
    with later(201):
        actions.keep_time(system("clock"), None)
    assert mails("funding", handover.post) == sorted(both * 2)  # it has ended


def test_the_clock_warns_a_convener_of_a_body_that_lives_on_project_money(cast, aino):
    from kumppanuus.bodies import actions as bodies_actions
    from tests.factories import bodies

    table = bodies.bodies(cast, cast.municipality_a.governs, cast.municipality_b.governs).table
    bodies_actions.change(aino, table, funding_end=days(100))
    actions.keep_time(system("clock"), None)
    told = Delivery.objects.filter(template="continuity/mail/funding", target_model="bodies.body")
    assert list(told.values_list("address", "target_id")) == [(cast.people["aino"].email, table.pk)]


def test_ownerless_lists_an_empty_post_and_the_measures_it_answers_for(handover, around, aino, cast):
    area = cast.municipality_a.governs
    sought = Sought(Actor(), area, 50, frozenset({area.pk}))
    measure, post = f"measures.measure:{around['handed'].pk}", f"organisations.post:{handover.post_id}"
    assert not {measure, post} & {thing.key for thing in ownerless(sought)}
    organisations.end_holding(aino, handover.post.holdings.get(part=Part.DEPUTY))
    with later(11):
        assert {measure, post} <= {thing.key for thing in ownerless(sought)}
        elsewhere = cast.municipality_b.governs
        away = Sought(Actor(), elsewhere, 50, frozenset({elsewhere.pk}))
        assert not {measure, post} & {thing.key for thing in ownerless(away)}


def test_ownerless_tells_of_a_post_that_only_a_deputy_carries(handover, cast):
    area = cast.municipality_a.governs
    with later(11):
        found = {thing.key: thing.kind for thing in ownerless(Sought(Actor(), area, 50, frozenset({area.pk})))}
        assert found[f"organisations.post:{handover.post_id}"] == "Posts that only a deputy carries"


def test_stay_is_refused_after_the_day(aino, cast):
    post = organisations_made_up.post(cast.municipality_a)
    held = organisations.set_holder(aino, post, person=cast.people["aino"], start=days(-5))
    organisations.end_holding(aino, held, last_day=days(-1))
    with pytest.raises(Refused):
        organisations.stay(aino, Holding.objects.get(pk=held.pk))


def test_seats_and_meetings_go_with_who_sits_for_the_organisation(cast, aino):
    from tests.factories import bodies, meetings

    made = bodies.bodies(cast, cast.municipality_a.governs, cast.municipality_b.governs)
    around = meetings.meetings(cast, made)
    own = made.mandate
    post = organisations_made_up.post(own.organisation)
    keys = {thing.key for thing in things_of(Leaving(post, own.person_id))}
    assert f"bodies.mandate:{own.pk}" in keys
    assert any(key.startswith("meetings.meeting:") for key in keys), (keys, around)
    assert things_of(Leaving(post)) == []


def test_people_made_for_a_handover_have_measures_of_their_posts_only(cast, aino):
    post, other = (organisations_made_up.post(cast.municipality_a, title) for title in ("A", "B"))
    measure = made_up.measure(aino, cast.municipality_a.governs, cast.municipality_a, post=post)
    assert [thing.key for thing in things_of(Leaving(post))] == [f"measures.measure:{measure.pk}"]
    assert things_of(Leaving(other, people.person("Ei kukaan").pk)) == []
