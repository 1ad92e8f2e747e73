"""Ari describes an operating model and publishes it; Minna reads it without signing in; Bertil's NGO takes it into use."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Window

pytestmark = pytest.mark.browser
ARI = "ari.keksinen@keksityn-tyon-paja.example"
BERTIL = "bertil.testvik@kosken-kuvitteellinen-kylatupa.example"
SLUG = "korjauspaja-kylalla"


def _whole(window: Window) -> None:
    window.assert_accessible()
    window.assert_fits()


def _press(window: Window, name: str) -> None:
    window.page.locator("main").get_by_role("button", name=name, exact=True).click()


def test_from_the_first_words_to_use_in_another_organisation(window):
    ari = window()
    ari.sign_in(ARI)
    ari.go("/en/practices/new/")
    ari.page.locator("main [name=name_en]").fill("Korjauspaja kylällä")
    ari.page.locator("main [name=short_en]").fill("A repair workshop that visits the villages.")
    _whole(ari)
    _press(ari, "Begin")
    expect(ari.page.locator("h1")).to_contain_text("Korjauspaja")
    _whole(ari)
    for code, words in (("basic-idea", "The van comes **on Tuesdays**."), ("target-group", "People in villages.")):
        ari.go(f"/en/practices/{SLUG}/edit/{code}/")
        ari.page.locator("main textarea[name=text_en]").fill(words)
        expect(ari.page.locator("[data-saved]")).to_be_visible(timeout=20_000)  # by itself, while he writes
    _whole(ari)
    ari.go(f"/en/practices/{SLUG}/publish/")
    _whole(ari)
    _press(ari, "Publish")
    expect(ari.page.locator("main")).to_contain_text("Version 1, published on")
    _whole(ari)

    reader = window()
    reader.go(f"/en/practices/{SLUG}/v1/")
    expect(reader.page.locator("main strong").first).to_have_text("on Tuesdays")
    _whole(reader)

    bertil = window()
    bertil.sign_in(BERTIL)
    bertil.act_for("kosken-kuvitteellinen-kylatupa")
    bertil.go(f"/en/practices/{SLUG}/")
    bertil.page.locator("main").get_by_role("link", name="We use this", exact=True).click()
    bertil.page.locator("main [name=stage][value=piloting]").check()
    _whole(bertil)
    _press(bertil, "Publish")
    expect(bertil.page.locator("main")).to_contain_text("Tries it")
    _whole(bertil)
