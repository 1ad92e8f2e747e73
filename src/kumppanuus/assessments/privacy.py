"""What may be told of the NGOs' answers so that no single answer can be worked out.

The rules, in one place:
1. Nothing is told of an item that fewer than FIVE organisations answered.
2. The mean is told as a half level: in the first release the nearest one, in a supplement the mean rounded up or down
   to a neighbouring half level.
3. How divided the answers are is told in three words, and only in the first release.
4. A supplement (the second and last release) needs five changed answers, and each of its figures is checked by
   `tells_a_single_answer`: an attacker who knows who answered and who changed when, knows these rules and sees both
   releases must be left with at least two possibilities for every single answer.
5. Which of the safe figures a supplement tells is thrown by dice, and now and then the first release's figure stays
   though another would be safe. Else the choice itself would tell: that a figure stayed would mean that no other was
   safe, and that in turn what the new answers are.
Everything else that is shown (themes, areas, peers, ladders, pictures) is computed from released figures only.

Unanimity: rounding keeps even unanimous answers open on paper, but a reader may guess; the pages say so.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from kumppanuus.assessments.models.release import Spread

FIVE = 5
LEVELS = range(5)
EIGHT = 8
Throw = Callable[[int], int]
DICE: Throw = random.SystemRandom().randrange
Answered = int | None  # a level 0–4, or None for "cannot say"
Sums = set[tuple[int, int, int]]  # (how many gave a level, their sum, which end points of the window were hit)


@dataclass(frozen=True)
class Told:
    """What a release tells of one item: number of levels given, mean in half levels, spread ("" = not told).

    `half_levels` None means that fewer than five organisations gave a level.
    """

    count: int
    half_levels: int | None
    spread: str = ""


HIDDEN = Told(0, None)


def candidates(values: Sequence[int]) -> list[int]:
    """Return the mean's neighbouring half levels, the nearer first (0–8 half levels; values are levels 0–4)."""
    doubled = Fraction(2 * sum(values), len(values))
    low, high = math.floor(doubled), math.ceil(doubled)
    return sorted({low, high}, key=lambda half: (abs(doubled - half), half))


def spread_of(values: Sequence[int]) -> Spread:
    """Return how far the answers lie apart: a range of at most 1, 2, or more levels."""
    width = max(values) - min(values)
    return Spread.UNITED if width <= 1 else Spread.VARIED if width == 2 else Spread.DIVIDED


def tell_first(answers: Iterable[Answered]) -> Told:
    """Return what the first release tells of an item."""
    values = [value for value in answers if value is not None]
    if len(values) < FIVE:
        return HIDDEN
    return Told(len(values), candidates(values)[0], spread_of(values))


def tell_supplement(
    first: Told, kept: list[Answered], before: list[Answered], after: list[Answered], *, throw: Throw = DICE
) -> Told:
    """Return what the supplement tells of an item, one of `choices` by the throw of a die of EIGHT sides.

    kept    answers in both releases, unchanged
    before  answers in the first release that were corrected since
    after   corrected and new answers in the supplement
    """
    open_to = choices(first, kept, before, after)
    thrown = throw(EIGHT)
    if thrown == 0:
        return open_to[-1]
    return open_to[1] if thrown == 1 and len(open_to) > 1 else open_to[0]


def choices(first: Told, kept: list[Answered], before: list[Answered], after: list[Answered]) -> list[Told]:
    """Return all that a supplement may tell of an item: the safe neighbours, the nearer first, then the first figure.

    Whether a neighbour is safe does not depend on the answers, only on what was told before and on how many there are.
    """
    values = [value for value in kept + after if value is not None]
    if len(values) < FIVE:
        return [first]
    sizes = len(kept), len(before), len(after)
    told = [Told(len(values), half_levels) for half_levels in candidates(values)]
    safe = [one for one in told if not tells_a_single_answer(first, one, *sizes)]
    return [*safe, first] if first.half_levels is not None or not safe else safe


def _windows(spread: str) -> list[tuple[int, int, int]]:
    """Return (lowest, highest, end points that must be hit) for every range of answers the word allows."""
    if spread == Spread.UNITED:
        return [(low, low + 1, 0) for low in range(4)]
    if spread == Spread.VARIED:
        return [(low, low + 2, 3) for low in range(3)]
    if spread == Spread.DIVIDED:
        return [(0, 3, 3), (1, 4, 3), (0, 4, 3)]
    return [(0, 4, 0)]


def _reach(people: int, low: int, high: int, pinned: Iterable[Answered] = ()) -> Sums:
    """Return every (count, sum, hits) that so many answers within the window, and the pinned ones, can make."""
    steps: list[list[Answered]] = [[value] for value in pinned]
    steps += [[None, *range(low, high + 1)]] * people
    found: Sums = {(0, 0, 0)}
    for options in steps:
        found = {
            (count, total, hits)
            if value is None
            else (count + 1, total + value, hits | (1 if value == low else 0) | (2 if value == high else 0))
            for count, total, hits in found
            for value in options
            if value is None or low <= value <= high
        }
    return found


def _fits_first(told: Told, count: int, total: int) -> bool:
    """Say whether so many levels with this sum are told so in a first release: the nearest half level, no other."""
    if told.half_levels is None:
        return count < FIVE
    if count != told.count:
        return False
    whole, rest = divmod(2 * total, count)
    return told.half_levels == whole + (2 * rest > count)


def _fits_second(told: Told, count: int, total: int) -> bool:
    """Say whether so many levels with this sum could have been told so in a supplement: by either neighbour."""
    if told.half_levels is None:
        return count < FIVE
    return count == told.count and abs(2 * total - told.half_levels * count) < count


def _possible(first: Told, second: Told | None, groups: list[Sums], must: int) -> bool:
    """Say whether some choice of the three groups' sums fits both releases."""
    kept, before, after = groups
    for count, total, hits in kept:
        if second is not None and not any(_fits_second(second, count + c, total + t) for c, t, _h in after):
            continue
        if any(_fits_first(first, count + c, total + t) and (hits | h) & must == must for c, t, h in before):
            return True
    return False


def tells_a_single_answer(first: Told, second: Told | None, kept: int, before: int, after: int) -> bool:
    """Say whether some single answer has only one value left for one who sees the releases and knows who answered.

    kept, before, after are the numbers of organisations in each group (see `tell_supplement`). Exact for two
    releases: goes through every sum the groups can make, with one answer of a group pinned to each value in turn.
    Releases that tell nothing leave everything open.
    """
    if first.half_levels is None and (second is None or second.half_levels is None):
        return False
    groups = [kept, before, after]
    for group, size in enumerate(groups):
        if size == 0 or (group == 2 and second is None):
            continue
        open_values = 0
        for value in (None, *LEVELS):
            if _value_is_open(first, second, groups, group, value):
                open_values += 1
            if open_values > 1:
                break
        if open_values <= 1:
            return True
    return False


def _value_is_open(first: Told, second: Told | None, groups: list[int], group: int, value: Answered) -> bool:
    for low, high, must in _windows(first.spread):
        sums = []
        for index, size in enumerate(groups):
            window = (0, 4) if index == 2 else (low, high)  # the first release's spread says nothing of new answers
            pinned = [value] if index == group else []
            sums.append(_reach(size - len(pinned), *window, pinned))
        if _possible(first, second, sums, must):
            return True
    return False
