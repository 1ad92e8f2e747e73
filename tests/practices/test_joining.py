"""Joining two sides' changes of a text: what must hold whatever the texts are."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kumppanuus.practices.joining import Choice, Chunk, Kind, blocks, chunks, joined, plain

pytestmark = pytest.mark.one_database  # none is asked

BLOCK = st.sampled_from(
    [
        "Yksi.",
        "Kaksi.",
        "Kolme.",
        "## Otsikko",
        "- a\n- b",
        "| a | b |\n|---|---|\n| 1 | 2 |",
        "```\nx\n\ny\n```",
        "Å ä ö",
    ]
)
TEXT = st.lists(BLOCK, max_size=9).map("\n\n".join) | st.text(alphabet="ab \n`~#-", max_size=40)


def every(parts: list[Chunk], choice: Choice) -> dict[int, tuple[Choice, str]]:
    return dict.fromkeys(range(len(parts)), (choice, ""))


@given(TEXT, TEXT, TEXT)
def test_taking_everything_is_theirs_and_leaving_everything_our_own(base: str, theirs: str, own: str) -> None:
    parts = chunks(base, theirs, own)
    assert joined(parts, every(parts, Choice.TAKE)) == plain(theirs)
    assert joined(parts, every(parts, Choice.LEAVE)) == plain(own)


@given(TEXT, TEXT, TEXT)
def test_no_block_of_any_side_is_left_unseen(base: str, theirs: str, own: str) -> None:
    parts = chunks(base, theirs, own)
    assert [block for one in parts for block in one.base] == blocks(base)
    assert [block for one in parts for block in one.theirs] == blocks(theirs)
    assert [block for one in parts for block in one.own] == blocks(own)


@given(TEXT, TEXT, TEXT)
def test_keeping_both_loses_nothing_of_either(base: str, theirs: str, own: str) -> None:
    parts = chunks(base, theirs, own)
    made = joined(parts, every(parts, Choice.KEEP_BOTH))
    assert [block for block in (*blocks(theirs), *blocks(own)) if block not in made] == []


@given(TEXT, TEXT, TEXT, st.randoms(use_true_random=False))
def test_the_order_of_choosing_does_not_matter(base: str, theirs: str, own: str, luck: random.Random) -> None:
    parts = chunks(base, theirs, own)
    made = [(n, (luck.choice([Choice.TAKE, Choice.LEAVE, Choice.KEEP_BOTH]), "")) for n in range(len(parts))]
    other = luck.sample(made, len(made))
    assert joined(parts, dict(made)) == joined(parts, dict(other))


@given(TEXT, TEXT)
def test_what_one_side_did_not_touch_has_a_usual_answer(base: str, changed: str) -> None:
    assert joined(chunks(base, changed, base), {}) == plain(changed)
    assert joined(chunks(base, base, changed), {}) == plain(changed)
    assert joined(chunks(base, changed, changed), {}) == plain(changed)


@given(TEXT, TEXT, TEXT)
def test_swapping_the_sides_swaps_what_is_said(base: str, theirs: str, own: str) -> None:
    swapped = {Kind.THEIRS: Kind.OWN, Kind.OWN: Kind.THEIRS}
    one, other = chunks(base, theirs, own), chunks(base, own, theirs)
    assert [(swapped.get(c.kind, c.kind), c.own, c.theirs) for c in one] == [(c.kind, c.theirs, c.own) for c in other]


@given(TEXT)
def test_blocks_come_back_the_same(text: str) -> None:
    assert blocks(plain(text)) == blocks(text)


def test_kinds_as_a_reader_would_tell_them() -> None:
    base = "Alku.\n\nOvi on auki.\n\nKahvi maksaa.\n\nLoppu."
    theirs = "Alku.\n\nOvi on auki aina.\n\nKahvi maksaa.\n\nLoppu.\n\nLisätty ylhäällä."
    own = "Oma alku.\n\nOvi on auki tiistaisin.\n\nKahvi maksaa.\n\nLoppu."
    assert [(c.kind, c.theirs, c.own) for c in chunks(base, theirs, own)] == [
        (Kind.OWN, ("Alku.",), ("Oma alku.",)),
        (Kind.CONFLICT, ("Ovi on auki aina.",), ("Ovi on auki tiistaisin.",)),
        (Kind.SAME, ("Kahvi maksaa.", "Loppu."), ("Kahvi maksaa.", "Loppu.")),
        (Kind.THEIRS, ("Lisätty ylhäällä.",), ()),
    ]


def test_changes_side_by_side_are_no_conflict() -> None:
    base, theirs, own = "- yksi\n\nLoppu.", "- yksi\n- kaksi\n\nLoppu.", "- yksi\n\nOma lisäys.\n\nLoppu."
    parts = chunks(base, theirs, own)
    assert [one.kind for one in parts] == [Kind.THEIRS, Kind.OWN, Kind.SAME]
    assert joined(parts, {}) == "- yksi\n- kaksi\n\nOma lisäys.\n\nLoppu."
    both = chunks("Alku.\n\nLoppu.", "Alku.\n\nHeidän.\n\nLoppu.", "Alku.\n\nMeidän.\n\nLoppu.")
    assert [one.kind for one in both] == [Kind.SAME, Kind.CONFLICT, Kind.SAME]


def test_a_conflict_without_a_choice_is_an_error_and_own_words_stand() -> None:
    parts = chunks("Ovi.", "Ovi auki.", "Ovi kiinni.")
    with pytest.raises(KeyError):
        joined(parts, {})
    assert joined(parts, {0: (Choice.WORDS, "Ovi auki tiistaisin.\n\n\nMuulloin kiinni.")}) == (
        "Ovi auki tiistaisin.\n\nMuulloin kiinni."
    )


def test_lists_tables_and_fences_stay_whole() -> None:
    text = "# A\n\n- yksi\n- kaksi\n\n| a |\n|---|\n\n```\nx\n\n\ny\n```\nheti\n\nLoppu"
    assert blocks(text) == ["# A", "- yksi\n- kaksi", "| a |\n|---|", "```\nx\n\n\ny\n```\nheti", "Loppu"]


def test_a_list_with_empty_lines_between_its_points_stays_whole() -> None:
    text = "- yksi\n\n- kaksi\n\n  jatkuu\n\nKappale.\n\n1. eka\n\n2. toka\n\n- toinen luettelo"
    assert blocks(text) == ["- yksi\n\n- kaksi\n\n  jatkuu", "Kappale.", "1. eka\n\n2. toka", "- toinen luettelo"]


def test_a_line_that_ends_in_two_spaces_stays_broken() -> None:
    assert plain("Eka rivi  \ntoka rivi \nkolmas  ") == "Eka rivi  \ntoka rivi\nkolmas"


def test_a_longer_fence_is_closed_only_by_one_as_long() -> None:
    assert blocks("````\n```\n\nx\n````\n\nLoppu") == ["````\n```\n\nx\n````", "Loppu"]
    assert blocks("```\n```python\n\nx\n```\n\nLoppu") == ["```\n```python\n\nx\n```", "Loppu"]


@given(TEXT, TEXT, TEXT)
def test_a_conflict_is_only_where_both_changed_the_same_paragraph(base: str, theirs: str, own: str) -> None:
    """Neither side has all the paragraphs of a conflict's base as they were, nor do the two say the same."""
    for one in chunks(base, theirs, own):
        if one.kind == Kind.CONFLICT:
            assert one.theirs not in {one.base, one.own}
            assert one.own != one.base
