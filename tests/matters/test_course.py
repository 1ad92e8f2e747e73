"""The path as algebra: any legal sequence of steps gives one state, kept on the matter; nothing else may follow."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kumppanuus.core.actions import Refused
from kumppanuus.core.actors import Actor
from kumppanuus.core.texts import Text
from kumppanuus.matters import actions
from kumppanuus.matters.course import ENDED, Standing, State, StepKind, standing
from kumppanuus.matters.models import Matter, Step
from tests.factories.matters import REGISTRY, at_organisation, matter

DAY = dt.date(2026, 1, 1)


@dataclass(frozen=True)
class Made:
    kind: str
    on: dt.date
    due: dt.date | None = None
    to_model: str = ""


@st.composite
def paths(draw):
    """Any legal sequence of steps, to organisations and bodies."""
    steps, found = [], Standing()
    for number in range(draw(st.integers(0, 14))):
        kinds = sorted(found.follows())
        if not kinds:
            break
        kind = draw(st.sampled_from(kinds))
        to = draw(st.sampled_from(["", "bodies.body"])) if kind == StepKind.SENT else ""
        day = DAY + dt.timedelta(days=number)
        steps.append(Made(kind, day, day + dt.timedelta(days=60) if kind == StepKind.SENT else None, to))
        found = found.after(steps[-1])
    return steps


@given(paths())
def test_the_state_is_that_of_the_last_step_that_is_neither_correction_nor_late_number(steps):
    expected = State.UNCONFIRMED
    for step in steps:
        late = step.kind == StepKind.REGISTERED and expected not in {State.SENT, State.DELIVERED}
        if step.kind != StepKind.CORRECTED and not late:
            expected = State(str(step.kind))
    assert standing(steps).state == expected


@given(paths())
def test_corrections_change_nothing_of_how_it_stands(steps):
    without = [step for step in steps if step.kind != StepKind.CORRECTED]
    assert standing(steps) == standing(without)


@given(paths())
def test_as_many_wait_as_were_sent_and_not_answered_back(steps):
    found, depth = Standing(), 0
    for step in steps:
        match step.kind:
            case StepKind.SENT:
                depth += found.state != State.ANSWERED
            case StepKind.RETURNED:
                depth -= 1
            case StepKind.CLOSED | StepKind.WITHDRAWN:
                depth = 0
        found = found.after(step)
        assert len(found.chain) == depth
        assert (found.due is not None) == found.waits
        assert not (found.waits and not found.chain)


@given(paths())
def test_a_number_belongs_to_where_it_is_and_no_body_gives_one(steps):
    found = standing(steps)
    if found.diary is not None:
        assert found.chain[-1].to_model == ""
        assert steps.index(found.diary) > steps.index(found.chain[-1])
        assert StepKind.REGISTERED not in found.follows()


@given(paths(), st.sampled_from(list(StepKind)))
def test_what_may_not_follow_is_refused(steps, kind):
    found = standing(steps)
    step = Made(kind, DAY)
    if kind in found.follows():
        assert found.after(step).state in set(State)
    else:
        with pytest.raises(ValueError, match="cannot follow"):
            found.after(step)


def test_nothing_but_a_correction_follows_the_end():
    for state in ENDED:
        assert Standing(state).follows() == {StepKind.CORRECTED}


def _take(kind, made, actor, koski):
    text = Text(fi="Näin kävi.")
    match kind:
        case StepKind.SENT:
            to = REGISTRY if made.holder_id else koski
            return actions.send_on(actor, made, to=to)
        case StepKind.DELIVERED:
            return actions.record_delivery(actor, made)
        case StepKind.REGISTERED:
            return actions.record_number(actor, made, diary_number="1/2026")
        case StepKind.TAKEN_UP:
            return actions.take_up(actor, made)
        case StepKind.HANDLED:
            return actions.record_handling(actor, made, text=text)
        case StepKind.ANSWERED:
            return actions.answer(actor, made, text=text)
        case StepKind.WITHDRAWN:
            return actions.withdraw(actor, made)
        case StepKind.CLOSED:
            return actions.close(actor, made, text=text)
        case _:
            step = made.steps.exclude(kind__in=(StepKind.CORRECTED, StepKind.GIVEN)).last()
            return actions.correct(actor, step, text=Text(fi=f"Korjaus {made.steps.count()}"))


VERBS = {
    StepKind.SENT: "send_on",
    StepKind.DELIVERED: "record_delivery",
    StepKind.REGISTERED: "record_number",
    StepKind.TAKEN_UP: "take_up",
    StepKind.HANDLED: "record_handling",
    StepKind.ANSWERED: "answer",
    StepKind.WITHDRAWN: "withdraw",
    StepKind.CLOSED: "close",
}


@pytest.mark.django_db
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(sorted(VERBS)), max_size=6))
def test_what_stands_on_the_matter_follows_from_its_steps(cast, kinds):
    """Aino and Bertil try any steps in any order: what is refused leaves nothing, all else leaves what follows."""
    koski = at_organisation(cast.municipality_a)
    made = matter(cast.actor("bertil"), cast.municipality_a.governs, koski)
    for kind in kinds:
        before = made.steps.count()
        who = next((a for a in ("aino", "bertil") if cast.actor(a).may(f"matters.{VERBS[kind]}", made)), None)
        if who is None:
            continue
        try:
            _take(kind, made, cast.actor(who), koski)
        except Refused:
            assert made.steps.count() == before
        made = Matter.objects.get(pk=made.pk)
        found = standing(made.steps.all())
        assert (made.state, made.due, made.since) == (found.state, found.due, found.since)
        assert made.diary_number == (found.diary.diary_number if found.diary else "")
        assert [step.number for step in made.steps.all()] == list(range(1, made.steps.count() + 1))


@pytest.mark.django_db
def test_the_steps_of_an_unconfirmed_matter_are_none(cast, area, koski):
    from tests.factories.matters import resident

    made = resident(area, koski, confirmed=False)
    assert (made.state, Step.objects.filter(matter=made).count()) == (State.UNCONFIRMED, 0)
    assert not Actor().may("matters.view_matter", made)
