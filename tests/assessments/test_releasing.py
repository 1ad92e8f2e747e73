"""Releasing: hidden, told, frozen, supplemented; shared rounds and other checklists."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import Error, transaction
from django.utils import timezone

from kumppanuus.assessments import actions
from kumppanuus.assessments.models import Cell, Release, Round, Standing
from kumppanuus.core.actions import Refused
from kumppanuus.core.actors import Actor
from kumppanuus.core.texts import Text
from kumppanuus.links.models import Link
from kumppanuus.links.resolve import follow
from kumppanuus.notices.models import Delivery
from kumppanuus.questionnaires.models import Response
from tests.factories import building
from tests.factories.assessments import later


def test_release_hides_fewer_than_five_and_shows_five(table):
    for place in range(4):
        table.answer(place, 2)
    table.sign()
    table.close()
    (release,) = table.release()
    assert release.answered == 4
    assert set(release.cells.values_list("ngo_half_levels", "ngo_count", "ngo_spread", "municipal_value")) == {
        (None, 0, "", 3)
    }


def test_release_tells_half_levels_and_freezes(table):
    for place, level in enumerate((1, 1, 2, 2, 3, None)):
        table.answer(place, level)
    table.close()
    (release,) = table.release()
    cell = release.cells.first()
    assert (release.answered, cell.ngo_half_levels, cell.ngo_count, cell.ngo_spread) == (6, 4, 5, "varied")
    for change in (
        lambda: Cell.objects.filter(pk=cell.pk).update(ngo_half_levels=8),
        lambda: Cell.objects.filter(pk=cell.pk).delete(),
        lambda: Release.objects.filter(pk=release.pk).update(answered=9),
    ):
        with building(), pytest.raises(Error), transaction.atomic():
            change()
    standing = Standing.objects.get(area=table.assessment.area, bank=cell.item.bank)
    assert standing.ngo_half_levels == 4


def test_late_answers_wait_until_five_have_changed(table):
    for place in range(6):
        table.answer(place, 2)
    table.close()
    table.release()
    table.take_late_answers()
    for place in range(6, 10):
        table.answer(place, 4)
    table.close()
    with pytest.raises(Refused):
        table.release()
    table.take_late_answers()
    table.answer(10, 4)
    table.close()
    (second,) = table.release()
    assert (second.number, second.ngo_part, second.answered) == (2, 2, 11)
    # By the dice each figure is one of the two new neighbours or still the first; which of them tells no answer.
    assert {cell.ngo_half_levels for cell in second.cells.all()} <= {4, 5, 6}
    assert {cell.ngo_half_levels for cell in table.assessment.releases.get(number=1).cells.all()} == {4}


def test_municipal_correction_is_released_without_touching_the_ngos(table):
    for place in range(5):
        table.answer(place, 2)
    table.sign(4)
    table.close()
    table.release()
    actions.correct(table.aino, table.assessment, reason="Virhe")
    for item in table.items():
        actions.prepare(table.aino, table.assessment, item=item, value=1)
    actions.sign(table.aino, table.assessment, body="Kunnanhallitus", decided_on=timezone.localdate())
    (second,) = table.release()
    assert {(c.municipal_value, c.ngo_half_levels) for c in second.cells.all()} == {(1, 4)}
    assert second.ngo_part == 1


def test_free_texts_need_consent_and_the_keepers_check(table):
    for place in range(5):
        table.answer(place, 2, comment=f"Teksti {place}" if place < 3 else "")
    table.close()
    with pytest.raises(Refused, match="3"):
        table.release()
    for place in range(3):
        participation = table.participation(place)
        answer = participation.response.answers.exclude(comment="").get()
        state = "withheld" if place == 0 else "released"
        actions.check_comment(table.keeper, participation, answer=answer, state=state, reason="Henkilö")
    (release,) = table.release()
    assert sorted(release.comments.values_list("text", flat=True)) == ["Teksti 1", "Teksti 2"]
    assert release.withheld == 1


def test_small_municipalities_share_one_assessment(table):
    today = timezone.localdate()
    areas = [table.assessment.area, table.other.area]
    round_ = actions.create(
        table.keeper, table.cast.space, areas=areas, shared=True, title=Text(fi="Yhteinen"), year=today.year,
        keeper=table.cast.umbrella, version=table.round.version, area=table.round.area, opens=today,
        closes=today + dt.timedelta(days=9),
    )  # fmt: skip
    (shared,) = round_.assessments.all()
    assert (shared.area.kind, set(shared.area.members.all())) == ("set", set(areas))
    assert str(shared.area.name) == "Koski Tl, Marttila"
    actions.open(table.keeper, round_)
    invited = set(shared.participations.values_list("organisation", flat=True))
    assert invited == {ngo.pk for ngo in table.ngos} | {table.cast.ngo_a.pk, table.cast.ngo_b.pk}
    actions.create(
        table.keeper, table.cast.space, areas=areas, shared=True, title=Text(fi="Toinen"), year=today.year,
        keeper=table.cast.umbrella, version=table.round.version, area=table.round.area, opens=today,
        closes=today + dt.timedelta(days=9),
    )  # fmt: skip
    assert shared.area.assessments.count() == 2


def test_rounds_with_different_checklists_compare_through_the_bank(table):
    from kumppanuus.assessments.comparison import read_comparison
    from kumppanuus.questionnaires.models import Questionnaire

    for place in range(5):
        table.answer(place, 1)
    table.close()
    table.release()
    seven = Questionnaire.objects.get(slug="pohjois-pohjanmaa-seven").versions.published().get()
    with later(400):
        today = timezone.localdate()
        round_ = actions.create(
            table.keeper, table.cast.space, areas=[table.assessment.area], title=Text(fi="Toinen lista"),
            year=today.year, keeper=table.cast.umbrella, version=seven, area=table.round.area, opens=today,
            closes=today + dt.timedelta(days=9),
        )  # fmt: skip
        actions.open(table.keeper, round_)
        round_.refresh_from_db()
        for participation in round_.assessments.get().participations.all()[:5]:
            holder = Actor(link_id=participation.link_id, organisation_id=participation.organisation_id)
            actions.begin(holder, participation)
            for item in seven.items.all():
                actions.answer(holder, participation, item=item, value=3)
            actions.give(holder, participation)
        round_.refresh_from_db()
        actions.close(table.keeper, round_)
        round_.refresh_from_db()
        actions.release(table.keeper, round_)
        lines = {line.bank.slug: line for line in read_comparison(table.assessment.area).lines}
    assert [ngo for _year, _own, ngo in lines["contact-person"].rounds] == [1.0, 3.0]
    assert [ngo for _year, _own, ngo in lines["strategy-and-budget"].rounds] == [1.0, None]


def test_evidence_from_the_platform_goes_stale_with_it(table):
    from kumppanuus.assessments.mirror import read_mirror
    from kumppanuus.assessments.records import record_at
    from kumppanuus.measures import actions as measures

    due = timezone.localdate() + dt.timedelta(days=50)
    measure = measures.propose(
        table.aino, table.assessment.area, title=Text(fi="Sovittu"), owner=table.cast.municipality_a, due=due
    )
    item = table.items()[0]
    address = f"https://example.org{measure.get_absolute_url()}"
    assert record_at(table.aino, address) == measure
    assert record_at(table.aino, "/fi/nowhere/") is None
    actions.attach(
        table.aino, table.assessment, item=item, kind="record", title=Text(fi="Toimenpide"), url=address,
        record_model="measures.measure", record_id=measure.pk,
    )  # fmt: skip
    table.sign()
    table.close()
    table.release()
    row = read_mirror(table.assessment).rows[0]
    assert row.changed == set()
    measures.report(table.aino, measure, state="done")
    row = read_mirror(table.assessment).rows[0]
    assert row.changed == {row.evidence[0].pk}


def test_two_who_begin_at_once_get_the_same_draft(table):
    holder = table.holder(table.participation(0))
    first, second = table.participation(0), table.participation(0)
    assert actions.begin(holder, first) == actions.begin(holder, second)
    assert Response.objects.count() == 1


def test_refusing_from_an_old_page_loses_no_answer(table):
    old_page = table.participation(0)
    given = table.answer(0, 3).response
    actions.refuse(table.keeper, old_page, reason="Ei toimi kunnassa")
    refused = table.participation(0)
    assert (refused.state, refused.response, refused.draft) == ("refused", given, None)


def test_giving_from_an_old_page_does_not_undo_a_refusal(table):
    holder = table.holder(table.participation(0))
    old_page = table.participation(0)
    actions.begin(holder, old_page)
    actions.answer(holder, old_page, item=table.items()[0], value=2)
    actions.refuse(table.keeper, table.participation(0), reason="Ei toimi kunnassa")
    with pytest.raises(Refused):
        actions.give(holder, old_page)
    assert table.participation(0).state == "refused"


def test_an_answer_of_one_invited_by_name_is_never_made_anothers(table):
    invited = table.participation(0)
    with pytest.raises(Refused):
        actions.verify(table.keeper, invited, organisation=table.ngos[1])
    assert table.participation(0) == invited


def test_changing_from_an_old_page_does_not_close_an_opened_round(world):
    kaisa, old_page = world.actor("kaisa"), Round.objects.get(pk=world.draft_round.pk)
    actions.open(kaisa, Round.objects.get(pk=old_page.pk))
    with pytest.raises(Refused):
        actions.change(kaisa, old_page, areas=[world.area_a], year=2031)
    assert Round.objects.get(pk=old_page.pk).opened_at is not None


def test_joining_twice_in_a_minute_leaves_the_mailed_link_working(table):
    actions.print_sheet(table.keeper, table.assessment)
    visitor = Actor(link_id=table.assessment.sheet_link_id)
    for _time in range(3):
        actions.claim(visitor, table.assessment, name="Uusi kerho", address="uusi@example.org")
    mails = Delivery.objects.filter(address="uusi@example.org")
    tokens = [mail.context["url"].rstrip("/").rpartition("/")[2] for mail in mails]
    assert [isinstance(follow(token, "assessments.answer"), Link) for token in tokens] == [True]
    with later(1):
        actions.claim(visitor, table.assessment, name="Uusi kerho", address="uusi@example.org")
    newest = mails.order_by("-pk").first()
    assert isinstance(follow(newest.context["url"].rstrip("/").rpartition("/")[2], "assessments.answer"), Link)


def test_nothing_is_released_while_answers_are_taken_again(table):
    for place in range(5):
        table.answer(place, 1)
    table.close()
    table.release()
    table.take_late_answers()
    for place in range(5, 10):
        table.answer(place, 4)
    assert not table.keeper.may("assessments.release", table.round)
    table.close()
    assert table.keeper.may("assessments.release", table.round)


@pytest.mark.parametrize(("answers", "texts"), [(4, 0), (5, 1)])
def test_no_text_is_told_from_fewer_than_five(table, answers, texts):
    for place in range(answers):
        table.answer(place, 1, comment="Meillä on hyvä yhteys" if place == 0 else "")
    table.close()
    participation = table.participation(0)
    (answer,) = participation.response.answers.exclude(comment="")
    actions.check_comment(table.keeper, participation, answer=answer, state="released")
    (release,) = table.release()
    assert (release.comments.count(), release.withheld) == (texts, 1 - texts)


def test_removed_text_leaves_the_answer_and_every_release(table):
    from kumppanuus.activity import actions as activity
    from kumppanuus.assessments.mirror import read_mirror

    for place in range(5):
        table.answer(place, 2, comment="Matti Meikäläinen ei vastaa" if place == 0 else "")
    participation = table.participation(0)
    answer = participation.response.answers.exclude(comment="").get()
    actions.check_comment(table.keeper, participation, answer=answer, state="released")
    table.close()
    (release,) = table.release()
    comment = release.comments.get()
    with pytest.raises(PermissionDenied):
        activity.redact(table.cast.actor("bertil"), comment, field="text", reason="Nimi")
    activity.redact(table.keeper, comment, field="text", reason="Henkilön nimi")
    answer.refresh_from_db()
    assert answer.comment == ""
    assert [c.text for row in read_mirror(table.assessment).rows for c in row.comments] == []
