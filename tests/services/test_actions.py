"""Entries are made, changed, confirmed and ended; nothing is half-done."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from kumppanuus.activity.models import Event
from kumppanuus.core.actions import Refused
from kumppanuus.core.texts import Text
from kumppanuus.services import actions
from kumppanuus.services.actions.entries import due_after
from kumppanuus.services.models import Contact, Location, Schedule, Service, Status, VerifiedAs
from tests.factories import services as made_up

pytestmark = pytest.mark.django_db


@pytest.fixture
def area(cast):
    return cast.municipality_a.governs


@pytest.fixture
def bertil(cast):
    return cast.actor("bertil")


@pytest.fixture
def entry(cast, area, bertil):
    return made_up.entry(cast.ngo_a, area, by=bertil)


def test_create_makes_the_entry_with_all_that_belongs_to_it(entry, area, cast):
    assert (entry.status, entry.slug, entry.sort_name) == (Status.PUBLISHED, "leskien-kahvit", "leskien0kahvit")
    assert list(entry.areas.all()) == [area]
    assert {term.key for term in entry.terms.all()} == {"theme:company", "language:fi", "accessibility:step_free"}
    assert [at.location.line for at in entry.places.all()] == [f"Keskustie 4, 31500 {area}"]
    assert [(rule.freq, rule.byday) for rule in entry.schedules.all()] == [("WEEKLY", "TU")]
    assert [one.phone for one in entry.contacts.all()] == ["02 555 0101"]
    assert (entry.verified_as, entry.verified_by) == (VerifiedAs.MEMBER, cast.ngo_a)


def test_create_twice_with_one_name_gives_two_addresses(entry, cast, area, bertil):
    assert made_up.entry(cast.ngo_a, area, by=bertil).slug == "leskien-kahvit-2"


def test_create_refused_leaves_nothing(cast, area, bertil):
    with pytest.raises(Refused, match="telephone"):
        made_up.entry(cast.ngo_a, area, by=bertil, contacts=[{"role": Text(fi="Vetäjä")}])
    assert [model.objects.count() for model in (Service, Location, Schedule, Contact)] == [0, 0, 0, 0]


def test_create_published_needs_its_sentence(cast, area, bertil):
    with pytest.raises(Refused, match="one sentence"):
        made_up.entry(cast.ngo_a, area, by=bertil, summary=Text())
    assert made_up.entry(cast.ngo_a, area, by=bertil, summary=Text(), published=False).status == Status.DRAFT


@pytest.mark.parametrize(("name", "length"), [("name", 101), ("summary", 151), ("description", 5001)])
def test_create_keeps_the_limits_of_the_service_catalogue(cast, area, bertil, name, length):
    with pytest.raises(Refused, match=f"{length}"):
        made_up.entry(cast.ngo_a, area, by=bertil, **{name: Text(fi="a" * length)})
    assert Service.objects.count() == 0


def test_change_marks_edited_but_not_verified(entry, bertil):
    later = timezone.now() + dt.timedelta(days=40)
    with time_machine.travel(later, tick=False):
        changed = actions.change(bertil, entry, name=Text(fi="Leskien iltakahvit"))
    assert (changed.verified_at, changed.edited_at) == (entry.verified_at, later)
    with time_machine.travel(later, tick=False):
        assert actions.change(bertil, entry, name=Text(fi="Leskien kahvit"), verified=True).verified_at == later


def test_change_of_the_original_makes_the_other_languages_old(entry, bertil):
    changed = actions.change(bertil, entry, name=entry.name.changed({**entry.name, "fi": "Uusi nimi"}))
    assert changed.name.stale == {"sv"}


def test_confirm_moves_the_day_by_the_rhythm(entry, bertil):
    actions.change(bertil, entry, rhythm=3)
    with time_machine.travel(dt.datetime(2027, 11, 30, 12, tzinfo=dt.UTC), tick=False):
        confirmed = actions.confirm(bertil, entry)
    assert (confirmed.due_on, confirmed.edited_at) == (dt.date(2028, 2, 29), Service.objects.get().edited_at)


def test_due_after_stays_within_the_month():
    assert due_after(dt.datetime(2026, 1, 31, 12, tzinfo=dt.UTC), 1) == dt.date(2026, 2, 28)


def test_overdue_entries_stay_listed(entry, bertil):
    with time_machine.travel(timezone.now() + dt.timedelta(days=800), tick=False):
        assert list(Service.objects.listed().overdue()) == [entry]


def test_end_takes_it_from_the_lists_and_publish_brings_it_back(entry, bertil):
    actions.end(bertil, entry)
    assert list(Service.objects.listed()) == []
    actions.publish(bertil, Service.objects.get())
    assert list(Service.objects.listed()) == [entry]


def test_event_of_the_past_leaves_the_lists_by_itself(cast, area, bertil):
    today = timezone.localdate()
    made_up.entry(cast.ngo_a, area, by=bertil, kind="event", starts_on=today, ends_on=today)
    assert Service.objects.listed().count() == 1
    with time_machine.travel(timezone.now() + dt.timedelta(days=1), tick=False):
        assert Service.objects.listed().count() == 0


def test_discard_removes_a_draft_only(entry, cast, area, bertil):
    draft = made_up.entry(cast.ngo_a, area, by=bertil, published=False)
    actions.discard(bertil, draft)
    assert list(Service.objects.all()) == [entry]
    with pytest.raises(PermissionDenied):
        actions.discard(bertil, entry)


def test_set_place_of_another_organisation_is_refused(entry, cast, area):
    other = made_up.entry(cast.ngo_b, area, by=cast.actor("beata"))
    with pytest.raises(Refused, match="another organisation"):
        actions.set_place(cast.actor("beata"), other, location=entry.places.get().location)


def test_remove_place_takes_its_accessibility_along(entry, bertil):
    actions.remove_place(bertil, entry, place=entry.places.get())
    assert {term.key for term in entry.terms.all()} == {"theme:company", "language:fi"}
    assert Location.objects.count() == 0


def test_set_contacts_shows_a_name_only_by_consent(entry, bertil):
    with pytest.raises(Refused, match="agreed"):
        actions.set_contacts(bertil, entry, contacts=[{"phone": "02 555 0103", "name": "Bertil"}])
    assert [one.phone for one in entry.contacts.all()] == ["02 555 0101"]


def test_editors_of_a_space_keep_entries_of_organisations_that_nobody_keeps(world):
    kaisa = world.actor("kaisa")
    changed = actions.change(kaisa, world.directory.unkept, name=Text(fi="Talkoot"), verified=True)
    assert changed.verified_as == VerifiedAs.SPACE
    with pytest.raises(PermissionDenied):
        actions.change(kaisa, world.directory.own, name=Text(fi="Kaapattu"))


def test_events_of_drafts_are_not_public(cast, area, bertil):
    made_up.entry(cast.ngo_a, area, by=bertil, published=False)
    event = Event.objects.filter(name="services.create").latest("pk")
    assert {row.token for row in event.audiences.all()} & {"public"} == set()
