"""Own entries: sound or refused, numbers that rise, a yearly one that is cancelled."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from kumppanuus.activity.models import Event
from kumppanuus.calendars import actions
from kumppanuus.calendars.calendar import in_year, told_in
from kumppanuus.calendars.feeds import address_of, feeds_of, reader_of
from kumppanuus.calendars.models import CalendarEntry
from kumppanuus.core.actions import Refused
from kumppanuus.core.texts import Text
from kumppanuus.links.resolve import LinkProblem, stand_in
from tests.factories.calendars import entry

pytestmark = pytest.mark.django_db


def test_entry_concerns_the_area_of_its_organisation_unless_told(cast, aino, bertil):
    made = [
        entry(aino, cast.municipality_a).area,
        entry(bertil, cast.ngo_a).area,
        entry(aino, cast.municipality_a, area=None).area,
    ]
    assert made == [cast.municipality_a.governs, cast.ngo_a.home, None]


def test_change_raises_the_sequence_and_keeps_the_uid(cast, aino):
    made = entry(aino, cast.municipality_a)
    before = made.uid
    actions.change(aino, made, place="Koulu")
    actions.cancel(aino, made, why="Myrsky")
    made.refresh_from_db()
    assert (made.uid, made.sequence, made.place, made.is_cancelled) == (before, 2, "Koulu", True)


def test_change_of_members_only_entry_is_not_told_to_everybody(cast, aino):
    made = entry(aino, cast.municipality_a)
    actions.change(aino, made, members_only=True)
    newest = Event.objects.order_by("-pk").first()
    told = {f"organisation:{cast.municipality_a.pk}", f"person:{cast.people['aino'].pk}"}
    assert {row.token for row in newest.audiences.all()} == told


WRONG = [
    {"first": dt.date(2026, 3, 2), "last": dt.date(2026, 3, 1)},
    {"first": dt.date(2026, 3, 2), "begins": dt.time(12)},
    {"first": dt.date(2026, 3, 2), "begins": dt.time(12), "ends": dt.time(11)},
    {"first": dt.date(2026, 3, 2), "last": dt.date(2026, 3, 3), "begins": dt.time(12), "ends": dt.time(13)},
    {"first": dt.date(2026, 3, 2), "last": dt.date(2027, 3, 3), "yearly": True},
    {"first": dt.date(2026, 3, 2), "kind": "meeting"},
]


@pytest.mark.parametrize("fields", WRONG)
def test_what_cannot_be_is_refused(cast, aino, fields):
    with pytest.raises(Refused):
        actions.add(aino, cast.municipality_a, title=Text(fi="Väärin"), **fields)
    assert CalendarEntry.objects.count() == 0


def test_cancelled_entry_cannot_be_changed_by_who_opened_the_form_before(cast, aino):
    made = entry(aino, cast.municipality_a)
    old = CalendarEntry.objects.get(pk=made.pk)
    actions.cancel(aino, made, why="Myrsky")
    with pytest.raises(Refused):
        actions.change(aino, old, place="Koulu")
    with pytest.raises(PermissionDenied):
        actions.change(aino, CalendarEntry.objects.get(pk=made.pk), place="Koulu")


def test_editor_of_another_organisation_adds_nothing(cast):
    with pytest.raises(PermissionDenied):
        entry(cast.actor("akseli"), cast.municipality_a)


def test_yearly_entry_comes_each_year_and_cancelled_only_from_then_on(cast, aino):
    this = timezone.localdate().year
    made = entry(aino, cast.municipality_a, first=dt.date(this - 2, 1, 1), yearly=True)
    actions.cancel(aino, made, why="Haku päättyi")
    told = [told_in(made, year) for year in range(this - 2, this + 2)]
    assert [one.is_cancelled for one in told] == [False, False, timezone.localdate() == told[2].first, True]
    assert [one.first for one in told] == [dt.date(year, 1, 1) for year in range(this - 2, this + 2)]
    assert len({one.uid for one in told}) == 4


def test_leap_day_is_the_28th_where_there_is_none():
    day = dt.date(2024, 2, 29)
    assert [in_year(day, year).day for year in (2024, 2025, 2028, 2100)] == [29, 28, 29, 28]


def test_new_address_ends_the_old_one_and_closing_ends_it(cast, aino):
    person = cast.people["aino"]
    first = stand_in(actions.open_feed(aino, person))
    assert reader_of(first).person_id == person.pk
    second = actions.open_feed(aino, person)
    assert (reader_of(first), list(feeds_of(person.pk))) == (LinkProblem.REVOKED, [second])
    assert stand_in(second) in address_of(second)
    actions.close_feed(aino, person)
    assert reader_of(stand_in(second)) is LinkProblem.REVOKED


def test_nobody_opens_the_feed_of_another(cast, aino):
    with pytest.raises(PermissionDenied):
        actions.open_feed(aino, cast.people["bertil"])


def test_address_stops_when_the_person_is_erased(cast, aino):
    from kumppanuus.accounts import actions as accounts

    person = cast.people["beata"]
    token = stand_in(actions.open_feed(cast.actor("beata"), person))
    accounts.erase(cast.actor("beata"), person)
    assert reader_of(token) is LinkProblem.REVOKED
