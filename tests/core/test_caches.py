"""The bounded cache of a process, and what is held by reference."""

from __future__ import annotations

from django.core.cache import cache

from kumppanuus.core.caches import Bounded
from kumppanuus.core.pieces import held


def test_bounded_drops_what_was_used_longest_ago():
    made = Bounded("test-bounded", {"OPTIONS": {"MAX_ENTRIES": 100, "MAX_BYTES": 3000}})
    made.clear()
    for name in "abc":
        made.set(name, name * 900)
    assert made.get("a") == "a" * 900  # used again
    made.set("d", "d" * 900)
    assert [name for name in "abcd" if made.get(name) is not None] == ["a", "c", "d"]


def test_bounded_keeps_one_that_is_larger_than_all():
    made = Bounded("test-large", {"OPTIONS": {"MAX_BYTES": 10}})
    made.clear()
    made.set("a", "a" * 900)
    assert made.get("a") == "a" * 900


def test_held_gives_the_same_thing_until_the_cache_forgets_it():
    cache.clear()
    first = held("test-held", lambda: {"made": 1})
    assert held("test-held", lambda: {"made": 2}) is first
    cache.delete("test-held")
    assert held("test-held", lambda: {"made": 3}) == {"made": 3}
    cache.clear()
    assert held("test-held", lambda: {"made": 4}) == {"made": 4}
