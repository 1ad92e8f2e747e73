"""What a process keeps of the index in its memory."""

from __future__ import annotations

import pytest

from kumppanuus.search import storing


@pytest.fixture
def _small(monkeypatch):
    storing.forget()
    monkeypatch.setattr(storing, "KEPT_BYTES", 1000)
    yield
    storing.forget()


@pytest.mark.usefixtures("_small")
def test_what_is_asked_for_again_is_given_up_last():
    first, second, third = ((1, 1, term) for term in (1, 2, 3))
    storing._keep({first: b"x" * 300, second: b"x" * 300})
    storing._ask_again([first])
    storing._keep({third: b"x" * 300})
    assert list(storing._kept) == [first, third]


@pytest.mark.usefixtures("_small")
def test_no_more_is_kept_than_was_set_aside_and_the_count_comes_out_even():
    storing._keep({(1, 1, term): b"x" * 100 for term in range(20)} | {(1, 1, 99): None})
    assert storing._weight == sum(120 + len(body or b"") for body in storing._kept.values()) <= 1000
