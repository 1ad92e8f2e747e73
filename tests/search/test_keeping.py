"""Keeping the index: updates, deletes and merges of segments, rebuilding meanwhile, and indexers that are killed."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kumppanuus.core.actions import Refused
from kumppanuus.core.actors import Actor
from kumppanuus.core.texts import Text
from kumppanuus.search import documents, generations, indexing, rebuilding, snapshot, tiers, writing
from kumppanuus.search.actions import do
from kumppanuus.search.documents import Provider, Source
from kumppanuus.search.finding import find
from kumppanuus.search.models import Document, Posting, Segment, State, Waiting
from kumppanuus.search.rebuilding import rebuild
from tests.factories import building

pytestmark = pytest.mark.django_db
KIND = "tests.thing"


@pytest.fixture
def shelf(monkeypatch):
    """{id: title} of what there is; the index is only told by what waits."""
    things: dict[int, str] = {}

    def sources(ids):
        return [Source(KIND, pk, Text(fi=things[pk]), ("front", ())) for pk in ids if pk in things]

    own = Provider(KIND, "Shelves", lambda: list(things), sources, {"tests.shelf": lambda _pk: list(things)})
    monkeypatch.setattr(documents, "providers", {KIND: own})
    monkeypatch.setattr(indexing, "providers", documents.providers)
    return things


@pytest.fixture
def shelf_of(shelf):
    shelf |= {1: "Velkaneuvonta", 2: "Kutomakerho", 3: "Perhekahvila"}
    rebuild()
    return shelf


def titles(words: str = "") -> list[str]:
    return sorted(str(hit.title) for hit in find(Actor(), words, limit=1000).hits)


def wait(*ids: int) -> None:
    do(writing.wait, things=[(KIND, pk) for pk in ids])


def test_what_changed_is_found_by_its_new_words_only(shelf_of) -> None:
    shelf_of[1] = "Talousapu"
    del shelf_of[2]
    shelf_of[4] = "Lukupiiri"
    wait(1, 2, 4)
    indexing.work_until_done()
    assert titles() == ["Lukupiiri", "Perhekahvila", "Talousapu"]
    assert (titles("velkaneuvonta"), titles("kutomakerho"), titles("talousapu")) == ([], [], ["Talousapu"])
    assert (Waiting.objects.count(), Document.objects.count()) == (0, 3)


def test_merging_segments_changes_nothing_of_what_is_found(shelf) -> None:
    shelf |= {number: f"Kerho numero {number}" for number in range(1, 701)}
    rebuild()
    for number in range(701, 730):
        shelf[number] = f"Kerho numero {number}"
        wait(number)
        indexing.work()
    for number in (5, 700, 710):
        del shelf[number]
        wait(number)
    indexing.work()
    before = [hit.object_id for hit in find(Actor(), "kerho", limit=1000).hits]
    assert tiers.tidy(all_of=True) == 1
    assert Segment.objects.filter(retired_at=None).count() == 1
    assert [hit.object_id for hit in find(Actor(), "kerho", limit=1000).hits] == before
    assert tiers.sweep(at_once=True) > 700
    assert set(Posting.objects.values_list("segment_id", flat=True)) == set(
        Segment.objects.values_list("pk", flat=True)
    )
    assert len(titles("kerho")) == 726


def test_what_dies_while_segments_are_merged_stays_dead(shelf_of, monkeypatch) -> None:
    shelf_of[4] = "Lukupiiri"
    wait(4)
    indexing.work()
    merge = tiers._facets

    def meanwhile(parts, numbers):
        shelf_of.pop(3, None)
        wait(3)
        indexing.work()
        return merge(parts, numbers)

    monkeypatch.setattr(tiers, "_facets", meanwhile)
    assert tiers.merge(list(snapshot.current().parts))
    assert titles() == ["Kutomakerho", "Lukupiiri", "Velkaneuvonta"]


def test_a_rebuild_keeps_the_old_index_until_it_is_done_and_replays_what_changed(shelf_of, monkeypatch) -> None:
    add = rebuilding._write
    seen = []

    def meanwhile(*given) -> None:
        add(*given)
        shelf_of[1] = "Talousapu"
        shelf_of.pop(2, None)
        shelf_of[4] = "Lukupiiri"
        wait(1, 2, 4)
        indexing.work_until_done()
        seen.append(titles())

    monkeypatch.setattr(rebuilding, "_write", meanwhile)
    rebuild()
    assert seen == [["Lukupiiri", "Perhekahvila", "Talousapu"]]
    assert titles() == ["Lukupiiri", "Perhekahvila", "Talousapu"]
    assert Waiting.objects.count() == 0


def test_a_killed_rebuild_leaves_the_old_index_and_the_next_one_begins_anew(shelf_of, monkeypatch) -> None:
    living = State.objects.get().generation

    def killed(*given, **more) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(rebuilding.tiers, "tidy", killed)
        with pytest.raises(KeyboardInterrupt):
            rebuild()
    assert (titles("kahvila"), State.objects.get().generation) == (["Perhekahvila"], living)
    with pytest.raises(Refused):
        rebuild()
    monkeypatch.setattr(generations, "STALLED", generations.STALLED * 0)
    rebuild()
    tiers.sweep(at_once=True)
    assert titles("kahvila") == ["Perhekahvila"]
    assert set(Document.objects.values_list("generation", flat=True)) == {State.objects.get().generation}


def test_a_killed_indexer_leaves_everything_waiting(shelf_of, monkeypatch) -> None:
    shelf_of[1] = "Talousapu"
    wait(1)

    def killed(*given, **more) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(writing.storing, "store", killed)
        with pytest.raises(KeyboardInterrupt):
            indexing.work()
    assert (titles("velkaneuvonta"), Waiting.objects.filter(done=False).count()) == (["Velkaneuvonta"], 1)
    indexing.work()
    assert titles("talousapu") == ["Talousapu"]


def test_what_another_indexer_did_since_is_not_overwritten(shelf_of) -> None:
    shelf_of[1] = "Vanha nimi"
    wait(1)
    row = Waiting.objects.get()
    stale = indexing.batch_of([(KIND, 1)], {row.pk: [(KIND, 1)]}, State.objects.get())
    shelf_of[1] = "Uusi nimi"
    wait(1)
    indexing.work()
    do(writing.put, batch=stale, generation=State.objects.get().generation)
    indexing.work_until_done()
    assert titles("nimi") == ["Uusi nimi"]


def test_only_what_another_indexer_did_since_keeps_waiting(shelf_of) -> None:
    wait(1)
    wait(2)
    rows = {row.pk: [(KIND, row.object_id)] for row in Waiting.objects.all()}
    stale = indexing.batch_of([(KIND, 1), (KIND, 2)], rows, State.objects.get())
    shelf_of[1] = "Uusi nimi"
    with building():
        own = Waiting.objects.create(model=KIND, object_id=1)
    assert indexing.work(only=[own.pk]) == 1
    do(writing.put, batch=stale, generation=State.objects.get().generation)
    assert list(Waiting.objects.values_list("object_id", flat=True)) == [1]


def test_the_worker_leaves_what_is_urgent_to_who_changed_it_for_a_moment(shelf_of) -> None:
    with building():
        Waiting.objects.create(model=KIND, object_id=1)
    assert (indexing.work(spare=60.0), indexing.work(spare=0.0)) == (0, 1)


def test_indexing_one_thing_reads_no_words_of_others_while_it_holds_the_index(shelf) -> None:
    """A process that never searched read the whole index in the transaction of each edit."""
    shelf |= {number: f"Kerho numero {number}" for number in range(1, 301)}
    rebuild()
    written = []
    for number, more in ((1, 0), (2, 300)):
        shelf |= {extra: f"Kerho numero {extra}" for extra in range(400, 400 + more)}
        wait(*shelf)
        indexing.work_until_done()
        shelf[number] = f"Kerho uusi {number}"
        wait(number)
        snapshot.forget()
        with CaptureQueriesContext(connection) as asked:
            indexing.work()
        sql = [one["sql"] for one in asked.captured_queries]
        held = sql[next(at for at, one in enumerate(sql) if "SAVEPOINT" in one or "BEGIN" in one) :]
        written.append(len(held))
        assert [one for one in held if one.startswith("SELECT") and ("packed" in one or "facets" in one)] == []
    assert written[1] <= written[0]


def test_an_event_with_much_behind_it_is_left_to_the_worker(shelf) -> None:
    shelf |= {number: f"Kerho {number}" for number in range(1, 200)}
    rebuild()
    with building():
        event = Waiting.objects.create(model="tests.shelf", object_id=1)
    indexing.work(only=[event.pk])
    assert list(Waiting.objects.values_list("model", "urgent")) == [("tests.shelf", False)]
    shelf[500] = "Kiireinen"
    with building():
        own = Waiting.objects.create(model=KIND, object_id=500)
    indexing.work(only=[own.pk])
    assert titles("kiireinen") == ["Kiireinen"]
    assert indexing.work_until_done() == 3
    assert Waiting.objects.count() == 0


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(["put", "drop", "merge", "rebuild"]), st.integers(1, 9)), max_size=14))
def test_the_index_always_holds_what_there_is(shelf, steps) -> None:
    shelf.clear()
    rebuild()
    for number, (step, pk) in enumerate(steps):
        match step:
            case "put":
                shelf[pk] = f"Kerho {pk} kerta {number}"
                wait(pk)
            case "drop":
                shelf.pop(pk, None)
                wait(pk)
            case "merge":
                tiers.tidy(all_of=True)
            case "rebuild":
                rebuild()
        indexing.work_until_done()
        assert titles() == sorted(shelf.values())
