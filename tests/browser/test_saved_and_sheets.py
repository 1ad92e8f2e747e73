"""Juha makes a client's sheet by keyboard; a visitor saves a search by mail; Kaisa keeps everyday words."""

from __future__ import annotations

import re
import time

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Window

pytestmark = pytest.mark.browser
FOCUSED = "document.activeElement.matches(%r)"
GREETING = "Trevligt att träffas, hälsar Juha"


def _whole(window: Window) -> None:
    window.assert_accessible()
    window.assert_fits()


def _tab_to(page: Page, selector: str, most: int = 80) -> None:
    for _n in range(most):
        page.keyboard.press("Tab")
        if page.evaluate(FOCUSED % selector):
            return
    raise AssertionError(f"{selector} is not reached by Tab")


def test_juha_chooses_three_entries_by_keyboard_and_prints_them_in_swedish(window):
    juha = window("desk", language="fi")
    page = juha.go("/fi/directory/?area=koski-tl")
    for number in (1, 2, 3):
        _tab_to(page, ".sv-pick")
        page.keyboard.press("Enter")
        expect(page.locator("#onsheet")).to_contain_text(str(number))
        assert page.evaluate(FOCUSED % ".sv-pick[name=drop]"), "the focus stays on the button that was pressed"
    names = [one.inner_text() for one in page.locator("li:has([name=drop]) > a").all()]
    _whole(juha)
    page.locator("#onsheet a").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/fi/directory/sheet/$"))
    assert [one.inner_text() for one in page.locator("main ol .sv-name").all()] == names
    _whole(juha)
    _tab_to(page, "[name=language]")
    page.keyboard.press("ArrowDown")
    expect(page.locator("[name=language][value=sv]")).to_be_checked()
    _tab_to(page, "[name=greeting]")
    page.keyboard.type(GREETING)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/fi/directory/sheet/shown/$"))
    sheet = page.locator("article.sheet")
    expect(sheet).to_have_attribute("lang", "sv")
    expect(sheet.locator("h2")).to_have_count(3)
    expect(sheet.locator(".sh-greeting")).to_have_text(GREETING)
    expect(sheet.locator("h3").first).to_have_text("När")
    _whole(juha)
    share = page.locator(".sh-tools input[readonly]").input_value()
    page.emulate_media(media="print")
    for hidden in (".sh-tools", ".site-nav"):
        expect(page.locator(hidden)).to_be_hidden()
    size = page.evaluate("parseFloat(getComputedStyle(document.querySelector('article.sheet')).fontSize)")
    assert size >= 18, "big type on paper"
    assert len(page.pdf(format="A4")) > 5000
    page.emulate_media(media="screen")
    client = window("phone", dark=True)
    client.go("/" + share.partition("//")[2].partition("/")[2])
    expect(client.page.locator("article.sheet h2")).to_have_count(3)
    expect(client.page.locator("body")).not_to_contain_text(GREETING)
    _whole(client)


def test_without_scripts_the_sheet_is_made_all_the_same(window):
    reader = window("phone", language="sv", javascript=False)
    page = reader.go("/sv/directory/?area=koski-tl")
    page.locator(".sv-pick").nth(1).click()
    page.wait_for_url(re.compile("/sv/directory/"))
    expect(page.locator(".sv-pick[name=drop]")).to_have_count(1)
    page.locator("#onsheet a").click()
    page.locator("form.form button").first.click()
    expect(page.locator("article.sheet h2")).to_have_count(1)


def _mailed(window: Window, address: str, pattern: str) -> str:
    """Return the address that the newest mail to somebody holds."""
    for _n in range(40):
        page = window.go(f"/en/demo/mail/?to={address}")
        for href in [link.get_attribute("href") or "" for link in page.locator("main a[href*='/demo/mail/']").all()]:
            if re.search(r"/mail/\d+/", href):
                found = re.search(pattern, window.go(href).locator("main").inner_text())
                if found:
                    return found[0]
        time.sleep(1)
    raise AssertionError(f"no such mail came to {address}")


def test_a_visitor_saves_a_search_by_mail_and_ends_it(window):
    visitor = window("phone", dark=True)
    page = visitor.go("/en/directory/?area=koski-tl&kind=peer_group")
    page.get_by_role("link", name="Save this search").click()
    _whole(visitor)
    expect(page.locator(".sv-said")).to_contain_text("Koski Tl")
    page.locator("[name=name]").fill("Groups near me")
    page.locator("[name=email]").fill("visitor.saves@example.org")
    page.locator("main form.form button").first.click()
    page.wait_for_url(re.compile("/saved/sent/"))
    _whole(visitor)
    page = visitor.go(_mailed(visitor, "visitor.saves@example.org", r"/en/directory/saved/confirm/\S+/"))
    _whole(visitor)
    page.locator("main form button").click()
    page.wait_for_url(re.compile("/saved/mine/"))
    expect(page.locator("h1")).to_have_text("Groups near me")
    _whole(visitor)
    page.get_by_role("button", name="Look now").click()
    expect(page.locator(".messages")).to_contain_text("Nothing new")
    page.get_by_role("button", name="Pause").click()
    expect(page.locator("main .badge").first).to_have_text("On a break")
    page.locator("details.confirm summary").click()
    page.locator("details.confirm form button").click()
    expect(page.locator(".messages")).to_contain_text("Nothing of it is kept")


def test_kaisa_gives_words_to_what_found_nothing(window):
    kaisa = window("desk")
    kaisa.sign_in("kaisa.kuvitelma@varsinais-suomen-mallipoyta.example")
    page = kaisa.go("/en/search/words/")
    _whole(kaisa)
    page.get_by_role("link", name="What found nothing").click()
    _whole(kaisa)
    row = page.locator("main li", has_text="kyyti röntgeniin")
    row.get_by_role("link", name=re.compile("Add a word")).click()
    expect(page.locator("[name=saying]")).to_have_value("kyyti röntgeniin")
    _whole(kaisa)
    page.locator("[name=meaning]").fill("saattaja\nkuljetusapu")
    page.locator("main form.form button").first.click()
    expect(page.locator("main table")).to_contain_text("saattaja, kuljetusapu")
    page.get_by_role("link", name=re.compile("^Change")).first.click()
    _whole(kaisa)
    kaisa.go("/en/directory/saved/")
    _whole(kaisa)
    kaisa.page.get_by_role("link", name=re.compile("^Change")).first.click()
    _whole(kaisa)
