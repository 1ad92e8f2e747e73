"""Words into forms: known examples, and that no bytes make it fall."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kumppanuus.search import levers
from kumppanuus.search.analysis import SPOKEN, active, folded, forms, gram_ids, prefix_ids, term_id, tokens
from kumppanuus.search.analysis.spoken import written
from kumppanuus.search.reasons import slips

with_voikko = pytest.mark.skipif(active() != "voikko", reason="Voikko is not installed")
pytestmark = pytest.mark.one_database  # none is asked
ANY = st.one_of(st.text(max_size=200), st.binary(max_size=200).map(lambda raw: raw.decode("utf-8", "replace")))


@given(ANY)
def test_any_text_becomes_words_and_forms(text: str) -> None:
    for word in tokens(text):
        assert word == word.lower() or not word.isascii()
        for language in ("fi", "sv", "en", SPOKEN, "xx", ""):
            found = forms(word, language)
            assert found.bases
            assert all(0 <= term_id(one) < 2**63 for one in (*found.bases, *found.parts, *found.roots))
        assert all(0 <= one < 2**63 for one in (*gram_ids(word), *prefix_ids(word)))


@given(st.text(max_size=30), st.text(max_size=30))
def test_slips_are_as_many_in_both_directions(one: str, other: str) -> None:
    assert slips(one, other, 3) == slips(other, one, 3) or max(slips(one, other, 3), slips(other, one, 3)) > 3


@pytest.mark.parametrize(
    ("one", "other", "number"),
    [("velkaneuvonta", "velkanuevonta", 1), ("kissa", "koira", 3), ("tuki", "tukki", 1), ("", "ab", 2)],
)
def test_slips_count_wrong_missing_and_exchanged_letters(one: str, other: str, number: int) -> None:
    assert slips(one, other, 5) == number


def test_words_are_cut_where_nothing_joins_them() -> None:
    assert tokens("Mt-palvelut, SPR:n\u00ad kahvila\u2011ilta!") == ["mt-palvelut", "spr:n", "kahvila-ilta"]
    assert tokens("\u202eabc\u202c") == ["abc"]


def test_marks_on_letters_do_not_divide_words() -> None:
    assert folded("äiti") == "aiti"
    assert gram_ids("äiti") == gram_ids("aiti")


@with_voikko
def test_finnish_gives_every_run_of_the_parts_of_a_compound() -> None:
    found = forms("vertaistukiryhmästä", "fi")
    assert found.bases == ("vertaistukiryhmä",)
    assert {"vertaistuki", "tukiryhmä", "tuki", "ryhmä"} <= set(found.parts)


@with_voikko
def test_finnish_gives_what_a_word_is_derived_from() -> None:
    assert "yksinäinen" in forms("yksinäisyyttä", "fi").roots


@with_voikko
@pytest.mark.parametrize(
    ("typed", "base"),
    [("apuu", "apu"), ("töis", "työ"), ("hoitotukee", "hoitotuki"), ("ossaa", "osata"), ("lapsil", "lapsi")],
)
def test_spoken_finnish_is_understood_in_queries_only(typed: str, base: str) -> None:
    assert base in forms(typed, SPOKEN).bases
    assert forms(typed, "fi").bases == (typed,)


def test_short_words_are_left_as_they_are() -> None:
    assert list(written("tai")) == []


@pytest.mark.parametrize(("word", "language", "base"), [("barnens", "sv", "barn"), ("children", "en", "child")])
def test_swedish_and_english_have_their_own_base_forms(word: str, language: str, base: str) -> None:
    assert forms(word, language).bases == (base,)


def test_without_voikko_words_stay_and_it_says_so() -> None:
    levers.switch_off("voikko")
    try:
        assert (active(), forms("ryhmästä", "fi").bases) == ("grams", ("ryhmästä",))
    finally:
        levers.switch_off()


def test_an_unknown_lever_is_told() -> None:
    with pytest.raises(LookupError, match="no lever is called steam"):
        levers.switch_off("steam")
