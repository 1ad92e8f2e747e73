"""Garbage in every field of every form, every query string and every address, as everybody. Needs no browser."""

from __future__ import annotations

import logging
import random

import pytest

from tests.audit.book import ONLY, note
from tests.laws.garbage import Field

SEED = 612
SLICES = 8
WORDS_EACH = 8


@pytest.fixture
def field(world):
    made = Field(world, random.Random(SEED))
    made.survey()
    yield made
    logging.disable(logging.NOTSET)


def tell(part: str, field: Field) -> None:
    """Write down how much was sent; fail with the findings alone."""
    note(part, requests=field.sent, findings=len(field.faults))
    if field.faults:
        pytest.fail("\n".join(sorted(field.faults)), pytrace=False)


@pytest.mark.parametrize("part", range(SLICES))
def test_garbage_in_forms(field, part):
    for one in [form for form in field.forms() if form[0].startswith(ONLY)][part::SLICES]:
        field.spoil(*one, words_each=WORDS_EACH)
    tell("garbage in forms", field)


@pytest.mark.parametrize("part", range(SLICES))
def test_garbage_in_query_strings(field, part):
    for name in [name for name in field.places if name.startswith(ONLY)][part::SLICES]:
        field.spoil_query(name, words_each=WORDS_EACH)
    tell("garbage in query strings", field)


@pytest.mark.parametrize("part", range(SLICES))
def test_altered_addresses_and_links(field, part):
    for name in [name for name in field.places if name.startswith(ONLY)][part::SLICES]:
        field.spoil_path(name, each=True)
    tell("altered addresses", field)
