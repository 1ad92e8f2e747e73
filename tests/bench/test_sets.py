"""The sets of queries name documents that exist, in the grades and types that their README explains."""

import csv
from collections import Counter
from pathlib import Path

import pytest
from bench.sets.documents import REFERENCE, documents

SET = Path(__file__).parents[2] / "bench/sets/everyday.tsv"
TYPES = {
    *("plain", "story", "spoken", "typo", "inflected", "compound", "swedish", "english"),
    *("place", "abbreviation", "nothing", "channel", "professional"),
}


@pytest.fixture(scope="module")
def rows():
    with SET.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.fixture(scope="module")
def judged(rows):
    """Every judgement as its query's number, the document and the grade."""
    return [(row["qid"], *pair.rsplit(":", 1)) for row in rows for pair in row["relevant"].split()]


def _unknown(judged, kind):
    known = Counter(document["id"] for document in documents())
    assert set(known.values()) == {1}
    return {id_ for _, id_, _ in judged if id_.startswith(kind) and id_ not in known}


def test_every_entry_of_the_demo_that_is_judged_exists(judged):
    assert _unknown(judged, "demo:") == set()


def test_every_general_description_that_is_judged_exists(judged):
    if not REFERENCE.is_file():
        pytest.skip("the general descriptions are not beside the project: ../shared/data/reference")
    assert _unknown(judged, "ptv:") == set()


def test_every_judgement_is_of_a_known_kind_and_grade_and_is_made_once(judged):
    assert {id_.split(":")[0] for _, id_, _ in judged} == {"demo", "ptv"}
    assert {grade for _, _, grade in judged} == {"1", "2", "3"}
    assert [pair for pair, n in Counter((qid, id_) for qid, id_, _ in judged).items() if n > 1] == []


def test_every_type_is_known_and_has_enough_queries(rows):
    counts = Counter(row["type"] for row in rows)
    assert set(counts) == TYPES
    assert {name for name, n in counts.items() if n < (20 if name == "nothing" else 15)} == set()


def test_no_query_stands_twice_and_its_language_is_that_of_its_type(rows):
    assert [text for text, n in Counter(row["query"].casefold() for row in rows).items() if n > 1] == []
    assert [qid for qid, n in Counter(row["qid"] for row in rows).items() if n > 1] == []
    other = {"swedish": {"sv"}, "english": {"en"}, "nothing": {"fi", "sv", "en"}}
    assert [row["qid"] for row in rows if row["lang"] not in other.get(row["type"], {"fi"})] == []


def test_only_queries_of_nothing_have_no_judgements(rows):
    assert [row["qid"] for row in rows if (row["type"] == "nothing") == bool(row["relevant"])] == []


def test_queries_of_a_place_judge_only_entries_of_the_demo(rows):
    foreign = [row["qid"] for row in rows if row["type"] == "place" and "ptv:" in row["relevant"]]
    assert foreign == []
