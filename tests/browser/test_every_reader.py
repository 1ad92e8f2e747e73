"""Main pages for readers who set up their own view: 400 % zoom, forced colours, the keyboard. All pages in `make audit`."""

from __future__ import annotations

import pytest

from tests.browser import looking

PAGES = (
    "/", "/municipalities/", "/municipalities/koski-tl/", "/municipalities/koski-tl/mirror/", "/checklists/core-nine/",
    "/rounds/", "/measures/", "/organisations/", "/account/login/", "/feedback/varsinais-suomi/",
)  # fmt: skip


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_main_pages_keep_everything_at_400_percent_with_forced_colours_and_by_keyboard(window, language):
    here = window(language=language)
    told = []
    for path in PAGES[{"fi": 0, "sv": 1, "en": 2}[language] :: 3] if language != "fi" else PAGES:
        page = here.go(f"/{language}{path}")
        said = looking.structure(page, language) + looking.fits(page, *looking.SMALL)
        said += looking.fits(page, 1280) + looking.stops(page) + looking.forced_colours(page)
        told += [f"{path}: {one}" for one in said]
    assert told == []
