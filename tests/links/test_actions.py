from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.utils import timezone

from kumppanuus.activity.models import Event, EventAudience
from kumppanuus.core.actions import Refused
from kumppanuus.core.actors import Actor, system
from kumppanuus.links import actions
from kumppanuus.links.models import Link, Tally
from kumppanuus.links.resolve import (
    ALPHABET,
    LinkProblem,
    actor_for,
    follow,
    follow_code,
    hash_code,
    normalise_code,
    stand_in,
)
from tests.factories import people

pytestmark = pytest.mark.django_db
SOON = dt.timedelta(days=1)


def made(actor: Actor | None = None, **more):
    aino = people.person("Aino")
    values = {"purpose": "tests.answer", "expires_at": timezone.now() + SOON} | more
    return actions.make(actor or people.actor(aino), aino, **values)


def test_make_keeps_only_hashes_and_leaves_no_event():
    link, token, code = made(with_code=True, organisation_id=7, data={"round": 3})
    stored = Link.objects.values().get(pk=link.pk)
    assert token not in str(stored)
    assert normalise_code(code) not in str(stored)
    assert stored["code_hash"] == hash_code(code)
    assert (stored["target_model"], stored["organisation_id"], stored["data"]) == ("accounts.person", 7, {"round": 3})
    assert Event.objects.count() == 0


def test_make_without_code_has_none():
    assert made()[2] is None


def test_make_is_refused_to_a_visitor():
    target = people.person("Aino")
    with pytest.raises(PermissionDenied):
        actions.make(Actor(), target, purpose="tests.answer", expires_at=timezone.now() + SOON)
    assert Link.objects.count() == 0


def test_code_is_eight_unambiguous_characters_with_a_hyphen():
    code = made(with_code=True)[2]
    assert (len(code), code[4]) == (9, "-")
    assert set(code) - {"-"} <= set(ALPHABET)
    assert not set("01258BILOSUZ") & set(ALPHABET)


def test_follow_finds_the_link_for_its_purpose_only():
    link, token, _code = made()
    assert follow(token, "tests.answer") == link
    assert follow(token, "tests.other") is LinkProblem.UNKNOWN


@pytest.mark.parametrize("change", [lambda t: t[:-1], lambda t: t + "A", lambda t: t.swapcase(), lambda t: ""])
def test_follow_altered_token_opens_nothing(change):
    _link, token, _code = made()
    assert follow(change(token), "tests.answer") is LinkProblem.UNKNOWN


def test_follow_expired_used_and_revoked_each_say_so():
    _link, token, _code = made(expires_at=timezone.now() - dt.timedelta(seconds=1))
    assert follow(token, "tests.answer") is LinkProblem.EXPIRED
    link, token, _code = made(single=True)
    actions.use_up(actor_for(link), link)
    assert follow(token, "tests.answer") is LinkProblem.USED
    link, token, _code = made()
    actions.revoke(system("tests"), link)
    assert follow(token, "tests.answer") is LinkProblem.REVOKED
    assert len({str(problem.message) for problem in LinkProblem}) == 4


def test_follow_code_forgives_spaces_and_small_letters():
    link, _token, code = made(with_code=True)
    assert follow_code(f" {code.lower().replace('-', ' ')} ") == link
    assert follow_code("AAAA-AAAA") is LinkProblem.UNKNOWN
    assert follow_code("") is LinkProblem.UNKNOWN


def test_stand_in_opens_the_link_and_an_altered_one_does_not():
    link, _token, _code = made(with_code=True)
    other, _token, _code = made(with_code=True)
    assert follow(stand_in(link), "tests.answer") == link
    forged = stand_in(link).replace(str(link.pk), str(other.pk), 1)
    assert follow(forged, "tests.answer") is LinkProblem.UNKNOWN


def test_use_up_works_once():
    link, _token, _code = made(single=True)
    actions.use_up(actor_for(link), link)
    with pytest.raises(Refused):
        actions.use_up(actor_for(link), link)


def test_use_up_is_refused_to_the_holder_of_another_link():
    link, _token, _code = made(single=True)
    other, _token, _code = made(single=True)
    with pytest.raises(PermissionDenied):
        actions.use_up(actor_for(other), link)


def test_actor_for_acts_in_the_organisations_name():
    link, _token, _code = made(organisation_id=5)
    actor = actor_for(link)
    assert (actor.person_id, actor.link_id, actor.organisation_id) == (None, link.pk, 5)
    assert actor.tokens() == {"public", f"link:{link.pk}"}


def test_revoke_leaves_one_event_for_its_people():
    link, _token, _code = made(organisation_id=5)
    actions.revoke(actor_for(link), link)
    event = Event.objects.get()
    assert (event.name, event.link_id) == ("links.revoke", link.pk)
    assert set(EventAudience.objects.values_list("token", flat=True)) == {f"link:{link.pk}", "organisation:5"}


def test_visible_to_agrees_with_the_permission():
    links = [made()[0] for _n in range(3)]
    for actor in (Actor(), actor_for(links[0]), people.actor(people.person("Bertil")), system("tests")):
        seen = set(Link.objects.visible_to(actor))
        assert seen == {link for link in links if actor.may("links.view_link", link)}


@pytest.mark.django_db(transaction=True)
def test_tally_counts_every_try_once_however_many_come_at_the_same_time():
    ends = timezone.now() + dt.timedelta(hours=1)
    threads, tries = 6, 8

    def many(_number: int) -> list[int]:
        try:
            return [actions.tally(system("tests"), None, key="same", ends=ends) for _n in range(tries)]
        finally:
            connection.close()

    with ThreadPoolExecutor(threads) as pool:
        numbers = sorted(number for part in pool.map(many, range(threads)) for number in part)
    assert numbers == list(range(1, threads * tries + 1))


@pytest.mark.django_db
def test_purge_forgets_counts_whose_window_has_ended():
    now = timezone.now()
    for key, ends in (("over", now - dt.timedelta(seconds=1)), ("still", now + dt.timedelta(hours=1))):
        actions.tally(system("tests"), None, key=key, ends=ends)
    actions.purge(system("clock"), None, before=now)
    assert list(Tally.objects.values_list("key", "tries")) == [("still", 1)]
