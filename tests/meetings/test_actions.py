from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from kumppanuus.activity.models import Event
from kumppanuus.bodies import actions as bodies
from kumppanuus.core.actions import Refused
from kumppanuus.core.actors import Actor, system
from kumppanuus.core.texts import Text
from kumppanuus.links.models import Link
from kumppanuus.meetings import actions
from kumppanuus.meetings.models import Coming, Meeting, MeetingState, Place, ProposalState
from kumppanuus.meetings.reading import agenda_of, attendance_of, chance_of
from kumppanuus.notices.models import Delivery
from kumppanuus.notices.rendering import render
from tests.factories import meetings as made_up
from tests.factories.bodies import today
from tests.factories.meetings import at

pytestmark = pytest.mark.django_db
HELSINKI = ZoneInfo("Europe/Helsinki")


def letters(template):
    return Delivery.objects.filter(template=f"meetings/mail/{template}").order_by("pk")


def hours(meeting):
    local = timezone.localtime(meeting.starts_at)
    return local.hour, local.utcoffset()


def test_series_keeps_its_hour_when_summer_time_ends(aino, table):
    with time_machine.travel(dt.datetime(2027, 9, 1, 9, tzinfo=dt.UTC)):
        starts = dt.datetime(2027, 10, 19, 13, tzinfo=HELSINKI)
        last = dt.date(2027, 11, 16)
        first = actions.plan(
            aino, table, starts_at=starts, ends_at=starts + dt.timedelta(hours=2), every=2, unit="weeks", until=last
        )
        made = Meeting.objects.filter(series=first.series).order_by("starts_at")
        summer, winter = dt.timedelta(hours=3), dt.timedelta(hours=2)
        assert [hours(one) for one in made] == [(13, summer), (13, winter), (13, winter)]
        assert [one.day for one in made] == [dt.date(2027, 10, 19), dt.date(2027, 11, 2), last]
        assert {one.ends_at - one.starts_at for one in made} == {winter}


def test_series_of_months_keeps_the_weekday(aino, table):
    with time_machine.travel(dt.datetime(2027, 1, 4, 9, tzinfo=dt.UTC)):
        starts = dt.datetime(2027, 1, 12, 13, tzinfo=HELSINKI)
        ends = starts + dt.timedelta(hours=1)
        first = actions.plan(
            aino, table, starts_at=starts, ends_at=ends, every=2, unit="months", until=dt.date(2027, 6, 1)
        )
        made = Meeting.objects.filter(series=first.series).order_by("starts_at")
        assert [one.day for one in made] == [dt.date(2027, 1, 12), dt.date(2027, 3, 9), dt.date(2027, 5, 11)]


def test_series_beyond_the_term_is_refused_with_the_day(aino, table):
    bodies.change(aino, table, ends=today(30))
    with pytest.raises(Refused) as refusal:
        actions.plan(aino, table, starts_at=at(20), ends_at=at(20, 15), every=1, unit="weeks", until=today(45))
    assert "term ends on" in str(refusal.value.message)
    assert Meeting.objects.filter(body=table).count() == 0


def test_meeting_of_a_series_after_a_term_that_was_cut_short_cannot_be_called(client, aino, table, meeting):
    bodies.change(aino, table, ends=today(30))
    meeting = Meeting.objects.select_related("body").get(pk=meeting.pk)
    with pytest.raises(Refused) as refusal:
        actions.call(aino, meeting)
    assert "term ends on" in str(refusal.value.message)
    assert client.get(meeting.get_absolute_url()).context["beyond_term"] is True


@pytest.mark.parametrize(("starts", "ends"), [(at(20, 15), at(20, 13)), (at(-3), at(-3, 15)), (at(-900), at(-900, 15))])
def test_impossible_times_are_refused(aino, table, starts, ends):
    with pytest.raises(Refused):
        actions.plan(aino, table, starts_at=starts, ends_at=ends)


def test_deadline_of_proposals_comes_from_the_rules(aino, table, meeting):
    assert timezone.localdate(meeting.proposals_until) == today(40 - 21)
    actions.change(aino, meeting, starts_at=at(47), ends_at=at(47, 15))
    assert timezone.localdate(meeting.proposals_until) == today(47 - 21)


def test_planning_is_for_who_runs_the_body(cast, table, bertil):
    with pytest.raises(PermissionDenied):
        made_up.planned(bertil, table)


def test_call_numbers_the_meeting_and_writes_to_each_who_sits_there(cast, aino, table, meeting):
    actions.add_item(aino, meeting, title=Text(fi="Tilat"), minutes=10)
    actions.call(aino, meeting)
    meeting.refresh_from_db()
    sent = letters("call")
    assert (meeting.state, meeting.number, meeting.sequence) == (MeetingState.CALLED, 1, 1)
    assert sorted(sent.values_list("address", flat=True)) == ["aino@example.org", "bertil@example.org"]
    assert [sent[0].context["attachments"][0]["name"], "Tilat" in sent[0].context["agenda"]] == ["meeting.ics", True]
    assert Link.objects.filter(purpose="meetings.answer", target_id__in=meeting.places.values("pk")).count() == 2


def test_call_again_reaches_only_who_sits_there_since(cast, aino, table, structures, meeting):
    actions.call(aino, meeting)
    with pytest.raises(Refused):
        actions.call(aino, meeting)
    bodies.appoint(aino, structures.vacant, organisation=cast.ngo_b, person=cast.people["beata"])
    actions.call(aino, meeting)
    assert letters("call").last().address == "beata@example.org"
    assert (letters("call").count(), meeting.number) == (3, 1)


def test_who_has_no_address_is_called_without_a_letter(cast, aino, table, structures, meeting):
    bodies.appoint(aino, structures.vacant, organisation=cast.ngo_b, name="Osoitteeton")
    actions.call(aino, meeting)
    event = Event.objects.filter(name="meetings.call").last()
    assert (meeting.places.count(), letters("call").count(), event.data["without_address"]) == (3, 2, 1)


def test_new_time_raises_the_sequence_tells_and_asks_again(cast, aino, bertil, structures, meeting):
    actions.call(aino, meeting)
    place = meeting.places.get(mandate=structures.mandate)
    actions.answer(bertil, place, coming=Coming.YES)
    actions.change(aino, meeting, place=Text(fi="Koulu"))
    place.refresh_from_db()
    assert (meeting.sequence, place.coming, letters("moved").count()) == (2, "yes", 2)
    actions.change(aino, meeting, starts_at=at(41), ends_at=at(41, 15))
    place.refresh_from_db()
    assert (meeting.sequence, place.coming, letters("moved").count()) == (3, "", 4)
    actions.change(aino, meeting, title=Text(fi="Syyskokous"))
    assert (meeting.sequence, letters("moved").count()) == (3, 4)


def test_cancelling_raises_the_sequence_and_tells_why(aino, meeting):
    actions.call(aino, meeting)
    with pytest.raises(Refused):
        actions.cancel(aino, meeting, why=" ")
    actions.cancel(aino, meeting, why="Myrsky")
    meeting.refresh_from_db()
    told = letters("cancelled")
    assert (meeting.state, meeting.sequence, told.count()) == (MeetingState.CANCELLED, 2, 2)
    entry = told[0].context["attachments"][0]["text"]
    assert ("METHOD:CANCEL" in entry, "STATUS:CANCELLED" in entry, told[0].context["why"]) == (True, True, "Myrsky")


def test_cancelling_a_planned_one_writes_to_nobody(aino, meeting):
    actions.cancel(aino, meeting, why="Ei asioita")
    assert Delivery.objects.filter(topic="calls").count() == 0


def test_rest_of_a_series_is_cancelled_with_one_tick_and_nothing_else(aino, table, meeting):
    first, second, third = Meeting.objects.filter(
        series=made_up.planned(aino, table, 50, every=1, unit="weeks", until=today(64)).series
    ).order_by("starts_at")
    actions.call(aino, third)
    actions.cancel(aino, second, why="Tilaa ei saatu", rest=True)
    states = {one.pk: one.state for one in Meeting.objects.filter(body=table)}
    planned, cancelled = MeetingState.PLANNED, MeetingState.CANCELLED
    assert states == {meeting.pk: planned, first.pk: planned, second.pk: cancelled, third.pk: cancelled}
    assert letters("cancelled").count() == 2  # who was called to the third
    assert set(Meeting.objects.filter(state=cancelled).values_list("cancelled_why", flat=True)) == {"Tilaa ei saatu"}


def test_answer_can_be_changed_until_the_meeting_begins(bertil, aino, structures, meeting):
    actions.call(aino, meeting)
    place = meeting.places.get(mandate=structures.mandate)
    for coming in (Coming.YES, Coming.NO):
        actions.answer(bertil, place, coming=coming)
        assert Place.objects.get(pk=place.pk).coming == coming
    with time_machine.travel(meeting.starts_at + dt.timedelta(minutes=1)), pytest.raises(Refused):
        actions.answer(Actor(bertil.person_id), place, coming=Coming.YES)


def test_who_does_not_sit_there_any_more_cannot_answer_and_her_successor_is_called(
    cast, aino, bertil, structures, meeting
):
    actions.call(aino, meeting)
    place = meeting.places.get(mandate=structures.mandate)
    bodies.appoint(aino, structures.seat, organisation=cast.ngo_b, person=cast.people["beata"], start=today(1))
    place = Place.objects.select_related("meeting__body", "mandate__seat").get(pk=place.pk)
    with pytest.raises(Refused):
        actions.answer(bertil, place, coming=Coming.YES)
    actions.call(aino, meeting)
    assert letters("call").last().address == "beata@example.org"


def test_deputy_is_asked_to_come_only_where_there_is_one(cast, aino, bertil, structures, meeting):
    actions.call(aino, meeting)
    place = meeting.places.get(mandate=structures.mandate)
    with pytest.raises(Refused):
        actions.answer(bertil, place, coming=Coming.DEPUTY)
    bodies.appoint(aino, structures.seat, person=cast.people["beata"], part="deputy")
    actions.call(aino, meeting)
    actions.answer(bertil, place, coming=Coming.DEPUTY)
    assert [row.address for row in letters("deputy")] == ["beata@example.org"]


def test_quorum_counts_seats_and_not_persons(cast, aino, bertil, structures, meeting):
    bodies.appoint(aino, structures.seat, person=cast.people["beata"], part="deputy")
    expert = bodies.add_seat(aino, structures.table, role="expert")
    bodies.appoint(aino, expert, organisation=cast.county, person=cast.people["cecilia"])
    actions.call(aino, meeting)
    held, deputy = (meeting.places.get(mandate__person=cast.people[name]) for name in ("bertil", "beata"))
    seen = attendance_of(meeting)
    assert (seen.seats, seen.coming, seen.needed, seen.missing, seen.unanswered) == (2, 0, 2, 2, 2)
    actions.answer(bertil, held, coming=Coming.DEPUTY)
    assert attendance_of(meeting).coming == 1
    actions.answer(cast.actor("beata"), deputy, coming=Coming.NO)
    assert attendance_of(meeting).coming == 0
    actions.answer(cast.actor("cecilia"), meeting.places.get(mandate__seat=expert), coming=Coming.YES)
    assert attendance_of(meeting).coming == 0


def test_items_have_times_until_one_without_minutes(aino, meeting):
    for minutes in (15, 30, None, 10):
        actions.add_item(aino, meeting, title=Text(fi="Asia"), minutes=minutes)
    begins = [line.begins and timezone.localtime(line.begins).strftime("%H.%M") for line in agenda_of(meeting)]
    assert begins == ["13.00", "13.15", "13.45", None]


def test_arranging_moves_an_item_and_a_withdrawn_one_has_no_number(aino, meeting):
    one, two, three = (actions.add_item(aino, meeting, title=Text(fi=name)) for name in "ABC")
    actions.arrange(aino, meeting, item=three, to="up")
    actions.arrange(aino, meeting, item=one, to="up")
    actions.withdraw_item(aino, two, why="Siirtyy")
    told = [(str(line.item.title), line.number) for line in agenda_of(meeting)]
    assert told == [("A", 1), ("C", 2), ("B", None)]
    with pytest.raises(Refused):
        actions.arrange(aino, meeting, item=two, to="up")


def test_withdrawn_paper_loses_its_file_and_keeps_why(aino, meeting):
    item = actions.add_item(aino, meeting, title=Text(fi="Asia"))
    paper = actions.add_paper(aino, item, title=Text(fi="Liite"), file=made_up.upload("liite.txt"))
    storage, stored = paper.file.stored.storage, paper.file.stored.name
    assert storage.exists(stored)
    with pytest.raises(Refused):
        actions.withdraw_paper(aino, paper, why="")
    actions.withdraw_paper(aino, paper, why="Henkilötietoja")
    paper.refresh_from_db()
    assert (paper.file.removed_at is not None, paper.withdrawn_why, paper.file.name) == (True, "Henkilötietoja", "")


@pytest.mark.parametrize("given", [{}, {"url": "https://example.org/", "file": made_up.upload("a.txt")}])
def test_paper_is_a_file_or_an_address(aino, meeting, given):
    item = actions.add_item(aino, meeting, title=Text(fi="Asia"))
    with pytest.raises(Refused):
        actions.add_paper(aino, item, title=Text(fi="Liite"), **given)


def test_proposal_after_the_deadline_is_for_the_following_meeting(aino, table, meeting):
    later = made_up.planned(aino, table, 100)
    assert (chance_of(table).meeting, chance_of(table).late) == (meeting, None)
    with time_machine.travel(meeting.proposals_until + dt.timedelta(minutes=2)):
        found = chance_of(table)
        assert (found.meeting, found.late) == (later, meeting)


def test_accepted_proposal_is_an_item_and_who_made_it_is_told(cast, aino, bertil, table, meeting):
    proposal = actions.propose(bertil, table, title=Text(fi="Kalenteri"), why=Text(fi="Siksi"), kind="initiative")
    actions.accept_proposal(aino, proposal, meeting=meeting, minutes=15)
    item = meeting.items.get()
    assert (item.proposed_by, str(item.title), item.kind, item.minutes) == (cast.ngo_a, "Kalenteri", "initiative", 15)
    assert (proposal.item, [row.address for row in letters("answered")]) == (item, ["bertil@example.org"])
    actions.withdraw_item(aino, item, why="Aika loppui")
    assert [row.context["why"] for row in letters("withdrawn")] == ["Aika loppui"]


def test_declining_needs_a_reason_that_is_told(aino, bertil, table):
    proposal = actions.propose(bertil, table, title=Text(fi="Kalenteri"))
    with pytest.raises(Refused):
        actions.decline_proposal(aino, proposal, reason=" ")
    actions.decline_proposal(aino, proposal, reason="Ei kuulu meille")
    assert [row.context["reason"] for row in letters("answered")] == ["Ei kuulu meille"]


def test_proposal_is_answered_once(aino, bertil, table, meeting):
    proposal = actions.propose(bertil, table, title=Text(fi="Kalenteri"))
    stale = type(proposal).objects.select_related("body").get(pk=proposal.pk)
    actions.withdraw_proposal(bertil, proposal)
    with pytest.raises(Refused):
        actions.accept_proposal(aino, stale, meeting=meeting)
    assert (meeting.items.count(), type(proposal).objects.get().state) == (0, ProposalState.WITHDRAWN)


def test_proposal_is_accepted_only_for_a_coming_meeting_of_the_body(cast, aino, bertil, table, closed):
    proposal = actions.propose(bertil, table, title=Text(fi="Kalenteri"))
    other = made_up.planned(cast.actor("akseli"), closed)
    for meeting in (other, made_up.held(table)):
        with pytest.raises(Refused):
            actions.accept_proposal(aino, proposal, meeting=meeting)


def test_editor_of_another_area_proposes_to_an_open_body_but_not_to_a_closed_one(cast, table, closed):
    assert actions.propose(cast.actor("beata"), table, title=Text(fi="Yhteistyö")).organisation == cast.ngo_b
    with pytest.raises(PermissionDenied):
        actions.propose(cast.actor("beata"), closed, title=Text(fi="Yhteistyö"))
    with pytest.raises(PermissionDenied):
        actions.propose(Actor(), table, title=Text(fi="Yhteistyö"))


def test_events_of_a_closed_body_are_not_public(cast, closed):
    akseli = cast.actor("akseli")
    meeting = made_up.planned(akseli, closed, every=1, unit="weeks", until=today(50))
    actions.add_item(akseli, meeting, title=Text(fi=made_up.SECRET_ITEM))
    actions.call(akseli, meeting)
    actions.cancel(akseli, meeting, why="Sairastapaus")
    events = Event.objects.filter(name__startswith="meetings.")
    assert (events.count(), events.filter(audiences__token="public").count()) == (4, 0)


# --- Who has not answered is asked once more
def test_who_has_not_answered_is_asked_once_more_before_the_meeting(aino, table, meeting):
    actions.call(aino, meeting)
    place = meeting.places.get(mandate__person__email="aino@example.org")
    actions.answer(aino, place, coming="yes")
    clock = system("clock")
    with time_machine.travel(meeting.starts_at - dt.timedelta(days=5)):
        actions.keep_time(clock)
        assert letters("call").count() == 2
    with time_machine.travel(meeting.starts_at - dt.timedelta(days=3)):
        actions.keep_time(clock)
        actions.keep_time(clock)
    assert [(row.address, row.context["again"]) for row in letters("call")[2:]] == [("bertil@example.org", True)]
    assert "You have not told yet" in render(letters("call").last()).text


def test_nobody_is_asked_once_more_right_after_the_call(aino, table):
    soon = made_up.planned(aino, table, 3)
    actions.call(aino, soon)
    actions.keep_time(system("clock"))
    assert letters("call").filter(key__contains="reminder").count() == 0
