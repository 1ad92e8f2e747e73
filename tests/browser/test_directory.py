"""Pekka keeps an entry right from his telephone and his mail; who keeps the directory sees what waits."""

from __future__ import annotations

import re
import time

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import ADDRESSES_OF_THE_CAST, Window

pytestmark = pytest.mark.browser
CONTACT = "diakonia@kuvitteellisen-jokivarren-seurakunta.example"  # of an entry that is overdue
NUMBER = "02 555 0142"


def _links(window: Window, address: str) -> tuple[str, str]:
    """Return the confirming and the correcting address in the newest reminder to the address."""
    for _n in range(40):
        page = window.go(f"/en/demo/mail/?to={address}")
        mails = [link.get_attribute("href") or "" for link in page.locator("main a[href*='/demo/mail/']").all()]
        for href in filter(re.compile(r"/mail/\d+/").search, mails):
            words = window.go(href).locator("main").inner_text()
            found = [re.search(rf"(/fi/upkeep/{kind}/[\w-]+/)", words) for kind in ("right", "correct")]
            if all(found):
                return found[0][1], found[1][1]
        time.sleep(1)  # the worker has hundreds of mails to send first
    raise AssertionError(f"no reminder came to {address}")


def _whole(window: Window) -> None:
    window.assert_accessible()
    window.assert_fits()


def test_pekka_corrects_a_number_and_confirms_from_his_mail(window):
    pekka = window("phone", language="fi")
    right, correct = _links(pekka, CONTACT)
    page = pekka.go(correct)
    _whole(pekka)
    page.locator("main a[href*='/phone:']").first.click()
    _whole(pekka)
    page.locator("[name=phone]").fill(NUMBER)
    page.locator("main form button").click()
    expect(page.locator("main dl")).to_contain_text(NUMBER)
    _whole(pekka)
    page = pekka.go(right)
    _whole(pekka)
    page.locator("main form button").click()
    page.wait_for_url(re.compile(r"/directory/[\w-]+/$"))
    expect(page.locator("main")).to_contain_text(NUMBER)
    _whole(pekka)
    assert pekka.page.request.get(pekka.demo.path(right)).status == 410, "the link works once"


def test_a_reader_suggests_and_bertil_takes_it_over(window):
    reader = window("phone", language="en", javascript=False)
    page = reader.go("/en/organisations/kosken-kuvitteellinen-kylatupa/")
    page.locator("main ul.rows a[href*='/directory/']").first.click()
    entry = page.url
    page.locator("main a[href$='/suggest/']").click()
    page.locator("[name=words]").fill("The door is at the back of the house.")
    page.locator("[name=email]").fill("reader@example.org")
    page.locator("main form button").click()
    page.wait_for_url(re.compile("/upkeep/suggestion/"))
    state = page.url
    bertil = window("phone")
    bertil.go(entry.replace(bertil.demo.url, "") + "suggest/")
    _whole(bertil)
    bertil.sign_in(ADDRESSES_OF_THE_CAST["bertil"])
    bertil.act_for("kosken-kuvitteellinen-kylatupa")
    page = bertil.go("/en/upkeep/suggestions/")
    _whole(bertil)
    row = page.locator("main li", has_text="The door is at the back")
    row.locator("form[action$='/accept/'] button").click()
    expect(page.locator("main li", has_text="The door is at the back")).to_have_count(1)
    reader.page.goto(state)
    expect(reader.page.locator("main .badge")).to_have_text(re.compile(r"Taken over"))
    bertil.go(entry.replace(bertil.demo.url, "").replace("/en/", "/en/") + "change/languages/")
    _whole(bertil)


def test_kaisa_sees_what_waits_and_prints_letters(window):
    kaisa = window("desk")
    kaisa.sign_in("kaisa.kuvitelma@varsinais-suomen-mallipoyta.example")
    for path in ("/en/work/", "/en/upkeep/", "/en/upkeep/claims/", "/en/upkeep/letters/?q=savipellon"):
        kaisa.go(path)
        _whole(kaisa)
    page = kaisa.page
    page.locator("[name=organisations]").first.check()
    with page.expect_download() as got:
        page.locator("main form[method=post] button").click()
    assert got.value.suggested_filename == "letters.pdf"
    page = kaisa.go("/en/organisations/savipellon-satu/")
    _whole(kaisa)
    page.locator("main a[href$='/claim/']").click()
    _whole(kaisa)
