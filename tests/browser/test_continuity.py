"""Dani finds the right contact person in two clicks; Salo's coordinator leaves and hands over, line by line."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Window

pytestmark = pytest.mark.browser
JARMO = "jarmo.kangastus@salo.example"
SARI = "sari.esimerkki@salo.example"
WORDS = "The key of the club room is with the caretaker."


def _whole(window: Window) -> None:
    window.assert_accessible()
    window.assert_fits()


@pytest.mark.parametrize(("size", "language", "mine"), [("phone", "sv", "Vem är min"), ("desk", "fi", "Kuka on")])
def test_a_contact_person_is_found_in_two_clicks(window, size, language, mine):
    dani = window(size, language=language)
    page = dani.go(f"/{language}/")
    page.get_by_role("link", name=re.compile(mine)).click()
    page.wait_for_url(re.compile("/contacts/"))
    _whole(dani)
    page.locator("main [name=area]").select_option("loimaa")
    page.locator("main form button").first.click()
    expect(page.locator("main")).to_contain_text("jarjestot@loimaa.example")
    expect(page.locator("main")).to_contain_text("loimaa.jarjestot@")  # the health and social centre's
    _whole(dani)
    page.locator("main .ct-title a").first.click()
    page.wait_for_url(re.compile("/posts/"))
    _whole(dani)


def test_who_leaves_writes_and_who_comes_takes_over(window):
    jarmo = window("phone")
    jarmo.sign_in(JARMO)
    page = jarmo.go("/en/work/")
    page.get_by_role("link", name=re.compile("Your hand-over")).click()
    _whole(jarmo)
    page.get_by_role("link", name="Write to your successor").click()
    _whole(jarmo)
    page.locator("main [name=told]").fill(WORDS)
    page.get_by_role("button", name="Save").click()
    expect(page.locator("main")).to_contain_text(WORDS)
    address = page.url

    sari = window("desk")
    sari.sign_in(SARI)
    page = sari.go("/en/work/")
    page.get_by_role("link", name=re.compile("A hand-over to take over")).click()
    expect(page.locator("main")).to_contain_text(WORDS)
    assert page.url == address
    _whole(sari)
    waiting = page.locator("main .co-tick input")
    before = waiting.count()
    waiting.first.check()
    page.get_by_role("button", name="I answer for the ticked ones now").click()
    expect(page.locator("main .co-tick")).to_have_count(before - 1)
    expect(page.locator("main")).to_contain_text("Taken over by Sari")
    _whole(sari)
