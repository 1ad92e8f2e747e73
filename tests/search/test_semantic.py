"""Finding by meaning, with the real model of the extra `semantic` (make test-semantic)."""

from __future__ import annotations

import pytest

from kumppanuus.core.actors import Actor, system
from kumppanuus.core.texts import Text
from kumppanuus.search import levers, snapshot
from kumppanuus.search.documents import Source, digest_of
from kumppanuus.search.finding import find
from kumppanuus.search.indexing import work_until_done
from kumppanuus.search.models import Vector
from kumppanuus.search.rebuilding import rebuild
from kumppanuus.search.semantic import embedding, making, vectors
from kumppanuus.services import actions
from tests.factories import services

pytestmark = [pytest.mark.semantic, pytest.mark.django_db]
VISITOR = Actor()
TITLES = (
    *("Uintivuoro eläkeläisille", "Velkaneuvonta", "Shakkikerho", "Perhekahvila", "Kriisipuhelin", "Nuorten talo"),
    *("Ruoka-apu", "Kuorolaulu", "Lukupiiri", "Digineuvonta", "Kävelylenkki", "Lasten puisto", "Sururyhmä"),
    *("Omaishoitajien ilta", "Kutomakurssi", "Kielikahvila", "Päihdeklinikka", "Asumisneuvonta", "Teatteriretki"),
    *("Puutarhatalkoot", "Jumppa", "Rintamaveteraanit", "Muistikahvila", "Peliriippuvuusryhmä"),
)
GERMAN = "Schwimmen für Rentner"


def thing(pk: int, title: str, **more) -> Source:
    return Source("tests.thing", pk, Text(fi=title), ("front", ()), **more)


@pytest.fixture(autouse=True)
def _patient(monkeypatch):
    """Wait for the model, whatever else this machine does."""
    monkeypatch.setattr(embedding, "PATIENCE", 60.0)


@pytest.fixture
def shelf() -> list[Source]:
    things = [thing(pk, title) for pk, title in enumerate(TITLES, 1)]
    rebuild([things])
    making.read_all(things)
    return things


def titles(words: str, actor: Actor = VISITOR) -> list[str]:
    return [str(hit.title) for hit in find(actor, words).hits]


def test_what_shares_no_word_is_found_by_its_meaning_and_said_to_be_unsure(shelf) -> None:
    found = find(VISITOR, GERMAN)
    assert (str(found.hits[0].title), found.unsure) == ("Uintivuoro eläkeläisille", True)
    assert [(one.word, one.how) for one in found.hits[0].reasons] == [(GERMAN, "near")]


def test_without_the_model_the_words_alone_answer(shelf) -> None:
    levers.switch_off("model")
    try:
        assert find(VISITOR, GERMAN).nothing_fits
    finally:
        levers.switch_off()


def test_a_model_that_is_late_is_not_waited_for(shelf, monkeypatch) -> None:
    with_words = titles("velkaneuvonta")
    embedding.forget()
    monkeypatch.setattr(embedding, "PATIENCE", 0.0)
    assert find(VISITOR, GERMAN).nothing_fits
    assert titles("velkaneuvonta")[0] == with_words[0]


def test_what_the_asker_may_not_see_changes_nothing_for_her() -> None:
    seen = [thing(pk, title) for pk, title in enumerate(TITLES, 1)]
    hidden = [
        thing(100 + pk, f"{title} salaa", tokens=frozenset({"organisation:7"})) for pk, title in enumerate(TITLES)
    ]
    rebuild([seen])
    making.read_all(seen)
    before = titles(GERMAN)
    rebuild([seen + hidden])
    making.read_all(hidden)
    assert titles(GERMAN) == before
    assert "Uintivuoro eläkeläisille salaa" in titles(GERMAN, system("tests"))


def test_a_rebuild_reads_nothing_twice(shelf) -> None:
    assert Vector.objects.count() == len(TITLES)
    rebuild([shelf])
    assert (making.missing(), making.read_all(shelf)) == ([], 0)


def test_vectors_go_with_the_texts_that_they_are_of(shelf) -> None:
    rebuild([shelf[1:]])
    assert making.drop_strays() == 1
    assert not Vector.objects.filter(digest=digest_of(shelf[0])).exists()


def test_the_worker_reads_what_is_new_and_what_has_changed(cast) -> None:
    entry = services.entry(cast.ngo_a, cast.municipality_a.governs, by=cast.actor("bertil"))
    rebuild()
    number = len(making.missing())
    assert number == making.catch_up(seconds=600) > 0
    actions.change(cast.actor("bertil"), entry, summary=Text(fi="Neulomme sukkia yhdessä."))
    work_until_done()
    assert (making.catch_up(seconds=600), making.missing()) == (1, [])


def test_a_vector_is_kept_in_few_bytes_and_comes_back_alike(shelf) -> None:
    vector = embedding.passages(["Uintivuoro eläkeläisille"])[0]
    kept = vectors.current()
    row = int(kept.rows_of(snapshot.current().parts[0].columns["digest"][:1])[0])
    assert len(vectors.pack(vector)) == 388
    assert float(kept.likeness(vector)[row]) == pytest.approx(1.0, abs=0.01)
