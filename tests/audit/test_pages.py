"""Every address × each of the cast who sees it × language × mode × width; then every public page of the site map."""

from __future__ import annotations

import itertools

import pytest

from tests.audit.book import ONLY, found, note
from tests.audit.rooms import LANGUAGES, Stage
from tests.audit.stage import MORE
from tests.laws.addresses import ADDRESSES
from tests.laws.test_pages import FRAGMENTS

MODES = list(itertools.product((False, True), ("desk", "phone")))
COMBINATIONS = list(itertools.product(LANGUAGES, MODES))
SLICES = 24


def tell(faults: list[str]) -> None:
    """Fail with the findings alone."""
    if faults:
        found(faults)
        pytest.fail("\n".join(sorted(set(faults))), pytrace=False)


@pytest.mark.parametrize(
    "name", [name for name in (*ADDRESSES, *MORE) if name.startswith(ONLY) and name not in FRAGMENTS]
)
def test_an_address_is_whole_for_whoever_sees_it(name: str, stage: Stage, browser):
    faults: list[str] = []
    looks = pages = 0
    for number, alike in enumerate(stage.shapes(name).values()):
        room = stage.room(browser, alike[0])
        for language in LANGUAGES:
            path = f"/{language}{stage.addresses[name][3:]}"
            told = room.go(path, language)
            for dark, size in MODES:
                told += [f"{size}, {'dark' if dark else 'light'}: {one}" for one in room.look(size, dark=dark)]
                looks += 1
            told += room.look_closely()
            pages += 1
            faults += [f"{path} ({alike[0]}): {one}" for one in told]
        # The others see the same kinds of things with other words: one combination each.
        for place, who in enumerate(alike[1:], start=number):
            language, (dark, size) = COMBINATIONS[(place * 5 + len(name)) % len(COMBINATIONS)]
            path = f"/{language}{stage.addresses[name][3:]}"
            room = stage.room(browser, who)
            faults += [f"{path} ({who}): {one}" for one in [*room.go(path, language), *room.look(size, dark=dark)]]
            looks, pages = looks + 1, pages + 1
    note("pages", addresses=bool(pages), pages=pages, axe=looks, findings=len(faults))
    tell(faults)


@pytest.mark.parametrize("part", range(SLICES))
def test_every_public_page_of_the_site_map_is_whole(part: int, stage: Stage, browser):
    faults: list[str] = []
    room = stage.room(browser, "dani")
    mine = list(enumerate(stage.site_map()))[part::SLICES]
    for number, bare in mine:
        language, (dark, size) = COMBINATIONS[(number * 5 + part) % len(COMBINATIONS)]
        path = f"/{language}{bare}"
        told = [*room.go(path, language), *room.look(size, dark=dark)]
        faults += [f"{path} {size}, {'dark' if dark else 'light'}: {one}" for one in told]
    note("site map", pages=len(mine), axe=len(mine), findings=len(faults))
    tell(faults)
