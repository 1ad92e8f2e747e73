"""Bertil gives a matter from his phone, Leena's table sends it on, Aino records the number and answers, Bertil sees."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Window

pytestmark = pytest.mark.browser
LEENA = "leena.naytevaara@varsinais-suomen-mallipoyta.example"
BERTIL = "bertil.testvik@kosken-kuvitteellinen-kylatupa.example"
AINO = "aino.mallikas@koski-tl.example"


def _whole(window: Window) -> None:
    window.assert_accessible()
    window.assert_fits()


def test_a_matter_goes_its_way_and_comes_back_answered(window):
    bertil, leena, aino = window("phone", dark=True), window(), window()
    bertil.sign_in(BERTIL)
    bertil.go("/en/matters/new/?area=koski-tl")
    _whole(bertil)
    page = bertil.page
    page.get_by_label("What it is about").fill("Valo kylätuvan pihaan")
    page.get_by_label("What is wanted and why").fill("Piha on pimeä, ja portaat ovat liukkaat.")
    page.get_by_label("Partnership table of NGOs in Southwest Finland").check()
    page.get_by_role("button", name="Send").click()
    expect(page.locator("h1")).to_have_text("Valo kylätuvan pihaan")
    expect(page.locator(".mr-stands")).to_contain_text("not officially pending")
    _whole(bertil)
    path = page.url.split("/en/")[1]

    leena.sign_in(LEENA)
    leena.go(f"/en/{path}")
    leena.page.get_by_role("link", name="Send on", exact=True).click()
    _whole(leena)
    leena.page.get_by_label("Municipality of Koski Tl").check()
    leena.page.get_by_role("button", name="Send").click()
    expect(leena.page.locator(".mr-here")).to_contain_text("Municipality of Koski Tl")

    aino.sign_in(AINO)
    aino.go(f"/en/{path}")
    aino.page.get_by_role("link", name="Record the diary number").click()
    aino.page.get_by_label("Diary number").fill("MALLI/12")
    aino.page.get_by_role("button", name="Record the diary number").click()
    expect(aino.page.locator(".mr-stands")).not_to_contain_text("not officially pending")
    aino.page.get_by_role("link", name="Answer the matter").click()
    aino.page.locator("[name=text_en]").fill("The lamp comes in March.")
    aino.page.get_by_role("button", name="Send the answer").click()
    _whole(aino)

    bertil.go(f"/en/{path}")
    expect(page.locator(".mr-path")).to_contain_text("Registered: MALLI/12")
    expect(page.locator(".mr-answer")).to_contain_text("The lamp comes in March.")
    _whole(bertil)
