from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import translation

from kumppanuus.activity.models import Event
from kumppanuus.core.actions import Refused
from kumppanuus.core.actors import system
from kumppanuus.core.clock import jobs
from kumppanuus.core.texts import Text
from kumppanuus.measures import actions
from kumppanuus.measures.models import Measure, State
from kumppanuus.notices.models import Delivery
from kumppanuus.notices.rendering import render
from tests.factories import building
from tests.factories import measures as made_up
from tests.factories import organisations as organisations_made_up

pytestmark = pytest.mark.django_db


@pytest.fixture
def area(cast):
    return cast.municipality_a.governs


@pytest.fixture
def aino(cast):
    return cast.actor("aino")


@pytest.fixture
def agreed(cast, aino, area):
    return made_up.measure(aino, area, cast.municipality_a)


@pytest.fixture
def proposed(cast, area):
    return made_up.measure(cast.actor("bertil"), area, cast.municipality_a)


def course(measure):
    return [(one.state, one.reason, one.due) for one in measure.states.order_by("pk")]


def mails(template):
    rows = Delivery.objects.filter(template=f"measures/mail/{template}").order_by("pk")
    return list(rows.values_list("address", flat=True))


def test_measure_of_ones_own_is_agreed_at_once_and_nobody_is_mailed(agreed):
    assert (agreed.state, agreed.agreed_on is not None) == (State.AGREED, True)
    assert course(agreed) == [("agreed", "", agreed.due)]
    assert mails("proposed") == []


def test_proposal_is_mailed_to_the_post_or_the_owner(cast, area, proposed):
    post = organisations_made_up.post(cast.municipality_a, email="post@example.org")
    made_up.measure(cast.actor("bertil"), area, cast.municipality_a, post=post)
    assert proposed.state == State.PROPOSED
    assert mails("proposed") == [cast.municipality_a.email, "post@example.org"]


def test_mail_says_what_for_whom_by_when_and_where(cast, area):
    made = made_up.measure(
        cast.actor("bertil"), area, cast.municipality_a, "Avataan ilmainen tila", shows_done=Text(fi="Päätös")
    )
    with translation.override("en"):
        mail = render(Delivery.objects.get(key=f"measure:{made.pk}:proposed"))
    for words in ("Avataan ilmainen tila", "Päätös", "Kosken Kylätupa", "Kosken kunta", f"/fi/measures/{made.pk}/"):
        assert words in mail.text
    assert "Avataan ilmainen tila" in mail.subject


def test_post_of_another_organisation_is_refused(cast, aino, area):
    post = organisations_made_up.post(cast.ngo_a)
    with pytest.raises(Refused):
        made_up.measure(aino, area, cast.municipality_a, post=post)
    assert list(Measure.objects.all()) == []


def test_owner_accepts_and_the_proposer_is_told(cast, aino, proposed):
    actions.accept(aino, proposed)
    assert course(proposed) == [("proposed", "", proposed.due), ("agreed", "", proposed.due)]
    assert mails("answered") == [cast.ngo_a.email]


def test_owner_declines_with_a_public_reason(cast, aino, proposed):
    actions.decline(aino, proposed, reason="Ei rahaa tänä vuonna")
    assert course(proposed)[-1] == ("dropped", "Ei rahaa tänä vuonna", proposed.due)
    assert "Ei rahaa tänä vuonna" in render(Delivery.objects.get(template="measures/mail/answered")).text


def test_decline_without_a_reason_is_refused(aino, proposed):
    with pytest.raises(Refused):
        actions.decline(aino, proposed, reason="  ")
    proposed.refresh_from_db()
    assert proposed.state == State.PROPOSED


def test_second_answer_to_a_proposal_is_refused(cast, aino, proposed):
    as_it_was = Measure.objects.get(pk=proposed.pk)
    actions.accept(aino, proposed)
    with pytest.raises(Refused):
        actions.decline(aino, as_it_was, reason="Sittenkin ei")
    assert [one[0] for one in course(proposed)] == ["proposed", "agreed"]


@pytest.mark.parametrize("name", ["bertil", "akseli", "kaisa", "eero", "dani"])
def test_only_the_owner_answers_and_reports(cast, agreed, proposed, name):
    actor = cast.actor(name)
    for act, measure, fields in (
        (actions.accept, proposed, {}),
        (actions.decline, proposed, {"reason": "Ei"}),
        (actions.report, agreed, {"state": "done"}),
    ):
        with pytest.raises(PermissionDenied):
            act(actor, measure, **fields)


@pytest.mark.parametrize("name", ["eero", "dani", "link"])
def test_strangers_propose_nothing(cast, area, name):
    with pytest.raises(PermissionDenied):
        made_up.measure(cast.actor(name), area, cast.municipality_a)


def test_report_keeps_each_state_with_reason_and_date(aino, agreed):
    first, later = agreed.due, made_up.in_days(200)
    actions.report(aino, agreed, state="under_way")
    actions.report(aino, agreed, state="under_way", reason="Valtuusto päättää keväällä", due=later)
    actions.report(aino, agreed, state="done")
    assert course(agreed) == [
        ("agreed", "", first),
        ("under_way", "", first),
        ("under_way", "Valtuusto päättää keväällä", later),
        ("done", "", later),
    ]


@pytest.mark.parametrize(
    "fields",
    [
        {"state": "dropped"},
        {"state": "under_way", "due": made_up.in_days(5)},
        {"state": "proposed"},
        {"state": "nonsense"},
        {"state": "done", "reason": "a" * 100_000},
    ],
    ids=["dropped", "moved", "proposed", "nonsense", "long"],
)
def test_report_without_what_it_needs_changes_nothing(aino, agreed, fields):
    with pytest.raises(Refused):
        actions.report(aino, agreed, **fields)
    agreed.refresh_from_db()
    assert (agreed.state, agreed.due, len(course(agreed))) == (State.AGREED, made_up.in_days(90), 1)


def test_each_step_leaves_one_public_event(aino, proposed):
    actions.accept(aino, proposed)
    actions.report(aino, proposed, state="done")
    found = Event.objects.about(proposed).order_by("pk")
    assert [event.name for event in found] == ["measures.propose", "measures.accept", "measures.report"]
    assert [list(event.audiences.filter(token="public").values_list("token", flat=True)) for event in found] == [
        ["public"]
    ] * 3


def test_owner_is_reminded_once_before_and_once_after_the_day(cast, aino, area, agreed, proposed):
    clock = system("clock")
    with building():
        Measure.objects.filter(pk=agreed.pk).update(due=made_up.in_days(30))
    assert [actions.remind(clock, None), actions.remind(clock, None)] == [1, 1]
    assert (mails("due"), mails("late")) == ([cast.municipality_a.email], [])
    made_up.overdue(agreed)
    actions.remind(clock, None)
    actions.remind(clock, None)
    assert mails("late") == [cast.municipality_a.email]


def test_done_dropped_proposed_and_far_ones_are_not_reminded(cast, aino, area, proposed):
    done = made_up.overdue(made_up.measure(aino, area, cast.municipality_a))
    actions.report(aino, done, state="done")
    made_up.overdue(proposed)
    made_up.measure(aino, area, cast.municipality_a, due=made_up.in_days(31))
    assert actions.remind(system("clock"), None) == 0


def test_clock_knows_the_reminder():
    assert jobs["measures.remind"].period == "day"
