from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from kumppanuus.activity.models import Event
from kumppanuus.core.actions import Refused
from kumppanuus.core.actors import Actor
from kumppanuus.core.texts import Text
from kumppanuus.measures import actions as measures
from kumppanuus.measures.models import Measure
from kumppanuus.meetings import actions
from kumppanuus.meetings.models import ItemState, MeetingState, Outcome, Place, Signature
from tests.factories import building
from tests.factories import minutes as made_up
from tests.factories.bodies import today
from tests.factories.minutes import item_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def table(cast):
    return made_up.table(cast)


@pytest.fixture
def running(table):
    return made_up.meeting(table.body, -1, state=MeetingState.CALLED)


def record(cast, item, text="Päätettiin kokeilla.", kind="decision", **more):
    return actions.record(cast.actor("aino"), item, kind=kind, text=Text(fi=text), **more)


def test_attendance_marks_the_present_and_all_others_absent(cast, table, running):
    actions.take_attendance(cast.actor("aino"), running, present=[table.chair])
    actions.take_attendance(cast.actor("aino"), running, present=[table.chair, table.member])
    marked = Place.objects.filter(meeting=running).values_list("mandate", "present")
    assert dict(marked) == {table.chair.pk: True, table.member.pk: True, table.private.pk: False}


def test_attendance_is_refused_for_somebody_who_does_not_sit_there_that_day(cast, table, running):
    other = made_up.table(cast, name="Toinen")
    with pytest.raises(Refused):
        actions.take_attendance(cast.actor("aino"), running, present=[table.chair, other.member])
    assert Place.objects.filter(meeting=running).count() == 0


@pytest.mark.parametrize("who", ["bertil", "beata", "akseli", "cecilia", "kaisa", "eero", "link", "dani"])
def test_only_who_runs_the_body_takes_attendance_records_and_ends(cast, table, running, who):
    actor, item = cast.actor(who), item_of(running)
    for attempt in (
        lambda: actions.take_attendance(actor, running, present=[]),
        lambda: actions.record(actor, item, kind="decision", text=Text(fi="Päätös")),
        lambda: actions.settle_item(actor, item, state="dealt"),
        lambda: actions.close(actor, running),
    ):
        with pytest.raises(PermissionDenied):
            attempt()
    assert (Outcome.objects.count(), Place.objects.count()) == (0, 0)


def test_recording_deals_with_the_item_and_keeps_the_order(cast, running):
    item = item_of(running)
    first, second = record(cast, item), record(cast, item, "Lisäksi.", kind="information")
    item.refresh_from_db()
    assert (item.state, [first.order, second.order]) == (ItemState.DEALT, [1, 2])
    assert [one.pk for one in item.outcomes.all()] == [first.pk, second.pk]


def test_task_is_a_measure_of_its_owner_proposed_by_the_convener_and_agreed_in_the_body(cast, table, running):
    made = record(cast, item_of(running), "Tehdään lista.", kind="task", task=made_up.task(cast, days=30))
    measure = made.measure
    assert (measure.owner, measure.due, measure.state) == (cast.ngo_a, today(30), "proposed")
    assert (measure.proposed_by, measure.agreed_model, measure.agreed_id) == (
        cast.municipality_a,
        "bodies.body",
        table.body.pk,
    )
    assert str(measure.title) == "Tehdään lista."


def test_task_of_the_convener_itself_waits_for_its_own_acceptance(cast, running):
    made = record(cast, item_of(running), kind="task", task=made_up.task(cast, cast.municipality_a))
    assert (made.measure.state, made.measure.proposed_by) == ("proposed", None)
    assert measures.accept(cast.actor("aino"), made.measure).state == "agreed"


@pytest.mark.parametrize(
    "given",
    [
        {"kind": "task"},
        {"kind": "sent_on"},
        {"kind": "sent_on", "to": "  "},
        {"kind": "decision", "text": Text()},
        {"kind": "no-such-kind"},
    ],
)
def test_recording_is_refused_when_something_is_missing(cast, running, given):
    with pytest.raises(Refused):
        actions.record(cast.actor("aino"), item_of(running), **{"text": Text(fi="Asia")} | given)
    assert (Outcome.objects.count(), Measure.objects.count()) == (0, 0)


def test_to_whom_is_kept_only_where_it_belongs(cast, running):
    item = item_of(running)
    kept = [record(cast, item, kind=kind, to="Kunnanhallitus").to for kind in ("statement", "sent_on", "decision")]
    assert kept == ["Kunnanhallitus", "Kunnanhallitus", ""]


def test_long_text_becomes_a_title_of_whole_words(cast, running):
    made = record(cast, item_of(running), "pitkä sana " * 40, kind="task", task=made_up.task(cast))
    title = str(made.measure.title)
    assert (len(title) <= 200, title[-6:]) == (True, " sana…")


def test_members_only_body_lets_out_only_the_words_meant_for_everybody(cast):
    closed = made_up.table(cast, open_to="members", name="Suljettu")
    item = item_of(made_up.meeting(closed.body, -1))
    secret = {"kind": "task", "text": Text(fi=made_up.SECRET_MINUTES)}
    with pytest.raises(Refused):
        actions.record(cast.actor("aino"), item, task=made_up.task(cast), **secret)
    told = actions.Task(owner=cast.ngo_a, due=today(30), title=Text(fi="Selvitys"))
    made = actions.record(cast.actor("aino"), item, task=told, **secret)
    assert str(made.measure.title) == "Selvitys"
    events = Event.objects.filter(name="meetings.record")
    assert (events.count(), events.visible_to(Actor()).count(), events.visible_to(cast.actor("bertil")).count()) == (
        *(1, 0),
        1,
    )
    assert Outcome.objects.visible_to(Actor()).count() == 0


def test_each_correction_of_an_outcome_leaves_an_event(cast, running):
    made = record(cast, item_of(running))
    aino = cast.actor("aino")
    actions.change_outcome(aino, made, kind="statement", text=Text(fi="Annettiin lausunto."), to="Hyvinvointialue")
    actions.change_outcome(aino, made, kind="decision", text=Text(fi="Päätettiin."))
    made.refresh_from_db()
    assert (made.kind, str(made.text), made.to) == ("decision", "Päätettiin.", "")
    kinds = Event.objects.filter(name="meetings.change_outcome").order_by("pk").values_list("data", flat=True)
    assert [one["kind_before"] for one in kinds] == ["decision", "statement"]


def test_task_is_put_right_in_place_until_its_owner_answers(cast, running):
    aino = cast.actor("aino")
    made = record(cast, item_of(running), "Tehdään lista.", kind="task", task=made_up.task(cast))
    pk = made.measure.pk
    other = actions.Task(owner=cast.ngo_b, due=today(90))
    made = actions.change_outcome(aino, made, kind="task", text=Text(fi="Tehdään luettelo."), task=other)
    measure = Measure.objects.get(pk=pk)
    assert (measure.owner, measure.due, str(measure.title)) == (cast.ngo_b, today(90), "Tehdään luettelo.")
    measures.accept(cast.actor("beata"), measure)
    made = Outcome.objects.get(pk=made.pk)
    later = actions.Task(owner=cast.ngo_b, due=today(120))
    with pytest.raises(Refused):
        actions.change_outcome(aino, made, kind="task", text=Text(fi="Tehdään luettelo."), task=later)
    assert Measure.objects.get(pk=pk).due == today(90)


def test_task_that_was_none_is_withdrawn(cast, running):
    aino = cast.actor("aino")
    made = record(cast, item_of(running), kind="task", task=made_up.task(cast))
    measure = made.measure
    made = actions.change_outcome(aino, made, kind="decision", text=Text(fi="Vain päätös."))
    measure.refresh_from_db()
    assert (made.measure, measure.state, measure.reason != "") == (None, "dropped", True)


def test_removing_is_refused_twice_and_after_the_owner_answered(cast, running):
    aino, item = cast.actor("aino"), item_of(running)
    gone = record(cast, item)
    copy = Outcome.objects.get(pk=gone.pk)
    actions.remove_outcome(aino, gone)
    with pytest.raises(Refused):
        actions.remove_outcome(aino, copy)
    made = record(cast, item, kind="task", task=made_up.task(cast))
    measures.accept(cast.actor("bertil"), made.measure)
    with pytest.raises(Refused):
        actions.remove_outcome(aino, Outcome.objects.get(pk=made.pk))
    assert list(Outcome.objects.values_list("pk", flat=True)) == [made.pk]


def test_item_with_an_outcome_was_dealt_with(cast, running):
    item = item_of(running)
    record(cast, item)
    with pytest.raises(Refused):
        actions.settle_item(cast.actor("aino"), item, state="not_reached")
    with pytest.raises(Refused):
        actions.settle_item(cast.actor("aino"), item, state="withdrawn")
    item.refresh_from_db()
    assert item.state == ItemState.DEALT


def test_ending_marks_open_items_as_not_reached_and_happens_once(cast, running):
    aino = cast.actor("aino")
    record(cast, item_of(running))
    again = type(running).objects.get(pk=running.pk)
    actions.close(aino, running)
    assert running.state == MeetingState.HELD
    assert [one.state for one in running.items.order_by("order")] == [ItemState.DEALT, ItemState.NOT_REACHED]
    with pytest.raises(Refused):
        actions.close(aino, again)


@pytest.mark.parametrize(("minutes", "moved"), [(-20, True), (20, True), (40, False)])
def test_who_ends_a_meeting_at_once_says_when_it_ended(cast, running, minutes, moved):
    planned = running.ends_at
    at = planned + dt.timedelta(minutes=minutes)
    with time_machine.travel(at, tick=False):
        actions.close(cast.actor("aino"), running)
    running.refresh_from_db()
    assert running.ends_at == (at if moved else planned)


def test_ending_is_refused_before_the_meeting_has_begun(cast, table):
    coming = made_up.meeting(table.body, 5, state=MeetingState.CALLED)
    with pytest.raises(PermissionDenied):
        actions.close(cast.actor("aino"), coming)
    coming.refresh_from_db()
    assert coming.state == MeetingState.CALLED


def test_nothing_is_recorded_long_before_the_meeting_begins(cast, table):
    coming = made_up.meeting(table.body, 5, state=MeetingState.CALLED)
    for attempt in (
        lambda: record(cast, item_of(coming)),
        lambda: actions.take_attendance(cast.actor("aino"), coming, present=[]),
        lambda: actions.begin_minutes(cast.actor("aino"), coming),
    ):
        with pytest.raises(PermissionDenied):
            attempt()
    with building():
        coming.starts_at = timezone.now() + dt.timedelta(minutes=50)
        coming.save()
    assert record(cast, item_of(coming)).item.state == ItemState.DEALT


def test_agenda_of_a_held_meeting_stands_but_papers_can_be_added(cast, table):
    held, aino = made_up.meeting(table.body), cast.actor("aino")
    for attempt in (
        lambda: actions.add_item(aino, held, title=Text(fi="Unohtunut asia")),
        lambda: actions.change_item(aino, item_of(held), title=Text(fi="Toinen otsikko")),
        lambda: actions.withdraw_item(aino, item_of(held), why="Turha"),
    ):
        with pytest.raises(PermissionDenied):
            attempt()
    assert actions.add_paper(aino, item_of(held), title=Text(fi="Kalvot"), url="https://example.org/kalvot").pk


def test_what_came_of_items_is_read_inside_at_once_and_by_others_when_the_meeting_was_held(cast, table, client):
    running = made_up.meeting(table.body, 0, state=MeetingState.CALLED)
    with building():
        running.starts_at = timezone.now() - dt.timedelta(minutes=30)
        running.save()
    made = record(cast, item_of(running), "Päätettiin salassa vielä")
    seen = {who: made in Outcome.objects.visible_to(cast.actor(who)) for who in ("aino", "bertil", "dani")}
    assert seen == {"aino": True, "bertil": True, "dani": False}
    assert {who: cast.actor(who).may("meetings.view_outcome", made) for who in seen} == seen
    page = running.get_absolute_url()
    assert "salassa vielä" not in client.get(page).content.decode()
    told = Event.objects.filter(name="meetings.record").latest("pk").audiences.values_list("token", flat=True)
    assert "public" not in told
    actions.close(cast.actor("aino"), running)
    shown = client.get(page).content.decode()
    assert ("salassa vielä" in shown, "have not been approved yet" in shown) == (True, True)


def test_meeting_at_which_attendance_was_taken_is_not_moved(cast, table):
    running = made_up.meeting(table.body, 0, state=MeetingState.CALLED)
    with building():
        running.starts_at = timezone.now() + dt.timedelta(minutes=30)
        running.save()
    actions.take_attendance(cast.actor("aino"), running, present=[table.chair])
    moved = {"starts_at": running.starts_at + dt.timedelta(days=7), "ends_at": running.ends_at + dt.timedelta(days=7)}
    with pytest.raises(Refused, match="Attendance has been taken"):
        actions.change(cast.actor("aino"), running, **moved)
    assert running.places.get(mandate=table.chair).present


def test_nothing_is_recorded_once_the_minutes_are_approved_until_a_corrected_version_is_begun(cast, table):
    found = made_up.meeting(table.body)
    outcome = record(cast, item_of(found))
    done = made_up.approved(cast, found)
    aino, item = cast.actor("aino"), item_of(found)
    for attempt in (
        lambda: record(cast, item),
        lambda: actions.remove_outcome(aino, outcome),
        lambda: actions.take_attendance(aino, found, present=[]),
    ):
        with pytest.raises(PermissionDenied):
            attempt()
    actions.correct(aino, done, reason="Päivä oli väärin")
    record(cast, item, "Lisättiin.")
    assert item.outcomes.count() == 2


def test_what_inspectors_signed_falls_when_an_outcome_changes(cast):
    sits = made_up.table(cast, approval="inspectors")
    waiting = made_up.submitted(cast, made_up.meeting(sits.body))
    actions.inspect(cast.actor("bertil"), waiting)
    record(cast, item_of(waiting.meeting))
    assert Signature.objects.count() == 0
