"""From preparing to the summary: who may do what, what is never lost, what each is told."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.utils import timezone

from kumppanuus.consultations import actions
from kumppanuus.consultations.handover import of_post
from kumppanuus.consultations.models import Consultation, Remark, Reply, State
from kumppanuus.consultations.reading import summed
from kumppanuus.continuity.providers import Leaving
from kumppanuus.core.actions import Refused
from kumppanuus.core.actors import system
from kumppanuus.core.texts import Text
from kumppanuus.notices.models import Delivery
from tests.factories import building, organisations
from tests.factories.consultations import link_for, opened, over, part, prepared, said

pytestmark = pytest.mark.django_db


def told(made, what):
    """Return to whom a mail about the round waits: "opened", "reminder", "closed", "answered", "taken"."""
    rows = Delivery.objects.filter(key__startswith=f"consultation:{made.pk}:{what}")
    return sorted(rows.values_list("address", flat=True))


def test_the_whole_way(cast):
    aino, bertil, beata = (cast.actor(name) for name in ("aino", "bertil", "beata"))
    made = prepared(aino, cast.municipality_a)
    assert made.state == State.PREPARED
    assert actions.invite(aino, made, organisations=[cast.ngo_a, cast.ngo_b]) == 2
    assert told(made, "") == []
    made = actions.announce(aino, made)
    assert made.state == State.OPEN
    asked = sorted((cast.ngo_a.email, cast.ngo_b.email))
    assert told(made, "opened") == asked
    first = said(bertil, made, approved_by="Hallitus", approved_on=dt.date(2026, 11, 1))
    second = said(beata, made, "Aamuisin")
    assert actions.remind(aino, made) == 0
    over(made)
    assert made.state == State.CLOSED
    assert actions.turn(system("clock"), None) == 1
    assert actions.group(aino, made, seen={first.pk: None, second.pk: None}, title=Text(fi="Ajat")) == (2, 0)
    with pytest.raises(Refused):
        actions.publish_summary(aino, made, summary=Text(fi="Kiitos"))
    with pytest.raises(Refused):
        actions.reply_theme(aino, made.themes.get(), verdict="not", text=Text())
    actions.reply_theme(aino, made.themes.get(), verdict="not", text=Text(fi="Ei ole rahaa."))
    actions.reply_remark(aino, second, verdict="taken", text=Text())
    actions.publish_summary(aino, made, summary=Text(fi="Kiitos"))
    made.refresh_from_db()
    assert made.state == State.CONCLUDED
    groups = summed(made)
    assert [[one.pk for one in group.remarks] for group in groups] == [[first.pk], [second.pk]]
    assert [group.reply.verdict for group in groups] == ["not", "taken"]
    assert actions.take_in(aino, made, version=made, title=Text(fi="Uusi versio")) == 1
    authors = sorted(one.person.email for one in (first, second))
    assert told(made, "reminder") == []
    assert told(made, "closed") == sorted((*authors, cast.municipality_a.email))
    assert told(made, "answered") == authors
    assert told(made, "taken") == [second.person.email]


def test_only_the_organisation_that_runs_it_moderates_and_only_own_words_are_read_while_open(cast):
    aino, akseli, bertil, beata = (cast.actor(name) for name in ("aino", "akseli", "bertil", "beata"))
    made = opened(aino, cast.municipality_a)
    remark = said(beata, made)
    cecilia = cast.actor("cecilia")
    for verb in ("invite", "remind", "extend", "close", "group", "publish_summary"):
        assert aino.may(f"consultations.{verb}", made)
        for other in (bertil, beata, cecilia):
            assert not other.may(f"consultations.{verb}", made)
    assert list(Remark.objects.visible_to(bertil)) == []
    assert list(Remark.objects.visible_to(beata)) == [remark]
    assert list(Remark.objects.visible_to(aino)) == [remark]
    over(made)
    assert list(Remark.objects.visible_to(cast.actor("dani"))) == [remark]
    with pytest.raises(PermissionDenied):
        actions.withdraw_remark(bertil, remark)
    assert akseli.may("consultations.view_remark", Remark.objects.get())


def test_only_the_invited_comment_a_closed_circle(cast):
    aino, bertil, beata = (cast.actor(name) for name in ("aino", "bertil", "beata"))
    made = opened(aino, cast.municipality_a, openness="invited")
    actions.invite(aino, made, organisations=[cast.ngo_a])
    said(bertil, made)
    with pytest.raises(PermissionDenied):
        actions.save_remark(beata, made, part=part(made), text="Minäkin")
    assert made.remarks.count() == 1


def test_a_link_comments_in_its_round_and_name_only(cast):
    aino = cast.actor("aino")
    made, other = opened(aino, cast.municipality_a), opened(aino, cast.municipality_a, "Toinen")
    actions.invite(aino, made, organisations=[cast.ngo_a], addresses=[("a@example.org", "Aapo")])
    holder, _token = link_for(made.invitations.get(organisation=cast.ngo_a))
    remark = said(holder, made)
    assert (remark.organisation, remark.person) == (cast.ngo_a, None)
    with pytest.raises(PermissionDenied):
        actions.save_remark(holder, other, part=part(other), text="Muualle")
    stranger, _token = link_for(made.invitations.get(email="a@example.org"))
    with pytest.raises(PermissionDenied):
        actions.withdraw_remark(stranger, remark)
    actions.nothing_to_state(stranger, made.invitations.get(email="a@example.org"))
    assert {one.response for one in made.invitations.all()} == {"answered", "nothing"}


def test_what_was_being_written_at_the_deadline_is_kept_and_can_be_sent_as_late(cast):
    aino, bertil, beata = (cast.actor(name) for name in ("aino", "bertil", "beata"))
    made = opened(aino, cast.municipality_a)
    actions.save_remark(bertil, made, part=part(made), text="Kesken")
    over(made)
    draft = actions.save_remark(bertil, made, part=part(made), text="Kesken jäänyt")
    late = actions.give(bertil, draft)
    assert (late.text, late.is_late) == ("Kesken jäänyt", True)
    begun_after = actions.save_remark(beata, made, part=part(made), text="Myöhässä")
    with pytest.raises(Refused):
        actions.give(beata, begun_after)
    begun_after.refresh_from_db()
    assert begun_after.text == "Myöhässä"


def test_taken_back_it_is_a_draft_again_and_the_invited_is_silent(cast):
    aino, bertil = cast.actor("aino"), cast.actor("bertil")
    made = opened(aino, cast.municipality_a)
    actions.invite(aino, made, organisations=[cast.ngo_a])
    remark = said(bertil, made, "Iltaisin")
    assert made.invitations.get().response == "answered"
    actions.withdraw_remark(bertil, remark)
    assert made.invitations.get().response == "silent"
    assert Remark.objects.get(given_at=None).text == "Iltaisin"
    over(made)
    with pytest.raises(PermissionDenied):
        actions.withdraw_remark(bertil, Remark.objects.get())


def test_two_moderators_group_the_same_remarks_and_the_later_is_told(cast):
    aino, beata = cast.actor("aino"), cast.actor("beata")
    made = opened(aino, cast.municipality_a)
    rows = {said(beata, made, f"Sana {n}").pk: None for n in range(3)}
    assert actions.group(aino, made, seen=rows, title=Text(fi="Ensimmäinen")) == (3, 0)
    assert actions.group(aino, made, seen=rows, title=Text(fi="Toinen")) == (0, 3)
    assert [str(one) for one in made.themes.all()] == ["Ensimmäinen"]
    theme = made.themes.get()
    assert actions.group(aino, made, seen=dict.fromkeys(rows, theme.pk)) == (3, 0)
    assert made.themes.count() == 0


def test_closed_words_do_not_change_but_who_said_them_may_be_forgotten(cast):
    from kumppanuus.consultations import personal

    aino, beata = cast.actor("aino"), cast.actor("beata")
    made = opened(aino, cast.municipality_a)
    remark = said(beata, made)
    over(made)
    actions.close(system("clock"), made)
    with building(), pytest.raises(DatabaseError), transaction.atomic():
        Remark.objects.filter(pk=remark.pk).update(text="Muuta")
    with building(), pytest.raises(DatabaseError), transaction.atomic():
        made.parts.update(heading=Text(fi="Muuta"))
    with building():
        personal.erase(beata.person_id)
    remark.refresh_from_db()
    assert (remark.person, remark.full_name, remark.text) == (None, "", "Iltaisin")


def test_closing_early_and_extending_need_a_reason_and_a_later_day(cast):
    aino = cast.actor("aino")
    made = opened(aino, cast.municipality_a)
    with pytest.raises(Refused):
        actions.close(aino, made)
    with pytest.raises(Refused):
        actions.extend(aino, made, closes_at=made.closes_at - dt.timedelta(days=1), why="Lomat")
    later = made.closes_at + dt.timedelta(days=7)
    assert actions.extend(aino, made, closes_at=later, why="Lomat").closes_at == later
    actions.close(aino, made, why="Kaikki ovat vastanneet")
    made.refresh_from_db()
    assert (made.state, made.closed_why) == (State.CLOSED, "Kaikki ovat vastanneet")


def test_the_clock_opens_reminds_and_closes_once_each(cast):
    aino = cast.actor("aino")
    now = timezone.now()
    made = prepared(aino, cast.municipality_a, closes_at=now + dt.timedelta(days=2))
    actions.invite(aino, made, organisations=[cast.ngo_a])
    actions.announce(aino, made, at=now + dt.timedelta(hours=1))
    made.refresh_from_db()
    assert made.state == State.PLANNED
    assert actions.turn(system("clock"), None) == 0
    with building():
        Consultation.objects.filter(pk=made.pk).update(opens_at=now - dt.timedelta(hours=1))
    assert actions.turn(system("clock"), None) == 2
    assert actions.turn(system("clock"), None) == 0
    assert Delivery.objects.filter(topic="consultations").count() == 2
    assert Reply.objects.count() == 0


def test_members_of_a_body_are_invited_as_its_members(world):
    from kumppanuus.consultations import audiences
    from kumppanuus.organisations.models import Organisation

    aino, body = world.actor("aino"), world.bodies.table
    made = opened(aino, world.cast.municipality_a, "Toimielimen jäsenille")
    members = audiences.members_of(f"body:{body.pk}")
    assert members
    actions.invite(aino, made, organisations=Organisation.objects.filter(pk__in=members), why="circle")
    assert sorted(made.invitations.values_list("organisation", flat=True)) == sorted(members)
    assert audiences.members_of("nobody:1") == audiences.members_of("body:x") == []


def test_a_round_goes_with_the_post_that_moderates_it(cast):
    aino, post = cast.actor("aino"), organisations.post(cast.municipality_a)
    made = prepared(aino, cast.municipality_a, posts=[post])
    assert [(one.model, one.pk) for one in of_post(Leaving(post))] == [("consultations.consultation", made.pk)]
