"""Kaisa gives her network headings of its own; Ari, who describes a model next, writes under them."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Window

pytestmark = pytest.mark.browser
KAISA = "kaisa.kuvitelma@varsinais-suomen-mallipoyta.example"
ARI = "ari.keksinen@keksityn-tyon-paja.example"
HEADINGS = "/en/spaces/varsinais-suomi/headings/"


def _whole(window: Window) -> None:
    window.assert_accessible()
    window.assert_fits()


def _press(window: Window, name: str) -> None:
    window.page.locator("main").get_by_role("button", name=name, exact=True).click()


def _row(window: Window, words: str) -> Locator:
    return window.page.locator("main li[id]", has=window.page.get_by_text(words, exact=True))


def test_headings_of_a_network_from_a_copy_to_a_model_under_them(window):
    kaisa = window("phone")
    kaisa.sign_in(KAISA)
    kaisa.go("/en/collections/")
    kaisa.page.locator("main").get_by_role("link", name="Headings of operating models").first.click()
    expect(kaisa.page.locator("main")).to_contain_text("These headings come with the service")
    _whole(kaisa)
    _press(kaisa, "Make own headings")
    expect(kaisa.page.locator("main")).to_contain_text("Nothing has been changed yet.")
    expect(kaisa.page.get_by_role("button", name="Publish the headings")).to_have_count(0)
    _whole(kaisa)

    # A heading without words is refused, and what else was typed is kept.
    kaisa.page.get_by_role("link", name="Add a heading").click()
    _whole(kaisa)
    kaisa.page.locator("main [name=help_en]").fill("Which languages you met, and how.")
    _press(kaisa, "Add")
    expect(kaisa.page.locator("main")).to_contain_text("Heading: This field is required.")
    assert kaisa.page.locator("main [name=help_en]").input_value() == "Which languages you met, and how."
    kaisa.page.locator("main [name=heading_en]").fill("Languages in daily life")
    _press(kaisa, "Add")
    made = _row(kaisa, "Languages in daily life")
    expect(made).to_contain_text("Which languages you met, and how.")

    # It moves up, and one that is removed can be put back.
    above = made.locator("xpath=preceding-sibling::li[1]").locator(".pr-what").inner_text()
    made.get_by_role("button", name="Move up").click()
    expect(_row(kaisa, "Languages in daily life").locator("xpath=following-sibling::li[1]")).to_contain_text(above)
    _row(kaisa, "Target group and customer understanding").get_by_role("button", name="Remove").click()
    changes = kaisa.page.locator("main ul").first
    expect(changes).to_contain_text("Removed: Target group and customer understanding")
    _whole(kaisa)
    changes.get_by_role("button", name="Put back").click()
    expect(kaisa.page.locator("main")).not_to_contain_text("Removed: Target group and customer understanding")
    _press(kaisa, "Publish the headings")
    expect(kaisa.page.locator("main")).to_contain_text("Languages in daily life")
    _whole(kaisa)

    ari = window(dark=True)
    ari.sign_in(ARI)
    ari.go("/en/practices/new/")
    ari.page.locator("main [name=name_en]").fill("Kielikahvila kirjastossa")
    ari.page.locator("main [name=short_en]").fill("A language café at the library.")
    _press(ari, "Begin")
    expect(ari.page.locator("main")).to_contain_text("Languages in daily life")
