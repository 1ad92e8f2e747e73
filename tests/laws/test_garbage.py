"""Garbage in any form, query string or address never breaks a page and never half happens. All of it in `make audit`."""

from __future__ import annotations

import logging
import random
from pathlib import Path

import pytest

from tests.laws.garbage import Field

SEED = 612
MOST = 100


@pytest.fixture
def field(world):
    made = Field(world, random.Random(SEED))
    made.survey()
    yield made
    logging.disable(logging.NOTSET)


@pytest.mark.one_database
def test_garbage_breaks_no_form_query_or_address(field):
    forms = list(field.forms())
    for one in field.luck.sample(forms, MOST):
        field.spoil_a_little(*one)
    for name in field.luck.sample(sorted(field.places), MOST // 2):
        field.spoil_query(name)
        field.spoil_path(name, each=False)
    assert field.sent > MOST * 3
    assert field.faults == set(), "\n".join(sorted(field.faults))


def test_numbers_in_addresses_fit_the_database():
    wide = [path.parent.name for path in Path("src/kumppanuus").glob("*/urls.py") if "<int:" in path.read_text("utf-8")]
    assert wide == [], "write <id:pk>: see core/numbers.py"
