"""A round from both sides, through its actions."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import Error, transaction
from django.utils import timezone

from kumppanuus.activity.models import Event, EventAudience
from kumppanuus.assessments import actions
from kumppanuus.assessments.models import Participation
from kumppanuus.core.actions import Refused
from kumppanuus.core.actors import Actor
from kumppanuus.core.texts import Text
from kumppanuus.links.models import Link
from kumppanuus.measures.models import Measure
from kumppanuus.notices.models import Delivery
from kumppanuus.organisations import actions as organisations
from kumppanuus.questionnaires.actions.responses import Conflict
from kumppanuus.questionnaires.models import Answer, Response
from tests.factories import building
from tests.factories.assessments import later
from tests.factories.cast import organisation


def test_opening_invites_every_ngo_of_the_area_once(table):
    invited = set(table.assessment.participations.values_list("organisation", flat=True))
    assert invited == {ngo.pk for ngo in table.ngos} | {table.cast.ngo_a.pk}
    assert set(table.other.participations.values_list("organisation", flat=True)) == {table.cast.ngo_b.pk}
    mails = Delivery.objects.filter(template="assessments/mail/invitation").values_list("address", flat=True)
    assert sorted(mails) == sorted([*(n.email for n in table.ngos), table.cast.ngo_a.email, table.cast.ngo_b.email])
    with pytest.raises(PermissionDenied):
        actions.open(table.keeper, table.round)


def test_keeper_is_never_assessed(table):
    today = timezone.localdate()
    with pytest.raises(Refused):
        actions.create(
            table.keeper, table.cast.space, areas=[table.assessment.area], title=Text(fi="x"), year=2026,
            keeper=table.cast.municipality_a, version=table.round.version, area=table.round.area, opens=today,
            closes=today + dt.timedelta(days=3),
        )  # fmt: skip


def test_keeper_who_belongs_to_the_assessed_party_decides_nothing(table):
    from tests.factories.organisations import member

    member(table.cast.people["kaisa"], table.cast.municipality_a, "editor")
    participation = table.participation(0)
    for permission, target in (
        ("keep", table.round), ("close", table.round), ("verify", participation), ("refuse", participation),
        ("check_comment", participation),
    ):  # fmt: skip
        assert not table.keeper.may(f"assessments.{permission}", target), permission
    assert list(Participation.objects.visible_to(table.keeper).filter(assessment=table.assessment)) == []


def test_answering_leaves_no_trace_before_giving(table):
    before = Event.objects.count()
    participation = table.participation(0)
    holder = table.holder(participation)
    actions.begin(holder, participation)
    actions.answer(holder, participation, item=table.items()[0], value=2)
    assert Event.objects.count() == before


def test_only_the_ngo_and_the_keeper_learn_that_it_answered(table):
    participation = table.answer(0, 2)
    event = Event.objects.get(name="assessments.give")
    tokens = set(EventAudience.objects.filter(event=event).values_list("token", flat=True))
    assert tokens == {table.round.reader_token, f"organisation:{participation.organisation_id}"}


def test_a_later_answer_replaces_the_earlier_with_a_trace(table):
    first = table.answer(0, 1).response
    second = table.answer(0, 4).response
    first.refresh_from_db()
    assert (first.status, second.status, second.based_on) == ("replaced", "submitted", first)
    assert table.participation(0).response == second
    assert set(first.answers.values_list("value", flat=True)) == {1}


def test_given_answers_are_frozen_in_the_database(table):
    response = table.answer(0, 2).response
    answer = response.answers.first()
    for change in (
        lambda: Answer.objects.filter(pk=answer.pk).update(value=4),
        lambda: Answer.objects.filter(pk=answer.pk).delete(),
        lambda: Response.objects.filter(pk=response.pk).update(reason="x"),
    ):
        with building(), pytest.raises(Error), transaction.atomic():
            change()
    answer.refresh_from_db()
    assert answer.value == 2


def test_two_people_saving_the_same_answer_lose_nothing(table):
    item = table.items()[0]
    first = actions.prepare(table.aino, table.assessment, item=item, value=1, revision=0)
    actions.prepare(table.aino, table.assessment, item=item, value=3, revision=first.revision)
    with pytest.raises(Conflict) as caught:
        actions.prepare(table.aino, table.assessment, item=item, value=2, revision=first.revision)
    assert caught.value.saved.value == 3


def test_nothing_is_saved_after_closing(table):
    participation = table.participation(0)
    holder = table.holder(participation)
    actions.begin(holder, participation)
    actions.answer(holder, participation, item=table.items()[0], value=2)
    table.close()
    participation = table.participation(0)
    with pytest.raises(Refused):
        actions.answer(holder, participation, item=table.items()[1], value=2)
    with pytest.raises(Refused):
        actions.give(holder, participation)
    assert participation.draft.answers.count() == 1


def test_another_links_holder_can_do_nothing(table):
    stranger = table.holder(table.participation(1))
    participation = table.participation(0)
    for verb in (actions.begin, actions.give, actions.reopen):
        with pytest.raises(PermissionDenied):
            verb(stranger, participation)


def test_reminding_mails_the_same_link_again_also_to_those_in_the_middle(table):
    table.answer(0, 3)
    begun = table.participation(1)
    holder = table.holder(begun)
    actions.begin(holder, begun)
    sent = actions.remind(table.keeper, table.round)
    assert sent == Participation.objects.filter(assessment__round=table.round).count() - 1
    link = begun.link_id
    begun.refresh_from_db()
    assert (begun.link_id, Link.objects.get(pk=link).revoked_at) == (link, None)
    actions.answer(holder, begun, item=table.items()[0], value=2)
    table.round.refresh_from_db()
    with pytest.raises(Refused):
        actions.remind(table.keeper, table.round)


def test_answer_of_an_organisation_nobody_knows_waits_for_the_keeper(table):
    """Whoever founds an organisation on the platform cannot make it count."""
    area = table.assessment.area
    founder = table.cast.actor("bertil")
    made_up = organisations.create(
        founder, None, name=Text(fi="Keksitty kerho"), kind="association", areas=[area], home=area
    )
    participation = actions.invite(table.keeper, table.assessment, organisation=made_up)
    holder = table.holder(participation)
    actions.begin(holder, participation)
    actions.answer(holder, participation, item=table.items()[0], value=0)
    assert actions.give(holder, participation).state == "pending"
    assert participation not in Participation.objects.counted()
    with pytest.raises(Refused):
        actions.verify(table.keeper, participation, organisation=table.ngos[0])
    actions.verify(table.keeper, participation, organisation=made_up)
    made_up.refresh_from_db()
    assert made_up.vouched
    assert participation in Participation.objects.counted()


def test_keeper_from_a_municipality_that_shares_the_assessment_decides_nothing(table):
    from tests.factories.organisations import member

    today = timezone.localdate()
    shared = actions.create(
        table.keeper, table.cast.space, areas=[table.assessment.area, table.other.area], shared=True,
        title=Text(fi="Yhteinen"), year=today.year, keeper=table.cast.umbrella, version=table.round.version,
        area=table.round.area, opens=today, closes=today + dt.timedelta(days=9),
    )  # fmt: skip
    assert table.keeper.may("assessments.keep", shared)
    member(table.cast.people["kaisa"], table.cast.municipality_b, "editor")
    assert not table.keeper.may("assessments.keep", shared)


def test_signing_needs_every_item_and_locks(table):
    for item in table.items()[:-1]:
        actions.prepare(table.aino, table.assessment, item=item, value=3)
    today = timezone.localdate()
    with pytest.raises(Refused, match="9"):
        actions.sign(table.aino, table.assessment, body="Kunnanhallitus", decided_on=today)
    actions.prepare(table.aino, table.assessment, item=table.items()[-1], cannot_say=True)
    actions.sign(table.aino, table.assessment, body="Kunnanhallitus", decided_on=today)
    table.assessment.refresh_from_db()
    with pytest.raises(Refused):
        actions.prepare(table.aino, table.assessment, item=table.items()[0], value=0)
    with pytest.raises(PermissionDenied):
        actions.sign(table.cast.actor("bertil"), table.assessment, body="x", decided_on=today)


def test_a_correction_is_a_new_version_with_a_reason(table):
    table.sign(3)
    signed = table.assessment.response
    with pytest.raises(Refused):
        actions.correct(table.aino, table.assessment, reason=" ")
    new = actions.correct(table.aino, table.assessment, reason="Väärä rivi")
    actions.prepare(table.aino, table.assessment, item=table.items()[0], value=1)
    signed.refresh_from_db()
    assert (new.number, new.based_on, signed.status) == (2, signed, "submitted")
    assert signed.answers.get(item=table.items()[0]).value == 3


def test_open_link_counts_only_after_the_keeper_verified(table):
    token, code = actions.print_sheet(table.keeper, table.assessment)
    table.assessment.refresh_from_db()
    visitor = Actor(link_id=table.assessment.sheet_link_id)
    participation, own = actions.claim(visitor, table.assessment, name="Uusi kerho", address="uusi@example.org")
    assert (bool(token), len(code), bool(own), participation.state) == (True, 9, True, "invited")
    holder = Actor(link_id=participation.link_id)
    actions.begin(holder, participation)
    actions.answer(holder, participation, item=table.items()[0], value=4)
    actions.give(holder, participation)
    assert participation not in Participation.objects.counted()
    area = table.assessment.area
    club = organisation("Uusi kerho", areas=[area], home=area)
    participation.refresh_from_db()
    actions.verify(table.keeper, participation, organisation=club)
    assert participation in Participation.objects.counted()
    again, no_token = actions.claim(visitor, table.assessment, name="uusi kerho", address="uusi@example.org")
    assert (again, no_token) == (participation, "")


def test_one_organisation_gives_one_answer(table):
    table.answer(0, 3)
    actions.print_sheet(table.keeper, table.assessment)
    table.assessment.refresh_from_db()
    visitor = Actor(link_id=table.assessment.sheet_link_id)
    participation, _own = actions.claim(visitor, table.assessment, name="Kerho A", address="a@example.org")
    holder = Actor(link_id=participation.link_id)
    actions.begin(holder, participation)
    actions.answer(holder, participation, item=table.items()[0], value=0)
    actions.give(holder, participation)
    participation.refresh_from_db()
    with pytest.raises(Refused):
        actions.verify(table.keeper, participation, organisation=table.ngos[0])
    with pytest.raises(Refused):
        actions.refuse(table.keeper, participation, reason="")
    actions.refuse(table.keeper, participation, reason="Sama yhdistys vastasi jo")
    assert Participation.objects.counted().filter(assessment=table.assessment).count() == 1


def test_measure_is_agreed_at_once_by_its_owner_and_proposed_to_others(table):
    for place in range(5):
        table.answer(place, 1)
    table.close()
    table.release()
    table.assessment.refresh_from_db()
    due = timezone.localdate() + dt.timedelta(days=100)
    item = table.items()[0]
    own = actions.agree(
        table.aino, table.assessment, item=item, title=Text(fi="Oma"), owner=table.cast.municipality_a, due=due
    )
    asked = actions.agree(
        table.aino, table.assessment, item=item, title=Text(fi="Teille"), owner=table.ngos[0], due=due
    )
    assert (own.state, asked.state) == ("agreed", "proposed")
    assert set(Measure.objects.filter(from_item__assessment=table.assessment)) == {own, asked}
    with pytest.raises(PermissionDenied):
        actions.agree(
            table.cast.actor("beata"), table.assessment, item=item, title=Text(fi="x"), owner=table.ngos[0], due=due
        )


def test_the_clock_reminds_five_days_before_closing(table):
    from kumppanuus.assessments.tasks import remind_before_closing

    assert remind_before_closing() == 0
    with later(15):
        assert remind_before_closing() == Participation.objects.filter(assessment__round=table.round).count()
