"""Filling a database with what ships with the product."""

from __future__ import annotations

import pytest

from kumppanuus.config import loading


@pytest.mark.django_db
def test_load_brings_areas_classes_and_checklists_and_may_run_again():
    said: list[str] = []
    for _time in range(2):
        loading.load(said.append)
    assert said[:3] == ["Loaded: 351 areas.", "Loaded: 314 terms of classifications.", said[2]]
    assert said[3:] == said[:3]
