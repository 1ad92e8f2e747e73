"""Kaisa brings a list into the directory and takes it back; two entries that are one become one."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import AUDIT, Window

pytestmark = pytest.mark.browser
KAISA = "kaisa.kuvitelma@varsinais-suomen-mallipoyta.example"
WAIT = 60_000  # the demo's worker has mail to send, too
HEAD = "Yhdistys;Kotikunta;Nimi;Tyyppi;Tiivistelmä;Puhelin;Osoite;Postinumero;Kunta;Tunniste"


def _list(word: str) -> str:
    """A list with new rows, one that looks like something that is here, and one that is refused."""
    return "\n".join([
        HEAD,
        f"Kuvitteellinen {word}kuoro;Koski Tl;{word}ilta;toiminta;Lauletaan yhdessä.;02 555 0110;Keskustie 1;31500;Koski Tl;{word}1",
        f"Kuvitteellinen {word}kuoro;Koski Tl;{word}konsertti;tapahtuma;Lauluja kirkossa.;02 555 0110;;;Koski Tl;{word}2",
        "Savipellon Sadut;Koski Tl;Satutunti;toiminta;Satuja lapsille.;;;;Koski Tl;s1",
        f"Kuvitteellinen {word}seura;Ankkalinna;{word}kerho;toiminta;Kerho.;;;;Ankkalinna;{word}3",
    ])  # fmt: skip


def _whole(window: Window) -> None:
    window.assert_accessible()
    window.assert_fits()


def _settled(window: Window, words: str) -> Page:
    """Wait until the work is done; the page goes on by itself."""
    expect(window.page.locator("h1")).to_have_text(words, timeout=WAIT)
    _whole(window)
    return window.page


def _confirm(page: Page, ending: str) -> None:
    box = page.locator("details.confirm", has=page.locator(f"form[action$='{ending}']"))
    box.locator("summary").click()
    box.locator("button").click()


IMPORTS = [("phone", False, "Puro"), ("desk", True, "Niitty")]
MERGES = [("desk", False), ("phone", True)]


@pytest.mark.parametrize(("size", "dark", "word"), IMPORTS if AUDIT else IMPORTS[:1])
def test_kaisa_imports_a_list_and_takes_it_back(window, size, dark, word):
    kaisa = window(size, dark=dark)
    kaisa.sign_in(KAISA)
    kaisa.go("/en/directory/imports/")
    _whole(kaisa)
    page = kaisa.page
    page.locator("main a[href*='/imports/new/space/']").first.click()
    _whole(kaisa)
    page.locator("[name=name]").fill(f"Lista {word}")
    file = {"name": "lista.csv", "mimeType": "text/csv", "buffer": _list(word).encode("cp1252")}
    page.locator("[name=file]").set_input_files([file])
    page.locator("main form.form button").last.click()
    page.wait_for_url(re.compile("/columns/$"))
    _whole(kaisa)
    page.locator("[name=organisation]").fill("Nobody of that name")
    page.get_by_role("button", name="Compare with the directory").click()
    expect(page.locator("main .error").first).to_be_visible()
    _whole(kaisa)
    page.locator("[name=organisation]").fill("")
    page.get_by_role("button", name="Compare with the directory").click()
    page = _settled(kaisa, "What would change")
    here = page.url
    expect(page.locator("main")).to_contain_text("Ankkalinna")
    page.get_by_role("link", name=re.compile("^Refused")).first.click()
    _whole(kaisa)
    page.goto(here)
    page.get_by_role("button", name=re.compile(r"^Import \d+ rows|^Import one row")).click()
    page = _settled(kaisa, "What was imported")
    expect(page.locator("main")).to_contain_text("New entries: ")
    kaisa.go(f"/en/directory/{word.lower()}ilta/")
    expect(page.locator("main")).to_contain_text("Nobody has confirmed it yet")
    _whole(kaisa)
    kaisa.go(f"/en/organisations/kuvitteellinen-{word.lower()}kuoro/")
    expect(page.locator("main")).to_contain_text("Nobody of the organisation keeps this page yet.")
    page.goto(here)
    _confirm(page, "/undo/")
    page = _settled(kaisa, "What was undone")
    expect(page.locator("main")).to_contain_text("merkintä poistettiin")
    assert page.request.get(kaisa.demo.path(f"/en/directory/{word.lower()}ilta/")).status == 404


@pytest.mark.parametrize(("size", "dark"), MERGES if AUDIT else MERGES[:1])
def test_kaisa_merges_two_that_are_one_and_undoes_it(window, size, dark):
    kaisa = window(size, dark=dark)
    kaisa.sign_in(KAISA)
    kaisa.go("/en/duplicates/")
    _whole(kaisa)
    kaisa.go("/en/duplicates/?state=dismissed")
    _whole(kaisa)
    page = kaisa.go("/en/duplicates/")
    addresses = [link.get_attribute("href") or "" for link in page.locator("main a[href*='/duplicates/']").all()]
    for address in filter(re.compile(r"/duplicates/\d+/$").search, addresses):
        kaisa.go(address)
        _whole(kaisa)
        if page.get_by_role("button", name="Merge the two").count():
            break
    page.get_by_role("button", name="Merge the two").click()
    page.wait_for_url(re.compile(r"/merges/\d+/$"))
    _whole(kaisa)
    _confirm(page, "/undo/")
    expect(page.locator("main")).to_contain_text("It was taken back")
    _whole(kaisa)
