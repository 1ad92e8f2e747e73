"""Filling a database with what ships with the product."""

from __future__ import annotations

import pytest

from kumppanuus.config import loading


@pytest.mark.django_db
def test_load_brings_areas_classes_checklists_words_and_an_index_and_may_run_again():
    said: list[str] = []
    for _time in range(2):
        loading.load(said.append)
    assert said[:2] == ["Loaded: 351 areas.", "Loaded: 314 terms of classifications."]
    assert [one.partition(":")[0] for one in said[2:7]] == ["Loaded"] * 4 + ["Indexed"]
    assert said[7:] == said[:6]
