"""Cecilia begins a negotiation and locks its text, Bertil proposes, Aino signs: each on her or his own page."""

from __future__ import annotations

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.conftest import Window

pytestmark = pytest.mark.browser
CECILIA = "cecilia.modellstrom@varsinais-suomen-hyvinvointialue.example"
BERTIL = "bertil.testvik@kosken-kuvitteellinen-kylatupa.example"
AINO = "aino.mallikas@koski-tl.example"


def _whole(window: Window) -> None:
    window.assert_accessible()
    window.assert_fits()


def test_a_year_is_proposed_locked_and_signed(window):
    cecilia, bertil, aino = window(), window("phone", dark=True), window()
    cecilia.sign_in(CECILIA)
    cecilia.go("/en/negotiations/new/varsinais-suomen-hyvinvointialue/")
    _whole(cecilia)
    page = cecilia.page
    page.get_by_label("Year").fill("2035")
    page.locator("[name=title_en]").fill("Negotiation of the model")
    page.get_by_label("Day of the negotiation").fill(timezone.localdate().isoformat())
    page.get_by_role("button", name="Begin").click()
    expect(page.locator("h1")).to_have_text("Negotiation of the model")
    _whole(cecilia)
    path = page.url.split("/en/")[1]
    page.get_by_role("link", name="Invite parties").click()
    page.get_by_label("Municipality of Koski Tl").check()
    page.locator("input[name=organisations]").first.scroll_into_view_if_needed()
    page.get_by_label("Kosken Kuvitteellinen Kylätupa").check()
    _whole(cecilia)
    page.get_by_role("button", name="Invite").click()
    expect(page.get_by_role("link", name="Kosken Kuvitteellinen Kylätupa ry").first).to_be_visible()

    bertil.sign_in(BERTIL)
    bertil.act_for("kosken-kuvitteellinen-kylatupa")
    bertil.go(f"/en/{path}")
    bertil.page.get_by_role("link", name="Propose a measure").click()
    bertil.page.locator("[name=goal_en]").fill("Less loneliness")
    bertil.page.locator("[name=title_en]").fill("A bus on Wednesdays")
    bertil.page.get_by_label("Due").fill(timezone.localdate().replace(year=timezone.localdate().year + 1).isoformat())
    bertil.page.get_by_label("Who answers for it").select_option(label="Municipality of Koski Tl")
    _whole(bertil)
    bertil.page.get_by_role("button", name="Propose").click()
    expect(bertil.page.locator("#measures ~ ul")).to_contain_text("A bus on Wednesdays")
    _whole(bertil)

    cecilia.go(f"/en/{path}")
    page.get_by_role("button", name="Accept").click()
    page.get_by_role("button", name="Lock the text and ask for signatures").click()
    for window_, email in ((cecilia, ""), (aino, AINO)):
        if email:
            window_.sign_in(email)
        window_.go(f"/en/{path}sign/")
        _whole(window_)
        window_.page.get_by_label("Date of the decision").fill(timezone.localdate().isoformat())
        window_.page.get_by_label("Who decided").fill("Executive § 1")
        window_.page.get_by_role("button", name="Sign").click()
    expect(aino.page.locator("body")).to_contain_text("Signed by 2 of 3")
    aino.page.get_by_role("link", name="A bus on Wednesdays").click()
    expect(aino.page.locator("body")).to_contain_text("Negotiation of the model")
    _whole(aino)
