"""Each kind of public page once with axe, rotating language, mode and width; every combination in `make audit`."""

from __future__ import annotations

import itertools
import re
import urllib.request
from xml.etree import ElementTree as ET

import pytest

from tests.browser.conftest import AUDIT, Demo

PARTS = 4  # so that browsers side by side share them
COMBINATIONS = list(itertools.product(("fi", "sv", "en"), (False, True), ("phone", "desk")))


def _pages(demo: Demo) -> list[str]:
    """Return one path of each kind of page of the site map, without the language."""
    with urllib.request.urlopen(demo.path("/sitemap.xml"), timeout=60) as answer:
        root = ET.fromstring(answer.read())  # noqa: S314 - our own site map
    found: dict[str, str] = {}
    for loc in root.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc"):
        path = re.sub(r"^https?://[^/]+", "", loc.text or "")
        if path.startswith("/fi/"):
            found.setdefault(_kind(path[3:]), path[3:])
    return list(found.values())


def _kind(path: str) -> str:
    """Return the path with what names one thing taken away, so that pages of a kind are alike."""
    parts = path.strip("/").split("/")
    fixed = {"municipalities", "organisations", "areas", "spaces", "checklists", "rounds", "measures", "map", "mirror"}
    fixed |= {"compare", "versions", "bank", "accessibility", "privacy", "terms", "feedback", "choose", "new"}
    return "/".join(part if part in fixed or place == 0 else "*" for place, part in enumerate(parts))


@pytest.mark.parametrize("part", range(PARTS))
def test_each_kind_of_public_page_is_accessible_and_fits(window, demo, part):
    pages = _pages(demo)
    assert len(pages) >= 12, pages
    for number, path in list(enumerate(pages))[part::PARTS]:
        chosen = COMBINATIONS if AUDIT else [COMBINATIONS[(number * 5) % len(COMBINATIONS)]]
        for language, dark, size in chosen:
            here = window(size, dark=dark, language=language)
            page = here.go(f"/{language}{path}")
            where = f"/{language}{path} {size} {'dark' if dark else 'light'}"
            assert page.locator("h1").count() == 1, where
            here.assert_fits()
            here.assert_accessible(where=where)
            page.close()
