"""What comes onto an agenda by itself comes there once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from kumppanuus.core.actors import system
from kumppanuus.core.texts import Text
from kumppanuus.measures import actions as measures
from kumppanuus.meetings import actions
from kumppanuus.meetings.models import AgendaItem, ItemState, Meeting, MeetingState
from tests.factories import bodies as made_up
from tests.factories import building
from tests.factories import meetings as held_up
from tests.factories.bodies import today
from tests.factories.cast import make_cast

CLOCK = system("clock")


def titles(meeting):
    return [str(item.title) for item in meeting.items.all()]


@pytest.mark.django_db
def test_not_reached_items_come_onto_the_next_agenda_when_it_is_called(aino, table, meeting):
    past = held_up.held(table, items=("Käsitelty",))
    left = held_up.item(past, "Jäi kesken", state=ItemState.NOT_REACHED, minutes=20)
    actions.call(aino, meeting)
    made = meeting.items.get()
    assert (made.carried_from, made.minutes, str(made.title)) == (left, 20, "Jäi kesken")


@pytest.mark.django_db
def test_clock_carries_to_the_next_meeting_only_and_the_call_not_again(aino, table, meeting):
    past = held_up.held(table)
    held_up.item(past, "Jäi kesken", state=ItemState.NOT_REACHED)
    later = held_up.planned(aino, table, 80)
    assert (actions.keep_time(CLOCK), actions.keep_time(CLOCK)) == (1, 0)
    actions.call(aino, meeting)
    actions.call(aino, later)
    assert (titles(meeting), titles(later)) == (["Jäi kesken"], [])


@pytest.mark.django_db
def test_open_task_stands_on_each_agenda_until_it_is_done(aino, table, meeting):
    later = held_up.planned(aino, table, 80)
    task = measures.propose(
        aino,
        table.area,
        title=Text(fi="Avaimet"),
        owner=table.convener,
        due=today(60),
        agreed_model="bodies.body",
        agreed_id=table.pk,
    )
    actions.call(aino, meeting)
    measures.report(aino, task, state="done")
    actions.call(aino, later)
    assert ([item.measure for item in meeting.items.all()], titles(later)) == ([task], [])


@pytest.mark.django_db
def test_promise_of_a_cancelled_meeting_is_kept_at_the_next_one(aino, bertil, table, meeting):
    proposal = actions.propose(bertil, table, title=Text(fi="Kalenteri"))
    actions.add_item(aino, meeting, title=Text(fi="Avaus"))
    actions.accept_proposal(aino, proposal, meeting=meeting)
    actions.cancel(aino, meeting, why="Myrsky")
    later = held_up.planned(aino, table, 80)
    actions.call(aino, later)
    assert titles(later) == ["Kalenteri"]


class Carried(TestCase):
    """Whatever is planned, called, held and cancelled in whatever order, no item is carried twice."""

    @hypothesis_settings(max_examples=20)
    @given(
        st.lists(st.sampled_from(["plan", "call", "clock", "hold", "cancel", "withdraw"]), min_size=4, max_size=14),
        st.integers(min_value=1, max_value=3),
    )
    def test_once(self, steps, left):
        cast = make_cast()
        aino = cast.actor("aino")
        table = made_up.body(aino, cast.municipality_a, cast.space, cast.municipality_a.governs)
        past = held_up.held(table)
        for n in range(left):
            held_up.item(past, f"Jäi {n}", state=ItemState.NOT_REACHED)
        self.days = 10
        for step in steps:
            self.do(step, aino, table)
        carried = list(AgendaItem.objects.exclude(carried_from=None).values_list("carried_from", flat=True))
        assert len(carried) == len(set(carried))
        standing = AgendaItem.objects.filter(state=ItemState.OPEN, meeting__state__in=("planned", "called"))
        names = [str(item.title) for item in standing]
        assert len(names) == len(set(names))

    def do(self, step, aino, table):
        coming = table.meetings.filter(state__in=("planned", "called")).order_by("starts_at").first()
        if step == "plan":
            self.days += 10
            held_up.planned(aino, table, self.days)
        elif step == "clock":
            actions.keep_time(CLOCK)
        elif coming is None:
            return
        elif step == "call" and coming.state == MeetingState.PLANNED:
            actions.call(aino, coming)
        elif step == "cancel":
            actions.cancel(aino, coming, why="Myrsky")
        elif step == "withdraw" and (item := coming.items.filter(state=ItemState.OPEN).first()):
            actions.withdraw_item(aino, item, why="Vanhentui")
        elif step == "hold":
            with building():
                coming.items.filter(state=ItemState.OPEN).update(state=ItemState.NOT_REACHED)
                Meeting.objects.filter(pk=coming.pk).update(state=MeetingState.HELD)
