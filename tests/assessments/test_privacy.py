"""The attacker: knows who answered and who changed, sees every release, and must not fix a single answer.

The attacker here is written apart from the guard: it goes through all answers one by one (no sums, no groups), so it
shares no code and no short cut with `privacy.tells_a_single_answer`. It knows the rules too: that the first release
tells the nearest half level, and what a supplement may tell.
"""

from fractions import Fraction
from itertools import combinations_with_replacement

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kumppanuus.assessments.models import Spread
from kumppanuus.assessments.privacy import (
    FIVE,
    HIDDEN,
    Told,
    candidates,
    choices,
    spread_of,
    tell_first,
    tell_supplement,
    tells_a_single_answer,
)

pytestmark = pytest.mark.one_database  # none is asked
ANSWERS = (None, 0, 1, 2, 3, 4)


def nearest(values: list[int]) -> int:
    """Return the half level nearest to the mean, the lower of two."""
    mean = Fraction(sum(values), len(values))
    return min(range(9), key=lambda half: (abs(mean - Fraction(half, 2)), half))


def could_be(told: Told, answers: tuple, *, is_first: bool = False) -> bool:
    """Say whether these answers fit what was told."""
    values = [a for a in answers if a is not None]
    if told.half_levels is None:
        return len(values) < FIVE
    if len(values) != told.count:
        return False
    if is_first and nearest(values) != told.half_levels:
        return False
    if not abs(sum(values) / len(values) - told.half_levels / 2) < 0.5:
        return False
    if told.spread == Spread.UNITED:
        return max(values) - min(values) <= 1
    if told.spread == Spread.VARIED:
        return max(values) - min(values) == 2
    return told.spread == "" or max(values) - min(values) >= 3


def what_attacker_fixes(first: Told, second: Told | None, kept: int, before: int, after: int) -> set[int] | None:
    """Return the groups (0 kept, 1 before, 2 after) in which an answer has one possible value left.

    Goes through every way the answers can be; within a group they are interchangeable, so each multiset once. None if
    nothing fits, which cannot have been told.
    """
    seen: list[set] = [set(), set(), set()]
    fits = False
    for u in combinations_with_replacement(ANSWERS, kept):
        for c in combinations_with_replacement(ANSWERS, before):
            if not could_be(first, u + c, is_first=True):
                continue
            for n in combinations_with_replacement(ANSWERS, after):
                if second is None or could_be(second, u + n):
                    fits = True
                    for group, answers in enumerate((u, c, n)):
                        seen[group] |= set(answers)
    return {group for group, values in enumerate(seen) if len(values) == 1} if fits else None


@given(st.lists(st.sampled_from(ANSWERS), min_size=1, max_size=6))
@settings(max_examples=60, deadline=None)
def test_first_release_fixes_no_answer(answers):
    told = tell_first(answers)
    assert told == HIDDEN or told.count >= FIVE
    if told != HIDDEN:
        assert what_attacker_fixes(told, None, 0, len(answers), 0) == set()


@pytest.mark.parametrize("level", range(5))
def test_unanimous_answers_stay_open_on_paper(level):
    told = tell_first([level] * 5)
    assert told == Told(5, 2 * level, Spread.UNITED)
    assert what_attacker_fixes(told, None, 0, 5, 0) == set()


def test_fewer_than_five_tells_nothing():
    assert tell_first([4, 4, 4, 4, None, None]) == HIDDEN


def highest(sides: int) -> int:
    """Throw the side by which the nearest safe figure is told."""
    return sides - 1


def test_the_known_attack_is_refused():
    """Ten told as 1½ sum to thirteen at least; if twenty-eight were told as 0, the new eighteen must all be 0."""
    assert tells_a_single_answer(Told(10, 3), Told(28, 0), 10, 0, 18)
    answers = [1] * 7 + [2] * 3
    told = tell_supplement(Told(10, 3), answers, [], [0] * 18, throw=highest)
    assert told == Told(28, 1)
    assert not tells_a_single_answer(Told(10, 3), told, 10, 0, 18)


def test_one_who_knows_the_rules_and_the_dice_fixes_no_answer():
    """Go through every way the answers can be; whatever is told, each group's answers keep two possible values."""
    kept, before, after = sizes = 1, 4, 5
    possible: dict[tuple[Told, Told], list[set]] = {}
    known: dict = {}
    for u in combinations_with_replacement(ANSWERS, kept):
        for c in combinations_with_replacement(ANSWERS, before):
            first = tell_first(u + c)
            for n in combinations_with_replacement(ANSWERS, after):
                levels = sorted(a for a in u + n if a is not None)
                key = first, len(levels), sum(levels)
                if key not in known:
                    known[key] = choices(first, list(u), list(c), list(n))
                for told in known[key]:
                    groups = possible.setdefault((first, told), [set(), set(), set()])
                    for group, answers in zip(groups, (u, c, n), strict=True):
                        group.update(answers)
    fixed = [
        told
        for told, groups in possible.items()
        if any(size and len(group) == 1 for size, group in zip(sizes, groups, strict=True))
    ]
    assert fixed == []


def test_each_safe_figure_can_be_thrown_and_the_first_can_stay():
    first, kept, after = tell_first([3] * 6), [3] * 6, [2] * 5
    thrown = {tell_supplement(first, kept, [], after, throw=lambda _sides, side=side: side) for side in range(8)}
    assert thrown == set(choices(first, kept, [], after)) == {Told(11, 5), Told(11, 6), first}


@given(
    st.integers(2, 4),
    st.integers(1, 3),
    st.integers(1, 3),
    st.integers(0, 8),
    st.integers(0, 8),
    st.sampled_from([*Spread.values]),
    st.integers(0, 2),
)
@settings(max_examples=60, deadline=None)
def test_guard_agrees_with_the_attacker(kept, before, after, half_1, half_2, spread, unsure):
    """On small groups, whatever was told, the guard says exactly what going through all answers says."""
    first, second = Told(max(1, kept + before - unsure), half_1, spread), Told(kept + after, half_2)
    fixed = what_attacker_fixes(first, second, kept, before, after)
    if fixed is not None:
        assert tells_a_single_answer(first, second, kept, before, after) == bool(fixed)


@given(
    st.lists(st.sampled_from(ANSWERS), min_size=0, max_size=12),
    st.lists(st.sampled_from(ANSWERS), min_size=0, max_size=5),
    st.lists(st.sampled_from(ANSWERS), min_size=5, max_size=9),
)
@settings(max_examples=60, deadline=None)
def test_supplement_fixes_no_answer(kept, before, after):
    first = tell_first(kept + before)
    told = tell_supplement(first, kept, before, after)
    if told is not first:
        assert told.count >= FIVE
        assert told.spread == ""
        assert not tells_a_single_answer(first, told, len(kept), len(before), len(after))
    assert not tells_a_single_answer(first, None, 0, len(kept + before), 0)


@given(st.lists(st.integers(0, 4), min_size=5, max_size=20))
def test_told_mean_is_a_neighbour_of_the_true_one(values):
    for half in candidates(values):
        assert abs(sum(values) / len(values) - half / 2) < 0.5
    assert spread_of(values) in Spread.values
