"""Numbers and lists agree; a long feed tells what is nearest to today; areas reach up and down."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest
from django.utils import timezone

from kumppanuus.calendars import reading
from kumppanuus.calendars.dates import Wanted
from kumppanuus.calendars.models import CalendarEntry
from kumppanuus.core.texts import Text
from kumppanuus.places.models import Area
from tests.factories import building
from tests.factories.calendars import entry

pytestmark = pytest.mark.django_db


def months(rows):
    return dict(Counter((row.first.year, row.first.month) for row in rows))


def test_numbers_of_the_months_are_those_of_the_list(world):
    year = timezone.localdate().year
    window = dt.date(year - 2, 1, 1), dt.date(year + 3, 12, 31)
    for who in ("dani", "aino", "akseli", "kaisa", "bertil"):
        for wanted in (Wanted(actor=world.actor(who)), Wanted(actor=world.actor(who), mine=True)):
            found = reading.dates(wanted, *window)
            assert reading.numbers(wanted, *window) == months(found)
            assert len({one.uid for one in found}) == len(found) > 0 or (wanted.mine and who == "dani")


def test_every_app_that_has_dates_tells_them(world):
    with building():
        type(world.post).objects.filter(pk=world.post.pk).update(funding_end=timezone.localdate())
    year = timezone.localdate().year
    found = reading.dates(Wanted(), dt.date(year - 2, 1, 1), dt.date(year + 3, 12, 31))
    kinds = {"application", "call", "event", "funding", "measure", "meeting", "negotiation", "other", "round", "term"}
    assert {one.kind.value for one in found} == kinds


def test_area_reaches_what_lies_in_it_and_what_it_lies_in(cast):
    town = cast.municipality_a.governs
    found = set(Area.objects.filter(pk__in=reading.reach(town)).values_list("kind", "slug"))
    assert {("municipality", town.slug), ("region", town.region.slug), ("county", town.county.slug)} < found
    assert {slug for kind, slug in found if kind == "municipality"} == {town.slug}
    county = Area.objects.get(pk=town.county_id)
    inside = set(Area.objects.filter(county=county).values_list("pk", flat=True))
    assert inside | {county.pk, town.region_id} <= reading.reach(county)
    assert reading.reach(Area.objects.get(kind="country")) is None


def test_long_feed_tells_whole_months_nearest_to_today(cast, monkeypatch):
    today = timezone.localdate()
    monkeypatch.setattr(reading, "MOST_IN_FEED", 40)
    with building():
        for n in range(-11, 20):
            year, month = divmod(today.year * 12 + today.month - 1 + n, 12)
            for _time in range(4):
                CalendarEntry.objects.create(
                    organisation=cast.ngo_a, title=Text(fi="Päivä"), first=dt.date(year, month + 1, 5)
                )
    found = reading.nearest(Wanted())
    assert (len(found.rows), found.is_whole) == (40, False)
    middle = (today.year * 12 + today.month) * 1.0
    far = [one.year * 12 + one.month - middle for one in (found.first, found.last)]
    assert (far[1] - far[0], abs(far[0] + far[1])) == (9, 1)


def test_month_with_more_than_a_feed_holds_is_cut(cast, monkeypatch):
    monkeypatch.setattr(reading, "MOST_IN_FEED", 3)
    with building():
        for n in range(5):
            CalendarEntry.objects.create(organisation=cast.ngo_a, title=Text(fi=f"{n}"), first=timezone.localdate())
    found = reading.nearest(Wanted())
    assert (len(found.rows), found.is_whole) == (3, False)


def test_filters_narrow_to_whose_it_is(cast, aino, table, meeting):
    ours = entry(aino, cast.municipality_a, kind="report")
    theirs = entry(cast.actor("akseli"), cast.municipality_b)
    window = timezone.localdate(), timezone.localdate() + dt.timedelta(days=300)

    def uids(**wanted):
        return {one.uid for one in reading.dates(Wanted(**wanted), *window)} - {f"{meeting.uid}-proposals"}

    town = reading.reach(cast.municipality_a.governs)
    assert uids(areas=town) == {str(ours.uid), str(meeting.uid)}
    assert uids(organisation=cast.municipality_b.pk) == {str(theirs.uid)}
    assert uids(organisation=cast.ngo_a.pk) == {str(meeting.uid)}  # Bertil sits in the body in its name
    assert uids(body=table.slug) == {str(meeting.uid)}
    assert uids(kinds=frozenset({"report"})) == {str(ours.uid)}
    assert uids(actor=cast.actor("bertil"), mine=True) == {str(meeting.uid)}
    assert uids(actor=cast.actor("akseli"), mine=True) == {str(theirs.uid)}


def test_clock_tells_until_when_items_can_be_proposed(table, meeting):
    meeting.refresh_from_db()
    window = timezone.localdate(), timezone.localdate(meeting.starts_at)
    told = {one.uid: one for one in reading.dates(Wanted(), *window)}
    last = told[f"{meeting.uid}-proposals"]
    assert last.first == last.last == timezone.localdate(meeting.proposals_until)
    assert last.first < told[str(meeting.uid)].first
    assert last.summary == f"Last day to propose items: {table}"
    assert not last.is_planned
