"""The demo comes up, its first page is whole, somebody can sign in."""

from __future__ import annotations

import pytest

from tests.browser.conftest import ADDRESSES_OF_THE_CAST


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
@pytest.mark.parametrize(("size", "dark"), [("phone", False), ("desk", True)])
def test_front_page_is_accessible(window, language, size, dark):
    here = window(size, dark=dark, language=language)
    page = here.go(f"/{language}/")
    assert page.locator("h1").count() == 1
    assert page.locator("html").get_attribute("lang") == language
    here.assert_fits()
    here.assert_accessible()


def test_root_leads_to_the_readers_language(window):
    here = window(language="sv")
    assert here.go("/").url.endswith("/sv/")


def test_sign_in_by_code_says_for_whom_one_acts(window):
    here = window("phone")
    here.sign_in(ADDRESSES_OF_THE_CAST["aino"])
    page = here.go("/en/municipalities/")
    assert "Koski" in page.locator("header").inner_text()
    here.assert_accessible()


def test_pages_read_without_javascript(window):
    here = window(javascript=False)
    page = here.go("/fi/municipalities/")
    assert page.locator("h1").count() == 1
    assert page.get_by_role("link", name="Koski Tl").count() >= 1
