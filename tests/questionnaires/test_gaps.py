from __future__ import annotations

import pytest

from kumppanuus.core.texts import Text
from kumppanuus.questionnaires.content import LevelContent, ThemeContent
from kumppanuus.questionnaires.gaps import gaps, words
from tests.factories import questionnaires as made_up

LANGUAGES = ["fi", "sv", "en"]


def found(item):
    return [(str(gap.message), gap.stops) for gap in gaps([ThemeContent("A", made_up.three("A"), [item])], LANGUAGES)]


def test_whole_content_has_no_gaps():
    assert gaps(made_up.content(), LANGUAGES) == []


def test_empty_checklist_cannot_be_published():
    assert [gap.stops for gap in gaps([], LANGUAGES)] == [True]


@pytest.mark.parametrize(
    ("fields", "message", "stops"),
    [
        ({"name": Text(fi="Nimi")}, "The short name is missing: Swedish, English", False),
        ({"more": Text(fi="Lisää", sv="Mer")}, "“What is meant” is missing: English", False),
        ({"statement": Text(fi="Uusi", sv="Gammal", en="New", _stale="sv")}, "Older than the original: Swedish", False),
        ({"levels": []}, "At least two levels are needed.", True),
        ({"levels": made_up.levels()[:3]}, "The scale has only 3 levels; 0–4 are usual.", False),
        (
            {"levels": [*made_up.levels()[:4], LevelContent(4, Text(fi="Hyvä", sv="Bra"))]},
            "Level 4: the text is missing: English",
            False,
        ),
        (
            {"levels": [*made_up.levels()[:4], LevelContent(4, Text(fi="1 2 3 4 5 6 7 8 9", sv="a", en="b"))]},
            "Level 4: the label has more than eight words: Finnish",
            False,
        ),
    ],
)
def test_gap_is_named_with_its_languages(fields, message, stops):
    assert found(made_up.item("1", **fields)) == [(message, stops)]


def test_number_and_text_items_need_no_levels():
    assert found(made_up.item("1", kind="number", levels=[])) == []


@pytest.mark.parametrize(("text", "count"), [("", 0), ("Hyvin", 1), ("ei – kyllä", 2), ("NGO-yhteistyö on hyvä", 3)])
def test_words_counts_what_people_call_words(text, count):
    assert words(text) == count
