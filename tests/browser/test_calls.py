"""Leena announces a call, Bertil nominates from his phone, the nominee consents by the link in her mail, Leena decides,
and Dani reads who was chosen and why.
"""

from __future__ import annotations

import datetime as dt
import re
import sqlite3

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Window

pytestmark = pytest.mark.browser
LEENA = "leena.naytevaara@varsinais-suomen-mallipoyta.example"
BERTIL = "bertil.testvik@kosken-kuvitteellinen-kylatupa.example"
NOMINEE = "vieno.vale@kosken-kuvitteellinen-kylatupa.example"
TABLE = "/en/bodies/varsinais-suomen-jarjestojen-kumppanuuspoyta/"
SEAT = re.compile("Older people|Ikääntyneet")


def _whole(window: Window) -> None:
    window.assert_accessible()
    window.assert_fits()


def _fill(window: Window, **fields: str) -> None:
    for name, value in fields.items():
        window.page.locator(f"main [name={name}]").fill(value)


def _announce(leena: Window) -> str:
    leena.go(TABLE)
    leena.page.get_by_role("link", name="Announce a call for seats").click()
    _whole(leena)
    ticked = leena.page.locator("main [name=seats]:checked")
    while ticked.count():
        ticked.first.uncheck()
    leena.page.get_by_label(SEAT).check()
    start = dt.date.today() + dt.timedelta(days=60)
    _fill(leena, announcement_en="We look for somebody who knows older people.", decider_en="The table")
    _fill(leena, start=start.isoformat())
    leena.page.get_by_role("button", name="Announce the call").click()
    expect(leena.page.locator("main")).to_contain_text("days left")
    _whole(leena)
    return leena.page.url


def _link(reader: Window) -> str:
    """Return the address in the newest mail to the nominee."""
    for _time in range(120):
        reader.go(f"/en/demo/mail/?to={NOMINEE}")
        letters = reader.page.locator("main a[href*='/demo/mail/']")
        hrefs = [one.get_attribute("href") or "" for one in letters.all()]
        if found := [href for href in hrefs if re.search(r"/mail/\d+/", href)]:
            reader.go(found[0])
            said = re.search(
                r"https?://[^/\s]+(/\w\w/nominations/answer/\S+/)", reader.page.locator("main").inner_text()
            )
            assert said is not None
            return said[1].replace("/fi/", "/en/", 1)
        reader.page.wait_for_timeout(500)
    raise AssertionError("no mail came to the nominee")


def _let_it_close(window: Window, call: int) -> None:
    """Let the days pass that the call is open."""
    past = [(dt.datetime.now(dt.UTC) - dt.timedelta(days=n)).strftime("%Y-%m-%d %H:%M:%S") for n in (9, 1)]
    with sqlite3.connect(window.demo.var / "kumppanuus.sqlite3", timeout=30) as rows:
        rows.execute("UPDATE calls_call SET opens_at = ?, closes_at = ? WHERE id = ?", (*past, call))


def test_from_announcement_to_result(window):
    leena, bertil, nominee, dani = window(), window("phone"), window("phone", dark=True), window(language="sv")
    leena.sign_in(LEENA)
    leena.act_for("varsinais-suomen-mallipoyta")
    address = _announce(leena)

    bertil.sign_in(BERTIL)
    bertil.act_for("kosken-kuvitteellinen-kylatupa")
    bertil.page.goto(address)
    _whole(bertil)
    bertil.page.get_by_role("link", name="Nominate", exact=True).click()
    _whole(bertil)
    _fill(bertil, name="Vieno Vale", email=NOMINEE, why="Runs the village's club.", mandate_by="The board")
    _fill(bertil, mandate_on=dt.date.today().isoformat())
    bertil.page.get_by_role("button", name="Send the nomination").click()
    expect(bertil.page.locator("main")).to_contain_text("Waits for the person's consent")
    _whole(bertil)

    nominee.go(_link(nominee))
    _whole(nominee)
    nominee.page.get_by_label("My name may be shown to everybody if I am chosen").check()
    nominee.page.get_by_role("button", name="I consent").click()
    expect(nominee.page.locator("main")).to_contain_text("Complete")

    _let_it_close(leena, int(re.findall(r"\d+", address)[-1]))
    leena.page.goto(address)
    leena.page.get_by_role("link", name="Nominations and balance").click()
    leena.page.locator("main [name=tick]").first.check()
    leena.page.get_by_role("button", name="Show the balance").click()
    expect(leena.page.locator("main")).to_contain_text("with the 1 ticked one")
    _whole(leena)
    leena.page.get_by_role("button", name="Decide on these").click()
    _whole(leena)
    _fill(leena, decided_by="The table § 7", decided_on=dt.date.today().isoformat())
    _fill(leena, reasons_en="She knows what older people in villages need.")
    leena.page.get_by_role("button", name="Save the decision and appoint").click()
    expect(leena.page.locator("h1")).to_contain_text("Who was chosen")

    dani.page.goto(f"{address}result/")
    for words in ("Vieno Vale", "Kosken Kuvitteellinen Kylätupa", "She knows what older people in villages need."):
        expect(dani.page.locator("main")).to_contain_text(words)
    _whole(dani)
