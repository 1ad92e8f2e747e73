"""Merging and undoing: what moves, what stays, who may."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from kumppanuus.activity.models import Event
from kumppanuus.assessments.models import Participation
from kumppanuus.core.actions import Refused
from kumppanuus.core.actors import Actor, system
from kumppanuus.core.texts import Text
from kumppanuus.measures.models import Measure
from kumppanuus.merging import actions
from kumppanuus.merging.choosing import mark_of
from kumppanuus.merging.models import Merge, Pair, Step
from kumppanuus.organisations import actions as organisations
from kumppanuus.organisations.models import Membership, Organisation, OrganisationArea, Post, organisations_of
from kumppanuus.questionnaires.models import Response
from kumppanuus.services import actions as services
from kumppanuus.services.models import Contact, Schedule, Service
from tests.factories import building, people
from tests.factories import organisations as made_up
from tests.factories.merging import COMMAND, everything, merge, organisation, pair_of, twins
from tests.factories.services import entry


def test_merge_takes_chosen_values_and_moves_what_pointed_there(cast):
    area = cast.municipality_a.governs
    one, two = twins(area)
    post = organisations.add_post(COMMAND, two, kind="chair", title=Text(fi="Puheenjohtaja"))
    chosen = {"business_id": "old", "description": "old"}
    made = merge(two, one, choices=chosen)
    one.refresh_from_db()
    assert (one.register_number, one.business_id, str(one.description)) == ("123456", "1234567-1", "Omaisten tuki.")
    assert sorted(str(row) for row in one.services.all()) == ["Läheisten kävely", "Omaisten ilta"]
    assert Post.objects.get(pk=post.pk).organisation == one
    assert list(Organisation.objects.filter(pk=two.pk)) == []
    old = Organisation._base_manager.get(pk=two.pk)
    assert (old.merged_into, old.business_id, made.old_id, made.new_id) == (one, "", two.pk, one.pk)
    assert "1234567-1" in one.find_by
    event = Event.objects.get(name="merging.merge")
    assert {t.object_id for t in event.targets.filter(model="organisations.organisation")} == {one.pk, two.pk}


def test_undo_gives_back_the_identical_database(world):
    one, two = twins(world.area_a, "654.321", "")
    made_up.member(world.cast.people["bertil"], one, "admin")
    made_up.member(world.cast.people["bertil"], two, "admin")
    made_up.member(people.person("Toinen"), two, "editor")
    pair_of(one, two)
    before = everything()
    made = merge(two, one, choices={"register_number": "old", "name": "old", "description": "old"})
    assert everything() != before
    result = actions.undo(COMMAND, made)
    assert (result.left, everything()) == ([], before)


def test_undo_of_organisations_that_take_part_in_rounds_gives_back_the_identical_database(world):
    before_pair = world.more_ngos[1], world.more_ngos[2]
    pair_of(*before_pair)
    before = everything()
    made = merge(world.more_ngos[2], world.more_ngos[1])
    assert everything() != before
    actions.undo(COMMAND, made)
    assert everything() == before


def test_released_answers_stay_under_their_own_name_and_the_unanswered_falls_away(world):
    old, new = world.more_ngos[2], world.more_ngos[1]
    given = Participation.objects.get(organisation=old, assessment=world.mirror_a)
    waiting = Participation.objects.get(organisation=old, assessment=world.now_a)
    cells = [
        list(release.counted.order_by("pk").values_list("pk", flat=True)) for release in world.mirror_a.releases.all()
    ]
    merge(old, new)
    given.refresh_from_db()
    waiting.refresh_from_db()
    assert (given.organisation, given.state) == (Organisation._base_manager.get(pk=old.pk), "answered")
    assert (waiting.organisation_id, waiting.state) == (new.pk, "refused")
    assert Participation.objects.get(organisation=new, assessment=world.now_a, state="invited").pk != waiting.pk
    now = [
        list(release.counted.order_by("pk").values_list("pk", flat=True)) for release in world.mirror_a.releases.all()
    ]
    assert now == cells


def test_two_answers_in_an_unpublished_round_are_for_the_keeper(world):
    with pytest.raises(Refused, match="has not been published"):
        merge(world.more_ngos[0], world.cast.ngo_a)


def test_members_of_the_kept_one_read_what_stayed_with_the_old(world):
    old, new = world.more_ngos[2], world.cast.ngo_a
    Participation.objects.get(organisation=old, assessment=world.mirror_a)
    merge(old, new)
    bertil = world.actor("bertil")
    assert set(organisations_of(bertil)) == {new.pk, old.pk}
    response = Response.objects.filter(organisation=new).order_by("pk").last()
    assert response in Response.objects.visible_to(bertil)


def test_double_memberships_go_on_once_and_nobody_acts_for_the_old_one(cast, client):
    area = cast.municipality_a.governs
    one, two = twins(area)
    bertil = people.person("Kaksoisjäsen")
    made_up.member(bertil, one, "admin")
    made_up.member(bertil, two, "admin")
    merge(two, one)
    open_ones = Membership.objects.filter(person=bertil, end=None)
    assert [(row.organisation_id, row.role) for row in open_ones] == [(one.pk, "admin")]
    client.force_login(bertil, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    session["acting_for"] = two.pk
    session.save()
    assert client.get("/fi/organisations/new/").wsgi_request.actor.organisation_id == one.pk


def test_areas_and_classes_stand_once(cast):
    one, two = twins(cast.municipality_a.governs)
    organisations.change(COMMAND, two, areas=[cast.municipality_a.governs, cast.municipality_b.governs])
    merge(two, one)
    areas = OrganisationArea.objects.filter(organisation=one).values_list("area", flat=True)
    assert sorted(areas) == sorted([cast.municipality_a.governs.pk, cast.municipality_b.governs.pk])


def test_measures_and_numbers_without_foreign_keys_move(world):
    old, new = world.cast.ngo_a, world.more_ngos[4]
    measure = Measure.objects.filter(proposed_by=old).first()
    with building():
        world.own_file.organisation_id, world.own_file.audience_token = old.pk, f"organisation:{old.pk}"
        world.own_file.save()
    Participation.objects.filter(organisation=new, assessment=world.now_a)
    merge(old, new, by=COMMAND)
    measure.refresh_from_db()
    world.own_file.refresh_from_db()
    assert measure.proposed_by == new
    assert (world.own_file.organisation_id, world.own_file.audience_token) == (new.pk, f"organisation:{new.pk}")


def test_chains_lead_to_the_last_in_one_step_and_are_undone_from_the_last(cast):
    area = cast.municipality_a.governs
    a, b, c = (organisation(f"{name} kerho", area) for name in ("Aamun", "Illan", "Yön"))
    first, second = merge(a, b), merge(b, c)
    assert set(Organisation._base_manager.filter(merged_into=c)) == {a, b}
    with pytest.raises(Refused, match="third"):
        actions.undo(COMMAND, first)
    actions.undo(COMMAND, second)
    actions.undo(COMMAND, first)
    assert Organisation.objects.filter(pk__in=(a.pk, b.pk, c.pk)).count() == 3


def test_into_itself_twice_and_after_a_change_is_refused(cast):
    one, two = twins(cast.municipality_a.governs)
    with pytest.raises(Refused, match="very same"):
        actions.suggest(cast.actor("kaisa"), one, other=one)
    pair, seen = pair_of(one, two), mark_of(one, two)
    organisations.change(COMMAND, two, email="uusi@example.org")
    with pytest.raises(Refused, match="changed while you compared"):
        actions.merge(COMMAND, pair, keep=one.pk, seen=seen)
    merge(two, one)
    with pytest.raises((Refused, PermissionDenied)):
        actions.merge(system("command"), pair, keep=one.pk)
    with pytest.raises(Refused, match="merged with another"):
        organisations.change(COMMAND, two, email="toinen@example.org")


def test_undo_leaves_what_changed_since_and_says_so(cast):
    area = cast.municipality_a.governs
    one, two = twins(area)
    third = organisation("Kolmas", area)
    made = merge(two, one, choices={"description": "old", "business_id": "old"})
    organisations.change(COMMAND, one, description=Text(fi="Kirjoitettu yhdistämisen jälkeen."), business_id="")
    organisations.change(COMMAND, third, business_id="1234567-1")
    result = actions.undo(COMMAND, made)
    assert sorted((step.field, why) for step, why in result.left) == [
        ("business_id", "changed"),
        ("business_id", "taken"),
        ("description", "changed"),
    ]
    one.refresh_from_db()
    assert str(one.description) == "Kirjoitettu yhdistämisen jälkeen."
    assert Organisation.objects.get(pk=two.pk).business_id == ""


def test_undo_never_opens_the_role_of_an_erased_person(cast):
    from kumppanuus.accounts import actions as accounts

    one, two = twins(cast.municipality_a.governs)
    person = people.person("Poistuva")
    for row in (one, two):
        made_up.member(person, row, "editor")
    made = merge(two, one)
    accounts.erase(Actor(person_id=person.pk), person)
    result = actions.undo(COMMAND, made)
    assert {why for step, why in result.left if step.model == "organisations.membership"} == {"erased"}
    assert Membership.objects.filter(person=person, end=None).count() == 0


def test_undo_ends_with_its_time_and_the_steps_are_erased(cast):
    one, two = twins(cast.municipality_a.governs)
    made = merge(two, one)
    with time_machine.travel(timezone.now() + dt.timedelta(days=31), tick=True):
        with pytest.raises(PermissionDenied):
            actions.undo(COMMAND, made)
        actions.purge(system("clock"), None, before=timezone.now() - dt.timedelta(days=Merge.DAYS))
    assert Step.objects.count() == 0


def test_entries_merge_with_the_chosen_times_and_come_back(cast):
    area = cast.municipality_a.governs
    one, two = twins(area)
    stays = entry(one, area, name=Text(fi="Senioritanssit"))
    goes = entry(
        two,
        area,
        name=Text(fi="Senioritanssit Koski"),
        schedules=[{"freq": "WEEKLY", "byday": "MO"}],
        contacts=[{"phone": "02 555 0188"}],
    )
    pair_of(stays, goes)
    before = everything()
    made = merge(goes, stays, choices={"schedule": "old", "contact": "both", "organisation": "old"})
    stays.refresh_from_db()
    assert [row.byday for row in Schedule.objects.filter(service=stays)] == ["MO"]
    contacts = Contact.objects.filter(service=stays)
    assert sorted((row.phone, row.organisation_id) for row in contacts) == [
        ("02 555 0101", two.pk),
        ("02 555 0188", two.pk),
    ]
    assert stays.organisation == two
    with pytest.raises(Refused):
        services.change(COMMAND, goes, name=Text(fi="Myöhässä"))
    assert actions.undo(COMMAND, made).left == []
    assert everything() == before
    assert Service.objects.filter(pk=goes.pk).exists()


def test_a_kept_organisation_has_a_word_in_it(cast):
    area = cast.municipality_a.governs
    one, two = twins(area)
    admin = people.person("Hoitaja")
    made_up.member(admin, two, "admin")
    own, kaisa = Actor(person_id=admin.pk, organisation_id=two.pk), cast.actor("kaisa")
    pair = pair_of(one, two)
    with pytest.raises(PermissionDenied):
        actions.merge(kaisa, pair, keep=one.pk)
    with pytest.raises(PermissionDenied):
        actions.merge(own, pair, keep=two.pk)
    pair = actions.consent(own, pair)
    made = actions.merge(cast.actor("kaisa"), pair, keep=one.pk)
    assert made.person_id == cast.people["kaisa"].pk


def test_history_of_the_kept_one_shows_both(cast):
    one, two = twins(cast.municipality_a.governs)
    organisations.change(COMMAND, two, email="ennen@example.org")
    merge(two, one)
    one.refresh_from_db()
    names = [event.name for event in Event.objects.about(one)]
    assert names.count("organisations.create") == 2
    assert names.count("organisations.change") == 1


def test_dismissed_pairs_are_not_offered_again(cast):
    one, two = twins(cast.municipality_a.governs)
    actions.find(COMMAND, None, what="organisation")
    pair = Pair.objects.get(one_id=one.pk, other_id=two.pk)
    assert pair.state == "open"
    actions.dismiss(cast.actor("kaisa"), pair)
    actions.find(COMMAND, None, what="organisation")
    pair.refresh_from_db()
    assert pair.state == "dismissed"
