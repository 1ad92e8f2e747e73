"""Maija finds and corrects, Bertil keeps what is his, Elina does it all by keyboard, large, in her own colours."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import looking
from tests.browser.conftest import ADDRESSES_OF_THE_CAST, AUDIT, Window
from tests.browser.letters import words_of

pytestmark = pytest.mark.browser
KAISA = "kaisa.kuvitelma@varsinais-suomen-mallipoyta.example"
VILLAGE = "kosken-kuvitteellinen-kylatupa"  # Bertil's
UNKEPT = "savipellon-satu"
MOST_TABS = 250


def _whole(window: Window) -> None:
    window.assert_accessible()
    window.assert_fits()


def _main_buttons(page: Page):
    return page.locator("main form[method=post] button:not([popovertarget])")


# --- Maija
def test_maija_finds_reads_suggests_and_sees_what_became_of_it(window):
    maija = window("desk", language="fi")
    maija.sign_in(ADDRESSES_OF_THE_CAST["aino"], "fi")
    page = maija.go("/fi/directory/")
    page.get_by_role("searchbox").fill("kahvi")
    page.locator("#area").select_option("koski-tl")
    page.locator(".sv-ask button[type=submit]").click()
    page.wait_for_url(re.compile("q=kahvi.*area=koski-tl|area=koski-tl.*q=kahvi"))
    _whole(maija)
    page.locator("main .rows a").first.click()
    _whole(maija)
    entry = page.url
    page.locator("main a[href$='/suggest/']").click()
    page.locator("main a[href$='/suggest/summary/']").click()
    _whole(maija)
    words = "Kahvittelua joka tiistai, ovi on talon takana."
    page.locator("main [name=text]").fill(words)
    page.locator("main form button").click()
    page.wait_for_url(re.compile("/upkeep/suggestion/"))
    expect(page.locator("main ins")).to_have_text(words)
    _whole(maija)
    maija.go("/fi/upkeep/suggestions/")
    expect(page.locator("main li", has_text=words)).to_have_count(1)
    _whole(maija)
    assert words not in maija.go(entry.replace(maija.demo.url, "")).locator("main").inner_text(), "nobody decided yet"


# --- Bertil
def test_bertil_takes_a_page_over_with_the_code_of_a_printed_letter(window):
    kaisa = window("desk")
    kaisa.sign_in(KAISA)
    page = kaisa.go("/en/upkeep/letters/?q=savipellon")
    page.locator("[name=organisations]").first.check()
    with page.expect_download() as got:
        page.locator("main form[method=post] button").click()
    code = re.search(r"\b[A-Z0-9]{4}-[A-Z0-9]{4}\b", words_of(got.value.path().read_bytes()))
    assert code, "the letter has a code"
    bertil = window("phone", language="fi")
    page = bertil.go("/fi/code/")
    _whole(bertil)
    page.locator("main input[name=code]").fill(code[0].lower().replace("-", " "))
    page.locator("main form button").click()
    page.wait_for_url(re.compile("/upkeep/claim/"))
    _whole(bertil)
    claim = page.url.replace(bertil.demo.url, "")
    bertil.sign_in(ADDRESSES_OF_THE_CAST["bertil"], "fi")
    page = bertil.go(claim)
    _whole(bertil)
    _main_buttons(page).last.click()
    page.wait_for_url(re.compile(rf"/organisations/{UNKEPT}/$"))
    _whole(bertil)
    assert page.request.get(bertil.demo.path(claim)).status == 410, "the code works once"


# --- Elina
def _tab_to(page: Page, selector: str) -> None:
    """Press the tab key until what the selector names has the focus; it must show that it has."""
    for _n in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            ring = page.evaluate(looking.STOP)
            assert (ring["ring"], ring["seen"]) == (True, True), ring["name"]
            return
    raise AssertionError(f"the keyboard does not reach {selector}")


def test_elina_filters_and_reads_by_keyboard_alone(window):
    elina = window("desk", language="fi")
    page = elina.go("/fi/directory/")
    _tab_to(page, "#q")
    page.keyboard.type("ryhmä")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("q=ryhm"))
    expect(page.locator("#directory")).to_have_count(1)
    first = "input[type=checkbox][name=kind]"
    _tab_to(page, first)
    ticked = page.evaluate("document.activeElement.id")
    page.keyboard.press("Space")
    page.wait_for_url(re.compile("kind="))
    page.wait_for_function("id => document.activeElement && document.activeElement.id === id", arg=ticked)
    assert page.evaluate("document.activeElement.checked"), "the focus stays on what was ticked"
    expect(page.locator(".sv-count")).to_contain_text(re.compile(r"\d+"))
    _tab_to(page, "main .rows a")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/directory/[\w-]+/$"))
    _tab_to(page, "main a[href$='/suggest/']")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/suggest/$"))
    _tab_to(page, "main [name=words]")
    page.keyboard.type("Puhelinnumero on vanha.")
    _tab_to(page, "main [name=email]")
    page.keyboard.type("elina@example.org")
    _tab_to(page, "main form button")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/upkeep/suggestion/"))
    _whole(elina)


PAGES = (
    "/directory/",
    "/directory/?q=ryhm%C3%A4&kind=peer_group&price=free",
    "/directory/?term=space-varsinais-suomi:suru-ja-menetys",
    "/directory/gaps/",
    "/directory/gaps/?theme=mind",
    "/spaces/varsinais-suomi/themes/",
)


@pytest.mark.parametrize("language", ["fi", "sv"] if AUDIT else ["sv"])
def test_elina_loses_nothing_at_400_percent_with_forced_colours_and_by_keyboard(window, language):
    here = window("desk", language=language)
    page = here.go(f"/{language}/directory/")
    entry = (page.locator("main .rows a").first.get_attribute("href") or "").removeprefix(f"/{language}")
    told = []
    for path in (*PAGES, entry, f"{entry}suggest/"):
        page = here.go(f"/{language}{path}")
        said = looking.structure(page, language) + looking.axe(page) + looking.stops(page)
        said += looking.forced_colours(page)
        said += looking.fits(page, *looking.SMALL) + looking.axe(page) + looking.fits(page, 1280)
        told += [f"{path}: {one}" for one in said]
    assert told == []
