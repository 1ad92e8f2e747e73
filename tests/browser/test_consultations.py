"""Maija comments from the link in her mail, on her phone; Ari groups and answers; Maija is told what became of it."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Window

pytestmark = pytest.mark.browser
ARI = "ari.keksinen@keksityn-tyon-paja.example"
MAIJA = "maija.omalla@puhelimella.example"
TITLE = "Where should the workshop go?"


def _whole(window: Window) -> None:
    window.assert_accessible()
    window.assert_fits()


def _press(window: Window, name: str) -> None:
    window.page.locator("main").get_by_role("button", name=name, exact=True).click()


def _newest(window: Window, subject: str) -> str:
    """Return the words of the newest mail to Maija with such a subject."""
    for _time in range(120):
        window.go(f"/en/demo/mail/?to={MAIJA}")
        letter = window.page.locator("main a[href*='/demo/mail/']", has_text=subject)
        if letter.count():
            window.go(letter.first.get_attribute("href") or "")
            return window.page.locator("main").inner_text()
        window.page.wait_for_timeout(500)
    raise AssertionError(f"no mail came to Maija: {subject}")


def test_from_the_mailed_link_to_what_became_of_it(window):
    ari = window()
    ari.sign_in(ARI)
    ari.act_for("keksityn-tyon-paja")
    ari.go("/en/consultations/prepare/")
    ari.page.locator("main [name=title_en]").fill(TITLE)
    ari.page.locator("main [name=questions_en]").fill("To which village?\nOn which day?")
    ari.page.locator("main [name=closes_at]").fill((dt.date.today() + dt.timedelta(days=9)).isoformat())
    _whole(ari)
    _press(ari, "Prepare")
    address = re.sub(r"https?://[^/]+", "", ari.page.url)
    ari.go(f"{address}invite/")
    ari.page.locator("main [name=addresses]").fill(f"{MAIJA} Maija")
    _whole(ari)
    _press(ari, "Invite")
    ari.go(f"{address}announce/")
    _press(ari, "Announce")
    expect(ari.page.locator("main")).to_contain_text("9 days left")
    _whole(ari)

    maija = window("phone")
    link = re.search(r"https?://[^/\s]+(/\w\w/consultations/invited/\S+/)", _newest(maija, TITLE))
    assert link is not None
    maija.go(link[1].replace("/fi/", "/en/", 1))
    _whole(maija)
    maija.page.get_by_role("link", name="Comment: To which village?").click()
    maija.page.wait_for_url(re.compile(r"/q1/$"), wait_until="load")
    maija.page.locator("main textarea[name=text]").fill("To Yläne, please.")
    expect(maija.page.locator("[data-saved]")).to_be_visible(timeout=20_000)  # by itself, while she writes
    _whole(maija)
    _press(maija, "Send the comment")
    expect(maija.page.locator("main")).to_contain_text("To Yläne, please.")
    _whole(maija)

    ari.go(f"{address}close/")
    ari.page.locator("main [name=why]").fill("Everybody has answered.")
    _press(ari, "Close")
    ari.go(f"{address}answers/")
    ari.page.locator("main [name=remark]").first.check()
    ari.page.locator("main [name=title]").fill("Yläne")
    _press(ari, "Move")
    expect(ari.page.locator("main")).to_contain_text("1 comment")
    _whole(ari)
    ari.page.locator("main").get_by_role("link", name="Yläne", exact=True).click()
    ari.page.locator("main [name=verdict][value=taken]").check()
    ari.page.locator("main [name=text_en]").fill("The van goes there on Fridays.")
    _whole(ari)
    _press(ari, "Save the answer")
    ari.go(f"{address}publish/")
    ari.page.locator("main [name=summary_en]").fill("Thank you.")
    _press(ari, "Publish")
    ari.go(f"{address}summary/")
    expect(ari.page.locator("main")).to_contain_text("The van goes there on Fridays.")
    _whole(ari)

    assert "The van goes there on Fridays." in _newest(maija, "What became of your comments")
