from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from kumppanuus.activity.models import Event
from kumppanuus.bodies.models import Body
from kumppanuus.core.actions import Refused
from kumppanuus.core.actors import Actor, system
from kumppanuus.core.texts import Text
from kumppanuus.following import actions, personal
from kumppanuus.following.models import Follow
from kumppanuus.following.telling import tell_followers
from kumppanuus.following.things import around, key_of
from kumppanuus.meetings import actions as meetings
from kumppanuus.notices import actions as notices
from kumppanuus.notices.models import Delivery, State
from kumppanuus.organisations import actions as organisations
from kumppanuus.organisations.models import Organisation
from tests.factories import building, people
from tests.factories.bodies import bodies
from tests.factories.meetings import planned
from tests.factories.organisations import member

pytestmark = pytest.mark.django_db
CLOCK = system("tests")


@pytest.fixture
def made(cast):
    return bodies(cast, cast.municipality_a.governs, cast.municipality_b.governs)


def told(person) -> list[tuple[str, str]]:
    rows = Delivery.objects.filter(person=person, topic="following").order_by("pk")
    return [(row.state, Event.objects.get(pk=row.context["event"]).name) for row in rows]


def newest(name: str) -> Event:
    return Event.objects.filter(name=name).latest("pk")


def test_follow_twice_changes_the_rhythm_and_leaves_no_event(cast, made):
    bertil, before = cast.actor("bertil"), Event.objects.count()
    actions.follow(bertil, made.table)
    actions.follow(bertil, made.table, rhythm="weekly")
    assert list(Follow.objects.values_list("model", "object_id", "rhythm")) == [
        ("bodies.body", made.table.pk, "weekly")
    ]
    assert Event.objects.count() == before


def test_follow_is_for_who_is_signed_in_and_for_what_can_be_followed(cast, made):
    for actor, thing in ((Actor(), made.table), (Actor(link_id=3), made.table), (cast.actor("bertil"), cast.space)):
        with pytest.raises(PermissionDenied):
            actions.follow(actor, thing)
    assert Follow.objects.count() == 0


def test_follow_more_than_fit_is_refused(cast, made, monkeypatch):
    monkeypatch.setattr(actions, "MOST", 1)
    bertil = cast.actor("bertil")
    actions.follow(bertil, made.table)
    with pytest.raises(Refused, match="You follow 1 things"):
        actions.follow(bertil, cast.municipality_a)
    actions.follow(bertil, made.table, rhythm="never")
    assert Follow.objects.get().rhythm == "never"


def test_change_and_unfollow_only_ones_own(cast, made):
    row = actions.follow(cast.actor("bertil"), made.table)
    for verb, more in ((actions.change, {"rhythm": "never"}), (actions.unfollow, {})):
        with pytest.raises(PermissionDenied):
            verb(cast.actor("cecilia"), row, **more)
    actions.unfollow(cast.actor("bertil"), row)
    assert Follow.objects.count() == 0


def test_around_walks_up_from_a_meeting_to_the_body_and_its_places(cast, made):
    meeting = planned(cast.actor("aino"), made.table)
    area = made.table.area
    found = around(newest("meetings.plan"))
    assert [key_of(row) for row in found.values()][:2] == [key_of(meeting), key_of(made.table)]
    assert set(found) == {
        key_of(meeting),
        key_of(made.table),
        key_of(area),
        *(("places.area", pk) for pk in (area.region_id, area.county_id) if pk),
        *(key_of(one) for one in area.sets.all()),
    }


def test_tell_reaches_a_follower_of_body_and_place_once_and_as_often_as_she_wants_most(cast, made):
    cecilia, oona = cast.people["cecilia"], cast.people["oona"]
    for rhythm, thing in (("weekly", made.table), ("at_once", made.table.area)):
        actions.follow(people.actor(cecilia), thing, rhythm=rhythm)
    actions.follow(people.actor(oona), made.table, rhythm="weekly")
    planned(cast.actor("aino"), made.table)
    for _again in range(2):
        tell_followers(newest("meetings.plan"))
    assert told(cecilia) == [(State.WAITING, "meetings.plan")]
    assert told(oona) == [(State.DIGEST, "meetings.plan")]
    assert Delivery.objects.get(person=oona).rhythm == "weekly"


def test_tell_not_who_did_it_nor_who_wants_none(cast, made):
    actions.follow(cast.actor("aino"), made.table)
    actions.follow(cast.actor("oona"), made.table, rhythm="never")
    planned(cast.actor("aino"), made.table)
    tell_followers(newest("meetings.plan"))
    assert Delivery.objects.filter(topic="following").count() == 0


def test_tell_not_who_may_not_see_it(cast, made):
    inside, outside = people.person("Sisa"), people.person("Ulko")
    with building():
        Body.objects.filter(pk=made.table.pk).update(open_to="members")
    made.table.refresh_from_db()
    member(inside, made.table.convener)
    for one in (inside, outside):
        actions.follow(people.actor(one), made.table)
    planned(cast.actor("aino"), made.table)
    tell_followers(newest("meetings.plan"))
    assert (told(inside), told(outside)) == ([(State.DIGEST, "meetings.plan")], [])


def test_tell_not_who_is_called_to_the_same_meeting_by_a_letter(cast, made):
    aino, bertil, oona = cast.actor("aino"), cast.people["bertil"], cast.people["oona"]
    meeting = planned(aino, made.table)
    meetings.add_item(aino, meeting, title=Text(fi="Tilat"), kind="discussion")
    for one in (bertil, oona):
        actions.follow(people.actor(one), made.table)
    meetings.call(aino, meeting)
    assert Delivery.objects.filter(person=bertil, target_model="meetings.meeting").exclude(topic="following").exists()
    assert (told(bertil), told(oona)) == ([], [(State.DIGEST, "meetings.call")])


def test_events_that_interest_nobody_are_not_told(cast, made):
    from kumppanuus.activity.recorder import subscribers

    assert "meetings.add_item" not in subscribers or not any(
        one.__module__.startswith("kumppanuus.following") for one in subscribers["meetings.add_item"]
    )


def test_a_followed_organisation_that_was_merged_is_followed_under_its_new_name(cast, made):
    oona, old, new = cast.people["oona"], cast.ngo_b, cast.ngo_a
    row = actions.follow(people.actor(oona), old)
    with building():
        Organisation._base_manager.filter(pk=old.pk).update(merged_into=new)
    organisations.add_post(cast.actor("bertil"), new, kind="chair", title=Text(fi="Puheenjohtaja"))
    assert told(oona) == [(State.DIGEST, "organisations.add_post")]
    assert actions.tidy(CLOCK, None) == 1
    row.refresh_from_db()
    assert row.object_id == new.pk


def test_tidy_forgets_what_is_gone_and_keeps_the_rest(cast, made):
    oona = cast.actor("oona")
    kept = actions.follow(oona, made.table)
    gone = actions.follow(oona, made.table.area)
    with building():
        Follow.objects.filter(pk=gone.pk).update(model="bodies.body", object_id=10**9)
    assert actions.tidy(CLOCK, None) == 1
    assert list(Follow.objects.all()) == [kept]


def test_silence_stops_the_digest_and_keeps_what_comes_at_once(cast, made):
    oona = cast.people["oona"]
    actions.follow(people.actor(oona), made.table, rhythm="daily")
    actions.follow(people.actor(oona), made.table.area, rhythm="at_once")
    notices.choose(people.actor(oona), oona, rhythms={"matters": "weekly"})
    notices.stop(system("mail link"), oona, topic="digest")
    assert dict(Follow.objects.values_list("model", "rhythm")) == {"bodies.body": "never", "places.area": "at_once"}
    assert oona.preferences.get().rhythm == "never"


def test_personal_data_is_told_and_erased(cast, made):
    oona = cast.people["oona"]
    assert personal.collect(oona.pk) == {}
    row = actions.follow(people.actor(oona), made.table)
    assert personal.collect(oona.pk) == {
        "follows": [{"model": "bodies.body", "object_id": made.table.pk, "rhythm": "daily", "since": row.since}]
    }
    with building():
        personal.erase(oona.pk)
    assert Follow.objects.count() == 0


def test_visible_to_agrees_with_the_permission(cast, made):
    for name in ("bertil", "oona"):
        actions.follow(cast.actor(name), made.table)
    for actor in cast.actors().values():
        assert set(Follow.objects.visible_to(actor)) == {
            row for row in Follow.objects.all() if actor.may("following.view_follow", row)
        }


def test_everything_under_a_body_reaches_its_followers(cast, made):
    oona = cast.people["oona"]
    actions.follow(people.actor(oona), made.table)
    aino = cast.actor("aino")
    meeting = planned(aino, made.table)
    meetings.cancel(aino, meeting, why="Sairaus")
    meetings.add_item(aino, planned(aino, made.table, 50), title=Text(fi="Asia"))
    assert [name for _state, name in told(oona)] == ["meetings.plan", "meetings.cancel", "meetings.plan"]
