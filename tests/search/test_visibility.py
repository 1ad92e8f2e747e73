"""Whatever is asked by whomever: nothing is found, counted, suggested or hinted at that she may not see."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kumppanuus.core.actors import Actor
from kumppanuus.core.texts import Text
from kumppanuus.search.documents import Source
from kumppanuus.search.finding import find, matching
from kumppanuus.search.rebuilding import rebuild
from kumppanuus.search.suggesting import suggest

pytestmark = pytest.mark.django_db
WORDS = ("velkaneuvonta", "kutomakerho", "perhekahvila", "vertaistukiryhmä", "senioritanssit", "kriisipuhelin")
TOKENS = ("public", "organisation:1", "organisation:2", "space:1:editor", "person:5")
one_thing = st.tuples(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=3),
    st.sets(st.sampled_from(TOKENS), min_size=1, max_size=2),
    st.sampled_from(("free", "paid")),
)
typed = st.one_of(
    st.sampled_from(
        [*WORDS, "", "velkanuevonta", "tanssi", "kerho ryhmä", "velka neuvonta", "vert", "kriisipuhelimeen"]
    ),
    st.lists(st.sampled_from(WORDS), max_size=3).map(" ".join),
)


def actor(tokens: set[str]) -> Actor:
    made = Actor()
    made._memory["core.tokens"] = {"public", *tokens}
    return made


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(one_thing, max_size=8), st.sets(st.sampled_from(TOKENS), max_size=2), typed)
def test_nothing_is_told_of_what_the_asker_may_not_see(db, things, held, words) -> None:
    sources = [
        Source(
            "tests.thing",
            number,
            Text(fi=" ".join(names)),
            ("front", ()),
            tokens=frozenset(tokens),
            facets=frozenset({f"price:{price}"}),
        )
        for number, (names, tokens, price) in enumerate(things)
    ]
    asker = actor(held)
    mine = {one.object_id for one in sources if one.tokens & asker.tokens()}
    shown = {word for one in sources if one.object_id in mine for word in str(one.title).split()}
    rebuild([sources])
    found = find(asker, words, limit=100)
    assert {hit.object_id for hit in found.hits} <= mine
    assert found.total == len(found.hits)
    for values in found.counts.values():
        assert sum(values.values()) <= found.total
    assert not (set(found.did_you_mean.split()) - set(words.split())) - shown
    assert set(matching(asker, words, "tests.thing") or ()) <= mine
    assert {str(one.title) for one in suggest(asker, words)} <= {
        str(one.title) for one in sources if one.object_id in mine
    }
