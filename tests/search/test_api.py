"""Search in the API: what the page finds for everybody, and nothing more."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kumppanuus.core.actors import Actor
from kumppanuus.core.texts import Text
from kumppanuus.search import api
from kumppanuus.search.documents import Source
from kumppanuus.search.finding import find
from kumppanuus.search.rebuilding import rebuild

pytestmark = pytest.mark.django_db
ROOT = "/api/v1/search/"
WORDS = ("velkaneuvonta", "kutomakerho", "perhekahvila", "senioritanssit")
KIND = "services.service"


def source(pk: int, title: str, **more) -> Source:
    return Source(KIND, pk, Text(fi=title), ("services:service", (f"m-{pk}",)), **more)


def asked(client, **query):
    answer = client.get(ROOT, query)
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_a_hit_says_why_where_and_how_far(client, cast):
    koski = cast.municipality_a.governs
    facets = frozenset({f"area:{koski.pk}", "price:free"})
    rebuild([[source(1, "Kutomakerho", point=(23.14, 60.65), facets=facets, facts={"kind": "activity"})]])
    found = asked(client, q="kutoma", near="Koski Tl", within="25")
    (hit,) = found["items"]
    assert (hit["title"], hit["type"], hit["url"].endswith("/directory/m-1/")) == (
        {"fi": "Kutomakerho"},
        "activity",
        True,
    )
    assert [one["word"] for one in hit["reasons"]] == ["kutoma"]
    assert 0 <= hit["km"] < 25
    assert (found["count"], found["counts"]["area"], found["near_understood"]) == (1, {koski.slug: 1}, True)
    assert asked(client, q="kutoma", area="koski-tl")["count"] == 1
    assert asked(client, q="kutoma", area="ei-missaan")["count"] == 0
    assert asked(client, q="kutoma", near="Ei Missään")["near_understood"] is False


def test_pages_repeat_and_drop_nothing(client):
    rebuild([[source(n, f"Kutomakerho {n}") for n in range(1, 8)]])
    titles = [
        row["title"]["fi"]
        for offset in (0, 3, 6)
        for row in asked(client, q="kutomakerho", limit=3, offset=offset)["items"]
    ]
    assert sorted(titles) == [f"Kutomakerho {n}" for n in range(1, 8)]


def test_when_nothing_fits_it_says_so(client):
    rebuild([[source(1, "Kutomakerho")]])
    found = asked(client, q="avaruusmatkailu")
    assert (found["items"], found["nothing_fits"], found["ready"]) == ([], True, True)
    assert asked(client, q="kutomakerhp")["did_you_mean"] in {"", "kutomakerho"}


def test_before_there_is_an_index_it_says_so(client):
    assert (asked(client, q="kerho")["ready"], asked(client, q="kerho")["items"]) == (False, [])


@pytest.mark.parametrize(
    "query", [{"within": "7"}, {"limit": 0}, {"limit": 101}, {"offset": -1}, {"lang": "de"}, {"q": "a" * 401}]
)
def test_what_is_not_valid_is_refused(client, query):
    answer = client.get(ROOT, query)
    assert (answer.status_code, answer.headers["Content-Type"]) == (422, "application/problem+json")


def test_too_many_questions_wait(client, monkeypatch):
    monkeypatch.setattr(api, "MOST_A_MINUTE", 2)
    answers = [client.get(ROOT, {"q": "kerho"}) for _time in range(3)]
    assert [one.status_code for one in answers] == [200, 200, 429]
    assert int(answers[2].headers["Retry-After"]) > 0


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(WORDS), st.booleans(), st.sampled_from(("free", "paid"))), max_size=6),
    st.sampled_from([*WORDS, "", "kerho tanssi", "velka"]),
    st.sampled_from([{}, {"price": "free"}, {"near": "60.65, 23.14", "within": "10"}, {"near": "60.65, 23.14"}]),
)
def test_it_tells_nothing_that_the_page_does_not(db, client, monkeypatch, things, words, more) -> None:
    monkeypatch.setattr(api, "MOST_A_MINUTE", 10_000)
    sources = [
        source(
            n,
            f"{word} {'julkinen' if public else 'salattu'}{n}",
            tokens=frozenset({"public" if public else "organisation:7"}),
            facets=frozenset({f"price:{price}"}),
            point=(23.14 + n / 4, 60.65) if n % 2 else None,
        )
        for n, (word, public, price) in enumerate(things)
    ]
    rebuild([sources])
    answer = client.get(ROOT, {"q": words, "limit": 100, **more})
    told = answer.json()
    public = {f"m-{n}" for n, (_word, seen, _price) in enumerate(things) if seen}
    assert {row["url"].rstrip("/").rpartition("/")[2] for row in told["items"]} <= public
    assert "salattu" not in answer.content.decode()
    assert told["count"] == len(told["items"]) <= find(Actor(), words, limit=100).total
    assert told["count"] + told["from_anywhere"] <= len(public)


def test_the_nearest_of_several_places_counts(client, cast):
    far, near, own = (22.27, 60.45), (23.14, 60.65), {"facts": {"kind": "activity"}}
    rebuild(
        [
            [source(1, "Kutomakerho", point=far, further=[(25.0, 62.0), near], **own)],
            [source(2, "Kutomapiiri", point=far, **own)],
        ]
    )
    found = asked(client, q="kutoma", near="60.65, 23.14")
    assert {one["title"]["fi"]: round(one["km"]) for one in found["items"]} == {"Kutomakerho": 0, "Kutomapiiri": 52}
    assert "further" not in found["counts"]
    within = asked(client, q="kutoma", near="60.65, 23.14", within="5")
    assert [one["title"]["fi"] for one in within["items"]] == ["Kutomakerho"]
