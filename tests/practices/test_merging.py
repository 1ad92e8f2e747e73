"""Organisations that develop, own, use or comment models become one: the one that stays has the rights, the other stays
credited by its name."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from kumppanuus.consultations import actions as rounds
from kumppanuus.consultations.models import Invitation, Remark
from kumppanuus.consultations.reading import figures
from kumppanuus.core.texts import Text
from kumppanuus.merging import actions as merging
from kumppanuus.organisations.models import Organisation
from kumppanuus.practices import actions
from kumppanuus.practices.family import family_of
from kumppanuus.practices.models import Adoption, Developer, Practice
from tests.factories import building
from tests.factories.cast import Cast
from tests.factories.consultations import opened, over, said
from tests.factories.merging import COMMAND, everything, merge
from tests.factories.practices import begun, draft_of, published, wrote

pytestmark = pytest.mark.django_db
LONG_AGO = dt.date(2024, 3, 1)


def develops(cast: Cast, practice: Practice, who: str, own: Organisation) -> Developer:
    """Let an organisation develop a practice of municipality A."""
    made = actions.accept(cast.actor(who), actions.invite(cast.actor("aino"), practice, organisation=own))
    with building():
        Developer.objects.filter(pk=made.pk).update(start=LONG_AGO)
    return Developer.objects.get(pk=made.pk)


def fresh(cast: Cast, name: str):
    """Return the actor as she comes with her next request."""
    actor = cast.actor(name)
    actor.forget()
    return actor


def test_the_heir_of_a_developer_writes_on_and_the_old_name_stays_with_its_period(cast, client):
    practice = published(cast.actor("aino"), cast.municipality_a)
    old_name = str(cast.ngo_b.name)
    row = develops(cast, practice, "beata", cast.ngo_b)
    merge(cast.ngo_b, cast.ngo_a)
    row.refresh_from_db()
    assert (row.organisation_id, row.state, row.start, row.end, str(row.was)) == (
        *(cast.ngo_a.pk, "accepted", LONG_AGO, None),
        old_name,
    )
    draft = actions.draft(cast.actor("aino"), practice)
    wrote(fresh(cast, "bertil"), draft, "tips", fi="Jatkamme tästä.")
    page = client.get(reverse("practices:practice", args=[practice.slug])).content.decode()
    assert [name in page for name in (old_name, str(cast.ngo_a.name))] == [True, True]
    actions.publish(cast.actor("aino"), draft_of(practice))
    practice.refresh_from_db()
    assert [one["organisation"] for one in practice.current.credited] == [cast.municipality_a.pk, cast.ngo_a.pk]


def test_where_both_develop_the_one_goes_on_and_the_other_has_developed_until_today(cast):
    practice = published(cast.actor("aino"), cast.municipality_a)
    theirs, mine = (develops(cast, practice, who, own) for who, own in (("beata", cast.ngo_b), ("bertil", cast.ngo_a)))
    merge(cast.ngo_b, cast.ngo_a)
    rows = Developer.objects.filter(practice=practice).order_by("pk").values_list("pk", "organisation", "state", "end")
    assert list(rows) == [
        (theirs.pk, cast.ngo_b.pk, "ended", timezone.localdate()),
        (mine.pk, cast.ngo_a.pk, "accepted", None),
    ]


def test_who_had_stopped_goes_on_with_what_it_inherits(cast):
    practice = published(cast.actor("aino"), cast.municipality_a)
    develops(cast, practice, "beata", cast.ngo_b)
    mine = develops(cast, practice, "bertil", cast.ngo_a)
    actions.end(cast.actor("bertil"), mine)
    merge(cast.ngo_b, cast.ngo_a)
    mine.refresh_from_db()
    assert (mine.state, mine.start, mine.end) == ("accepted", LONG_AGO, None)
    wrote(fresh(cast, "bertil"), actions.draft(cast.actor("aino"), practice), "tips", fi="Taas mukana.")


def test_an_owner_that_becomes_its_own_developer_develops_no_more(cast):
    practice = published(cast.actor("aino"), cast.municipality_a)
    row = develops(cast, practice, "bertil", cast.ngo_a)
    old_name = str(cast.ngo_a.name)
    merge(cast.ngo_a, cast.municipality_a)
    row.refresh_from_db()
    assert (row.organisation_id, row.state, row.end, str(row.was)) == (
        *(cast.municipality_a.pk, "ended", timezone.localdate()),
        old_name,
    )


def test_the_heir_of_an_owner_owns_and_earlier_versions_name_the_old_one(cast):
    practice = published(cast.actor("beata"), cast.ngo_b)
    old_name = cast.ngo_b.name.as_json()
    actions.offer(cast.actor("beata"), practice, organisation=cast.ngo_a)
    merge(cast.ngo_b, cast.ngo_a)
    practice.refresh_from_db()
    assert (practice.owner, practice.offered_to) == (cast.ngo_a, None)
    assert practice.current.credited == [{"organisation": cast.ngo_b.pk, "name": old_name, "owner": True}]
    bertil = fresh(cast, "bertil")
    assert bertil.may("practices.draft", practice)
    actions.publish(bertil, actions.draft(bertil, practice))
    practice.refresh_from_db()
    assert [one["name"] for one in practice.current.credited] == [cast.ngo_a.name.as_json()]


def test_a_draft_that_nobody_has_seen_goes_to_the_heir_alone(cast):
    practice = begun(cast.actor("beata"), cast.ngo_b)
    merge(cast.ngo_b, cast.ngo_a)
    assert Practice.objects.visible_to(fresh(cast, "bertil")).filter(pk=practice.pk).exists()
    assert not Practice.objects.visible_to(cast.actor("dani")).filter(pk=practice.pk).exists()


def test_own_versions_keep_their_parent_and_the_heir_is_behind_as_the_old_one_was(cast):
    aino, beata = cast.actor("aino"), cast.actor("beata")
    practice = published(aino, cast.municipality_a)
    fork = actions.fork(beata, practice.current, name=Text(fi="Meidän"))
    actions.publish(beata, draft_of(fork))
    later = actions.draft(aino, practice)
    wrote(aino, later, "tips", fi="Aloittakaa pienestä.")
    actions.publish(aino, later)
    before = family_of(cast.actor("dani"), Practice.objects.get(pk=practice.pk))
    merge(cast.ngo_b, cast.ngo_a)
    fork.refresh_from_db()
    assert (fork.owner, fork.forked_from.practice, fork.origin) == (cast.ngo_a, practice, practice)
    first, n = family_of(cast.actor("dani"), Practice.objects.get(pk=practice.pk))
    assert (n, first.children[0].behind) == (2, before[0].children[0].behind) == (2, 1)
    bertil = fresh(cast, "bertil")
    original = Practice.objects.get(pk=practice.pk).current
    told = {"original": original, "code": "tips", "outcome": "taken", "text": {"fi": "Aloittakaa pienestä."}}
    actions.settle(bertil, actions.draft(bertil, fork), **told, revision=0)


def test_what_both_use_is_said_once_by_each_name_and_only_the_heir_is_asked(cast):
    practice = published(cast.actor("aino"), cast.municipality_a)
    for who, stage in (("beata", "in_use"), ("bertil", "considering")):
        actions.adopt(cast.actor(who), practice, stage=stage)
    merge(cast.ngo_b, cast.ngo_a)
    rows = Adoption.objects.filter(practice=practice)
    assert sorted(rows.values_list("organisation", "stage")) == sorted(
        [(cast.ngo_a.pk, "considering"), (cast.ngo_b.pk, "in_use")]
    )
    with building():
        rows.update(confirmed_at=timezone.now() - dt.timedelta(days=500))
    assert actions.ask_adopters(COMMAND) == 1
    assert list(rows.exclude(asked_at=None).values_list("organisation", flat=True)) == [cast.ngo_a.pk]


def test_what_the_one_uses_the_heir_uses(cast):
    practice = published(cast.actor("aino"), cast.municipality_a)
    adoption = actions.adopt(cast.actor("beata"), practice, stage="in_use")
    merge(cast.ngo_b, cast.ngo_a)
    adoption.refresh_from_db()
    assert adoption.organisation == cast.ngo_a
    assert fresh(cast, "bertil").may("practices.change_adoption", adoption)


def test_an_answer_of_either_is_the_heirs_and_it_is_reminded_of_nothing(cast):
    aino = cast.actor("aino")
    round_ = opened(aino, cast.municipality_a)
    rounds.invite(aino, round_, organisations=[cast.ngo_a, cast.ngo_b])
    said(cast.actor("beata"), round_)
    assert (figures(round_).invited, figures(round_).silent) == (2, 1)
    merge(cast.ngo_b, cast.ngo_a)
    shown = figures(round_)
    assert (shown.invited, shown.answered, shown.silent) == (1, 1, 0)
    assert not Invitation.objects.silent().filter(consultation=round_).exists()
    assert Remark.objects.get(consultation=round_).organisation == cast.ngo_a
    assert Remark.objects.visible_to(fresh(cast, "bertil")).filter(consultation=round_).count() == 1


def test_what_was_said_in_a_closed_round_stays_under_the_old_name(cast):
    aino = cast.actor("aino")
    round_ = opened(aino, cast.municipality_a)
    rounds.invite(aino, round_, organisations=[cast.ngo_b])
    remark = said(cast.actor("beata"), round_)
    rounds.close(COMMAND, over(round_))
    merge(cast.ngo_b, cast.ngo_a)
    remark.refresh_from_db()
    assert (remark.organisation_id, str(remark.author)) == (cast.ngo_b.pk, str(cast.ngo_b.name))
    assert Remark.objects.visible_to(fresh(cast, "bertil")).filter(pk=remark.pk).exists()
    shown = figures(round_)
    assert (shown.invited, shown.answered) == (1, 1)


def test_undoing_brings_everything_back(cast):
    aino = cast.actor("aino")
    practice = published(aino, cast.municipality_a)
    develops(cast, practice, "beata", cast.ngo_b)
    mine = develops(cast, practice, "bertil", cast.ngo_a)
    actions.end(cast.actor("bertil"), mine)
    round_ = opened(aino, cast.municipality_a)
    rounds.invite(aino, round_, organisations=[cast.ngo_a, cast.ngo_b])
    said(cast.actor("beata"), round_)
    before = everything()
    made = merge(cast.ngo_b, cast.ngo_a)
    assert merging.undo(COMMAND, made).left == []
    assert everything() == before


def test_what_both_have_said_of_their_use_is_told_once_and_comes_back_when_the_merge_is_undone(cast, client):
    practice = published(cast.actor("aino"), cast.municipality_a)
    theirs, mine = (actions.adopt(cast.actor(who), practice, stage="piloting") for who in ("beata", "bertil"))
    done = merge(cast.ngo_b, cast.ngo_a)
    page = client.get(reverse("practices:users", args=[practice.slug, "json"])).content.decode()
    assert (str(cast.ngo_b.name) in page, page.count('"stage"')) == (False, 1)
    merging.undo(COMMAND, done)
    page = client.get(reverse("practices:users", args=[practice.slug, "json"])).content.decode()
    assert [str(one.name) in page for one in (cast.ngo_b, cast.ngo_a)] == [True, True]
    assert {theirs.pk, mine.pk} == set(Adoption.objects.values_list("pk", flat=True))
