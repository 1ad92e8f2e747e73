"""Developers, owners, collections, users and the list's filters: who says what, what stays, what is refused."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from kumppanuus.core.actions import Refused
from kumppanuus.core.actors import system
from kumppanuus.core.texts import Text
from kumppanuus.notices.models import Delivery
from kumppanuus.practices import actions
from kumppanuus.practices.finding import narrow, numbers
from kumppanuus.practices.models import Adoption, Collection, Practice
from tests.factories.practices import begun, draft_of, published, wrote

pytestmark = pytest.mark.django_db


def test_who_is_invited_reads_and_who_has_accepted_writes(cast):
    bertil, beata = cast.actor("bertil"), cast.actor("beata")
    practice = begun(bertil, cast.ngo_a)
    version = draft_of(practice)
    developer = actions.invite(bertil, practice, organisation=cast.ngo_b)
    assert Practice.objects.visible_to(cast.actor("beata")).count() == 1
    with pytest.raises(PermissionDenied):
        wrote(cast.actor("beata"), version, "tips", fi="Vielä ei")
    actions.accept(beata, developer)
    wrote(cast.actor("beata"), version, "tips", fi="Nyt")
    with pytest.raises(Refused):
        actions.invite(bertil, practice, organisation=cast.ngo_b)
    with pytest.raises(Refused):
        actions.invite(bertil, practice, organisation=cast.ngo_a)


def test_who_developed_stays_credited_in_each_version(cast):
    bertil, beata = cast.actor("bertil"), cast.actor("beata")
    practice = published(bertil, cast.ngo_a)
    developer = actions.request(beata, practice, message="Tulemme mukaan")
    actions.accept(bertil, developer)
    developer.refresh_from_db()
    actions.end(beata, developer)
    version = actions.draft(bertil, practice)
    actions.publish(bertil, version)
    practice.refresh_from_db()
    assert [(one["organisation"], one["owner"]) for one in practice.current.credited] == [
        (cast.ngo_a.pk, True),
        (cast.ngo_b.pk, False),
    ]


def test_a_new_owner_says_yes_itself_and_the_old_stays_credited(cast):
    bertil, beata = cast.actor("bertil"), cast.actor("beata")
    practice = published(bertil, cast.ngo_a)
    actions.offer(bertil, practice, organisation=cast.ngo_b)
    practice.refresh_from_db()
    with pytest.raises(PermissionDenied):
        actions.take_over(bertil, practice)
    actions.take_over(beata, practice)
    practice.refresh_from_db()
    assert (practice.owner_id, practice.offered_to_id) == (cast.ngo_b.pk, None)
    assert [(one.organisation_id, one.state) for one in practice.developers.all()] == [(cast.ngo_a.pk, "ended")]


def test_an_own_practice_stands_in_a_collection_at_once_and_waits(cast):
    bertil, kaisa = cast.actor("bertil"), cast.actor("kaisa")
    practice = published(bertil, cast.ngo_a)
    shipped = Collection.objects.filter(space=None)
    assert shipped.count() == 3
    made = actions.include(bertil, practice, collection=shipped[0])
    assert made.state == "waiting"
    with pytest.raises(Refused):
        actions.include(bertil, practice, collection=shipped[0])
    with pytest.raises(PermissionDenied):
        actions.approve(bertil, made)
    with pytest.raises(Refused):
        actions.decline(kaisa, made, why=" ")
    actions.decline(kaisa, made, why="Kuuluu toiseen")
    again = actions.include(bertil, practice, collection=shipped[0])
    actions.approve(kaisa, again)
    again.refresh_from_db()
    assert (again.pk, again.state, again.reason) == (made.pk, "approved", "")


def test_a_collection_is_ordered_and_unknown_ids_change_nothing(cast):
    kaisa = cast.actor("kaisa")
    practices = [published(cast.actor("bertil"), cast.ngo_a, f"Malli {n}") for n in range(3)]
    collection = actions.make_collection(kaisa, cast.space, name=Text(fi="Meidän"))
    rows = [actions.include(kaisa, one, collection=collection).pk for one in practices]
    actions.order(kaisa, collection, inclusions=[rows[2], 999_999, rows[2]])
    assert list(collection.inclusions.values_list("pk", flat=True)) == [rows[2], rows[0], rows[1]]


def test_use_is_told_once_changed_and_dropped_with_a_reason(cast):
    practice = published(cast.actor("bertil"), cast.ngo_a)
    aino = cast.actor("aino")
    adoption = actions.adopt(aino, practice, stage="piloting", results=Text(fi="Hyvä"))
    with pytest.raises(Refused):
        actions.adopt(aino, practice, stage="in_use")
    with pytest.raises(Refused):
        actions.change_adoption(aino, adoption, stage="dropped")
    with pytest.raises(Refused):
        actions.change_adoption(aino, adoption, stage="in_use", since=timezone.localdate() + dt.timedelta(days=3))
    adoption.refresh_from_db()
    actions.drop(aino, adoption, why=Text(fi="Ei kävijöitä"))
    adoption.refresh_from_db()
    assert (adoption.stage, adoption.dropped_on, str(adoption.why_dropped)) == (
        "dropped",
        timezone.localdate(),
        "Ei kävijöitä",
    )


def test_once_a_year_it_is_asked_by_a_link_and_only_a_button_answers(client, cast):
    practice = published(cast.actor("bertil"), cast.ngo_a)
    actions.adopt(cast.actor("aino"), practice, stage="in_use")
    clock = system("clock")
    assert actions.ask_adopters(clock, None) == 0
    with time_machine.travel(timezone.now() + dt.timedelta(days=366), tick=True):
        assert (actions.ask_adopters(clock, None), actions.ask_adopters(clock, None)) == (1, 0)
        letter = Delivery.objects.get(template="practices/mail/still")
        address = letter.context["address"].split("://", 1)[1].partition("/")[2]
        before = Adoption.objects.get().confirmed_at
        assert client.get(f"/{address}").status_code == 200
        assert Adoption.objects.get().confirmed_at == before
        assert client.post(f"/{address}", {}).status_code == 303
        assert Adoption.objects.get().confirmed_at > before
        assert client.post(f"/{address}", {"drop": "1", "why_fi": ""}).status_code == 422
        assert client.post(f"/{address}", {"drop": "1", "why_fi": "Loppui"}).status_code == 303
    assert Adoption.objects.get().stage == "dropped"
    assert client.get(reverse("practices:still", args=["nothing"])).status_code == 404


def test_filters_count_what_each_choice_would_leave(cast):
    bertil = cast.actor("bertil")
    koski = cast.municipality_a.governs
    one = published(bertil, cast.ngo_a, "Yksi", places=[koski], stage="ready")
    published(bertil, cast.ngo_a, "Kaksi", stage="idea")
    actions.adopt(cast.actor("aino"), one, stage="in_use")
    rows = Practice.objects.listed()
    found = numbers(rows, {})
    region = koski.region.slug
    assert (found["stage"], found["language"], found["used"], found["origin"]) == (
        {"ready": 1, "idea": 1},
        {"fi": 2},
        {"in_use": 1},
        {"original": 2},
    )
    assert (found["place"]["koski-tl"], found["place"][region]) == (1, 1)
    chosen = {"stage": "idea"}
    assert (numbers(rows, chosen)["stage"], numbers(rows, chosen)["used"]) == ({"ready": 1, "idea": 1}, {})
    for facet, counted in found.items():
        for key, number in counted.items():
            assert narrow(rows, {facet: key}).count() == number, (facet, key)


@pytest.mark.parametrize(
    "query", ["stage=nonsense", "place=no-such", "used=x", "origin=x", "q=%20", "topic=" + "x" * 500]
)
def test_filters_that_name_nothing_leave_nothing_and_never_fail(client, cast, query):
    published(cast.actor("bertil"), cast.ngo_a)
    assert client.get(f"/en/practices/?{query}").status_code == 200


def test_the_list_as_files_and_feed(client, cast):
    published(cast.actor("bertil"), cast.ngo_a)
    rows = client.get("/en/practices/list.json").json()["rows"]
    assert [(one["version"], one["languages"], one["is_fork"]) for one in rows] == [(1, "fi", False)]
    assert client.get("/en/practices/feed.atom").content.count(b"<entry>") == 1


def test_a_person_who_is_erased_is_forgotten_in_what_she_wrote(cast):
    from kumppanuus.practices import personal

    bertil = cast.actor("bertil")
    practice = published(bertil, cast.ngo_a)
    person = cast.people["bertil"].pk
    assert len(personal.collect(person)["practice_sections"]) == 2
    from tests.factories import building

    with building():
        personal.erase(person)
    assert set(practice.current.sections.values_list("changed_by", flat=True)) == {None}
