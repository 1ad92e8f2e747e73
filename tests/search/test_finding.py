"""What is found, by whom, and what pages are told of it."""

from __future__ import annotations

import pytest

from kumppanuus.core.actors import Actor
from kumppanuus.core.texts import Text
from kumppanuus.search import snapshot
from kumppanuus.search.documents import Source
from kumppanuus.search.finding import find, matching
from kumppanuus.search.rebuilding import rebuild
from kumppanuus.search.suggesting import suggest

pytestmark = pytest.mark.django_db
VISITOR = Actor()


def thing(pk: int, title: str, text: str = "", *, summary: str = "", **more) -> Source:
    return Source("tests.thing", pk, Text(fi=title), ("front", ()), Text(fi=summary), [("text", text)], **more)


def index(*things: Source) -> None:
    rebuild([list(things)])


def titles(words: str, actor: Actor = VISITOR, **given) -> list[str]:
    return [str(hit.title) for hit in find(actor, words, **given).hits]


@pytest.fixture
def shelf() -> None:
    index(
        thing(1, "Vertaistukiryhmä omaishoitajille", "Ryhmä kokoontuu kirjastossa.", facets=frozenset({"price:free"})),
        thing(2, "Velkaneuvonta", "Apua raha-asioihin ja maksujärjestelyihin.", facets=frozenset({"price:free"})),
        thing(3, "Senioritanssit", "Iloista tanssia eläkeläisille.", facets=frozenset({"price:paid"})),
        thing(4, "Hallituksen luonnos", "Salainen tanssi.", tokens=frozenset({"organisation:7"})),
    )


def test_base_forms_and_parts_of_compounds_are_found(shelf) -> None:
    assert titles("omaishoitajan tukiryhmästä")[0] == "Vertaistukiryhmä omaishoitajille"
    assert titles("tansseissa") == ["Senioritanssit"]


def test_a_misspelt_word_finds_and_is_put_right(shelf) -> None:
    found = find(VISITOR, "velkanuvonta")
    assert (str(found.hits[0].title), found.did_you_mean) == ("Velkaneuvonta", "velkaneuvonta")


def test_compounds_written_apart_are_found(shelf) -> None:
    assert titles("velka neuvonta")[0] == "Velkaneuvonta"


def test_words_that_nothing_has_are_told_as_such(shelf) -> None:
    found = find(VISITOR, "avaruusraketti")
    assert (found.nothing_fits, found.hits, found.total) == (True, [], 0)


def test_only_function_words_find_nothing(shelf) -> None:
    assert find(VISITOR, "mistä minä ja sinä sitä saa").nothing_fits


def test_what_the_asker_may_not_see_is_neither_found_nor_counted_nor_suggested(shelf) -> None:
    member = Actor(system="")
    member._memory["core.tokens"] = {"public", "organisation:7"}
    assert titles("luonnos") == []
    assert titles("luonnos", member) == ["Hallituksen luonnos"]
    assert find(VISITOR, "tanssi").counts["kind"] == {"tests.thing": 1}
    assert [str(one.title) for one in suggest(VISITOR, "hall")] == ["Halland"] or suggest(VISITOR, "hallit") == []
    assert [str(one.title) for one in suggest(member, "hallit")] == ["Hallituksen luonnos"]


def test_filters_narrow_and_each_value_is_counted(shelf) -> None:
    found = find(VISITOR, "", filters={"price": ["free"]})
    assert (found.total, found.counts["price"]) == (2, {"free": 2, "paid": 1})


def test_hits_tell_why_they_were_found(shelf) -> None:
    hit = find(VISITOR, "tanssi").hits[0]
    assert [(one.word, one.how, one.where) for one in hit.reasons] == [("tanssi", "word", "title")]


def test_while_typing_titles_that_begin_so_are_suggested(shelf) -> None:
    assert [str(one.title) for one in suggest(VISITOR, "velk")] == ["Velkaneuvonta"]


def test_ids_are_given_to_lists_that_have_filters_of_their_own(shelf) -> None:
    assert list(matching(VISITOR, "velkaneuvontaa", "tests.thing") or {}) == [2]


def test_without_an_index_it_says_so() -> None:
    assert find(VISITOR, "tanssi").ready is False
    assert matching(VISITOR, "tanssi", "tests.thing") is None


@pytest.mark.parametrize(
    "typed",
    [
        "a" * 10_000,
        "velka " * 2000,
        '"velkaneuvonta" AND (NOT OR NEAR/3',
        "'; DROP TABLE search_document; --",
        "😀 💶",
        "مساعدة في الديون",
        "\u202eatnovuenaklev\u202c",
        "\x00\x07velka\x1bneuvonta",
        "v",
        "12345678",
        "%_*?",
        "",
        "   ",
    ],
)
def test_whatever_is_typed_is_answered(shelf, typed: str) -> None:
    assert isinstance(find(VISITOR, typed).total, int)
    assert isinstance(suggest(VISITOR, typed), list)


def test_a_search_costs_as_many_queries_whatever_there_is(django_assert_max_num_queries) -> None:
    index(*(thing(number, f"Ryhmä {number}") for number in range(700)))
    find(VISITOR, "ryhmä")
    snapshot.storing.forget()
    with django_assert_max_num_queries(4):
        assert find(VISITOR, "ryhmä").total == 700


def test_what_is_only_alike_in_the_text_names_no_word_that_the_hit_shows() -> None:
    # No words of any language, and too far apart to be mended as slips: only their letters meet.
    index(thing(1, "Puhelin auki iltaisin", "Zuplorikandi illalla."), thing(2, "Zuplorikandeja", "Tule mukaan."))
    found = {str(hit.title): hit.reasons[0] for hit in find(VISITOR, "zuplorixxx").hits}
    assert [(one.how, one.met) for one in found.values()].count(("similar", "zuplorikandeja")) == 1
    assert (found["Puhelin auki iltaisin"].how, found["Puhelin auki iltaisin"].met) == ("similar", "")
