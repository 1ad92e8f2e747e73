"""Finding by meaning, with the real model of the extra `semantic` (make test-semantic)."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import pytest

from kumppanuus.core.actors import Actor, system
from kumppanuus.core.texts import Text
from kumppanuus.search import levers, snapshot
from kumppanuus.search.actions import do
from kumppanuus.search.documents import Source, digest_of, text_of
from kumppanuus.search.finding import find
from kumppanuus.search.indexing import everything, work_until_done
from kumppanuus.search.models import Vector
from kumppanuus.search.rebuilding import rebuild
from kumppanuus.search.semantic import embedding, making, vectors
from kumppanuus.services import actions
from tests.factories import services

HERE = embedding.is_here()
pytestmark = [
    pytest.mark.semantic,
    pytest.mark.django_db,
    pytest.mark.skipif(not HERE, reason="the extra is not installed: make test-semantic puts it in"),
]
VISITOR = Actor()
TITLES = (
    *("Uintivuoro eläkeläisille", "Velkaneuvonta", "Shakkikerho", "Perhekahvila", "Kriisipuhelin", "Nuorten talo"),
    *("Ruoka-apu", "Kuorolaulu", "Lukupiiri", "Digineuvonta", "Kävelylenkki", "Lasten puisto", "Sururyhmä"),
    *("Omaishoitajien ilta", "Kutomakurssi", "Kielikahvila", "Päihdeklinikka", "Asumisneuvonta", "Teatteriretki"),
    *("Puutarhatalkoot", "Jumppa", "Rintamaveteraanit", "Muistikahvila", "Peliriippuvuusryhmä"),
)
ESTONIAN = "ujumine pensionäridele"  # a language that search knows nothing of


PLACES = ("Turku", "Salo", "Raisio", "Loimaa")
POOL = "Uimahalli on varattu eläkeläisten vesijumpalle ja uinnille tiistaisin."


def thing(pk: int, title: str, **more) -> Source:
    return Source("tests.thing", pk, Text(fi=title), ("front", ()), **more)


def things() -> list[Source]:
    others = [
        thing(0, title, summary=Text(fi=f"Toimintaa paikassa {place}.")) for place in PLACES for title in TITLES[1:]
    ]
    return [
        thing(1, TITLES[0], summary=Text(fi=POOL)),
        *(replace(one, object_id=pk) for pk, one in enumerate(others, 2)),
    ]


read_by_the_model = lru_cache(maxsize=None)(lambda text, _read=embedding.passages: _read([text])[0])


@pytest.fixture(autouse=True)
def _patient(monkeypatch):
    """Wait for the model, whatever else this machine does; let it read each text once for all tests."""
    monkeypatch.setattr(embedding, "PATIENCE", 60.0)
    monkeypatch.setattr(embedding, "passages", lambda texts: [read_by_the_model(text) for text in texts])
    vectors.forget()  # rows of another test's transaction


@pytest.fixture
def shelf() -> list[Source]:
    own = things()
    rebuild([own])
    making.read_all(own)
    return own


def titles(words: str, actor: Actor = VISITOR) -> list[str]:
    return [str(hit.title) for hit in find(actor, words).hits]


def test_what_shares_no_word_is_found_by_its_meaning_and_said_to_be_unsure(shelf) -> None:
    found = find(VISITOR, ESTONIAN)
    assert (str(found.hits[0].title), found.unsure) == ("Uintivuoro eläkeläisille", True)
    assert [(one.word, one.how) for one in found.hits[0].reasons] == [(ESTONIAN, "near")]


def test_without_the_model_the_words_alone_answer(shelf) -> None:
    levers.switch_off("model")
    try:
        assert find(VISITOR, ESTONIAN).nothing_fits
    finally:
        levers.switch_off()


def test_a_model_that_is_late_is_not_waited_for(shelf, monkeypatch) -> None:
    with_words = titles("velkaneuvonta")
    embedding.forget()
    monkeypatch.setattr(embedding, "PATIENCE", 0.0)
    assert find(VISITOR, ESTONIAN).nothing_fits
    assert titles("velkaneuvonta")[0] == with_words[0]


def test_what_the_asker_may_not_see_changes_nothing_for_her() -> None:
    seen = things()
    hidden = [
        thing(1000 + pk, f"{title} salaa", tokens=frozenset({"organisation:7"})) for pk, title in enumerate(TITLES)
    ]
    rebuild([seen])
    making.read_all(seen)
    before = titles(ESTONIAN)
    rebuild([seen + hidden])
    making.read_all(hidden)
    assert titles(ESTONIAN) == before
    assert "Uintivuoro eläkeläisille salaa" in titles(TITLES[0], system("tests"))
    assert "Uintivuoro eläkeläisille salaa" not in titles(TITLES[0])


def test_a_rebuild_reads_nothing_twice(shelf) -> None:
    assert Vector.objects.count() == len(shelf)
    rebuild([shelf])
    assert (making.missing(), making.read_all(shelf)) == ([], 0)


def test_vectors_go_with_the_texts_that_they_are_of(shelf) -> None:
    rebuild([shelf[1:]])
    assert do(making.drop_strays) == 1
    assert not Vector.objects.filter(digest=digest_of(shelf[0])).exists()


def test_the_worker_reads_what_is_new_and_what_has_changed(cast) -> None:
    entry = services.entry(cast.ngo_a, cast.municipality_a.governs, by=cast.actor("bertil"))
    rebuild()
    texts = {digest_of(one) for some in everything() for one in some}
    assert (making.catch_up(seconds=600), making.missing()) == (len(texts), [])
    actions.change(cast.actor("bertil"), entry, summary=Text(fi="Neulomme sukkia yhdessä."))
    work_until_done()
    assert (making.catch_up(seconds=600), making.missing()) == (1, [])


def test_a_vector_is_kept_in_few_bytes_and_comes_back_alike(shelf) -> None:
    vector = embedding.passages([text_of(shelf[0])])[0]
    kept = vectors.current()
    row = int(kept.rows_of(snapshot.current().parts[0].columns["digest"][:1])[0])
    assert len(vectors.pack(vector)) == 388
    assert float(kept.likeness(vector)[row]) == pytest.approx(1.0, abs=0.01)
