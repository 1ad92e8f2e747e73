"""Minna makes her own version of Ari's model, keeps up with it heading by heading, and offers him what she made better."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Window

pytestmark = pytest.mark.browser
ARI = "ari.keksinen@keksityn-tyon-paja.example"
MINNA = "minna.fantasiala@mallikasien-vapaaehtoiset.example"
SLUG, OWN = "kiertava-tyokalulaatikko", "kylien-tyokalulaatikko"


def _whole(window: Window) -> None:
    window.assert_accessible()
    window.assert_fits()


def _press(window: Window, name: str) -> None:
    window.page.locator("main").get_by_role("button", name=name, exact=True).click()


def _write(window: Window, slug: str, texts: dict[str, str]) -> None:
    for code, words in texts.items():
        window.go(f"/en/practices/{slug}/edit/{code}/")
        window.page.locator("main textarea[name=text_en]").fill(words)
        _press(window, "Save")
        expect(window.page.locator("[data-saved]")).to_be_visible()


def _publish(window: Window, slug: str) -> None:
    window.go(f"/en/practices/{slug}/publish/")
    _press(window, "Publish")
    window.page.wait_for_url(f"**/practices/{slug}/")


def test_an_own_version_keeps_up_and_gives_back(window):
    ari, minna = window(), window("phone")
    ari.sign_in(ARI)
    ari.go("/en/practices/new/")
    ari.page.locator("main [name=name_en]").fill("Kiertävä työkalulaatikko")
    ari.page.locator("main [name=short_en]").fill("A box of tools that goes from village to village.")
    _press(ari, "Begin")
    ari.page.wait_for_url("**/edit/")
    idea = "The box goes round.\n\nAnyone may borrow."
    _write(ari, SLUG, {"basic-idea": idea, "target-group": "Associations.", "tips": "Begin small."})
    _publish(ari, SLUG)

    minna.sign_in(MINNA)
    minna.act_for("mallikasien-vapaaehtoiset")
    minna.go(f"/en/practices/{SLUG}/")
    minna.page.locator("main").get_by_role("link", name="Make our own version", exact=True).click()
    _whole(minna)
    minna.page.locator("main [name=name_en]").fill("Kylien työkalulaatikko")
    _press(minna, "Make our own version")
    minna.page.wait_for_url(f"**/practices/{OWN}/edit/")
    _whole(minna)
    _write(minna, OWN, {"basic-idea": f"{idea}\n\nCoffee is on us.", "target-group": "Village associations."})
    _publish(minna, OWN)

    ari.go(f"/en/practices/{SLUG}/")
    _press(ari, "Begin a new version")
    ari.page.wait_for_url("**/edit/")
    changed = {"basic-idea": "The box goes round by bus.\n\nAnyone may borrow.", "tips": "Begin with a hammer."}
    _write(ari, SLUG, changed | {"target-group": "All associations."})
    _publish(ari, SLUG)

    minna.go("/en/work/")
    minna.page.get_by_role("link", name="The original of your own version has changed").first.click()
    main = minna.page.locator("main")
    expect(main).to_contain_text("Your version stands on version 1 of the original; one has come since.")
    _whole(minna)
    _press(minna, "Begin a draft")
    minna.go(f"/en/practices/{OWN}/original/")
    expect(main.get_by_role("link", name="Basic idea of the solution")).to_be_visible()
    _whole(minna)
    _press(minna, "Take over what you had not touched (1 heading)")  # the tips
    expect(main).to_contain_text("1 heading was taken over.")
    minna.go(f"/en/practices/{OWN}/original/target-group/")  # both changed the same place
    _whole(minna)
    _press(minna, "Save in the draft")
    expect(main).to_contain_text("Both have changed this: choose what is to stand here.")
    _whole(minna)
    main.get_by_label("As we have it").check()
    minna.go(f"/en/practices/{OWN}/original/")  # at leisure: what was chosen waits on her device
    minna.go(f"/en/practices/{OWN}/original/target-group/")
    expect(main.locator("[data-keep]")).to_be_visible()
    expect(main.get_by_label("As we have it")).to_be_checked()
    _whole(minna)
    _press(minna, "Save in the draft")
    minna.page.wait_for_url("**/original/#open")
    minna.go(f"/en/practices/{OWN}/original/basic-idea/")  # different places: both fit
    expect(main.locator("fieldset")).to_have_count(2)
    _press(minna, "Save in the draft")
    expect(main).to_contain_text("You have looked at everything that the original says.")
    _whole(minna)
    _publish(minna, OWN)
    expect(main).to_contain_text("The box goes round by bus.")
    expect(main).to_contain_text("Coffee is on us.")
    expect(main).to_contain_text("Village associations.")
    expect(main).to_contain_text("Begin with a hammer.")

    minna.go(f"/en/practices/{OWN}/original/")
    main.locator("li", has_text="Basic idea").get_by_role("link", name="Offer to the original").click()
    _whole(minna)
    main.locator("textarea").fill("Coffee brings people.")
    _press(minna, "Offer")
    expect(main).to_contain_text("Waits for an answer")
    _whole(minna)

    ari.go(f"/en/practices/{SLUG}/family/")
    expect(ari.page.locator("main")).to_contain_text("Kylien työkalulaatikko")
    _whole(ari)
    ari.go("/en/work/")
    ari.page.get_by_role("link", name="An improvement is offered to your operating model").first.click()
    expect(ari.page.locator("main ins").first).to_contain_text("Coffee is on us.")
    _whole(ari)
    _press(ari, "Take it into the draft")
    ari.page.wait_for_url(f"**/practices/{SLUG}/edit/")
    _publish(ari, SLUG)
    expect(ari.page.locator("main")).to_contain_text("Coffee is on us.")
    ari.go(f"/en/practices/{SLUG}/v3/")
    expect(ari.page.locator("main")).to_contain_text("Mallikäsien")
