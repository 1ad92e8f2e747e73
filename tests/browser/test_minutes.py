"""Leena and Paavo write the same minutes at once; Bertil proposes an item from his phone; Dani reads what came of it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Window

pytestmark = pytest.mark.browser
LEENA = "leena.naytevaara@varsinais-suomen-mallipoyta.example"  # secretary
PAAVO = "paavo.tarulainen@satulahteen-toipujat.example"  # chair
BERTIL = "bertil.testvik@kosken-kuvitteellinen-kylatupa.example"
TABLE = "/en/bodies/varsinais-suomen-jarjestojen-kumppanuuspoyta/"
WAIT = 30_000  # saved after a pause in typing, sent again every ten seconds


def _whole(window: Window) -> None:
    window.assert_accessible()
    window.assert_fits()


def _write(window: Window) -> Locator:
    """Open the draft of the last meeting's minutes for writing; return the form of its fourth part."""
    window.go(TABLE)
    window.page.locator("main a[href*='/meetings/']").filter(has_text="Meeting 2/").first.click()
    window.page.get_by_role("link", name="Write the minutes").click()
    return window.page.locator("form[data-part]").nth(3)


def test_two_write_the_same_part_and_nothing_is_lost(window):
    leena, paavo = window(), window("phone", dark=True)
    leena.sign_in(LEENA)
    paavo.sign_in(PAAVO)
    hers, his = _write(leena), _write(paavo)
    _whole(leena)
    hers.locator("[name=text_fi]").fill("Turku kertoi kokeilusta.")
    expect(hers.locator("[data-state]")).to_contain_text("Saved", timeout=WAIT)
    his.locator("[name=text_fi]").fill("Salo kertoi avaimista.")
    expect(his.locator("[data-state]")).to_contain_text("Turku kertoi kokeilusta.", timeout=WAIT)
    assert his.locator("[name=text_fi]").input_value() == "Salo kertoi avaimista."
    paavo.assert_accessible()
    his.locator("[name=text_fi]").fill("Turku kertoi kokeilusta. Salo kertoi avaimista.")
    his.get_by_role("button", name="Save the joined text").click()
    expect(his.locator("[data-state]")).to_contain_text("Saved", timeout=WAIT)
    leena.page.reload()
    assert hers.locator("[name=text_fi]").input_value() == "Turku kertoi kokeilusta. Salo kertoi avaimista."
    # The connection goes, and comes back.
    leena.page.context.set_offline(True)
    hers.locator("[name=text_fi]").fill("Kirjoitettu ilman yhteyttä.")
    expect(hers.locator("[data-offline]")).to_be_visible(timeout=WAIT)
    leena.page.context.set_offline(False)
    expect(hers.locator("[data-offline]")).to_be_hidden(timeout=WAIT)
    expect(hers.locator("[data-state]")).to_contain_text("Saved", timeout=WAIT)
    paavo.page.reload()
    assert his.locator("[name=text_fi]").input_value() == "Kirjoitettu ilman yhteyttä."
    leena.page.context.strangers.clear()  # type: ignore[attr-defined] - what the browser says of a lost connection


def test_bertil_proposes_an_item_on_his_phone_and_leena_puts_it_onto_the_agenda(window):
    bertil, leena = window("phone"), window()
    bertil.sign_in(BERTIL)
    bertil.act_for("kosken-kuvitteellinen-kylatupa")
    bertil.go(TABLE)
    _whole(bertil)
    bertil.page.get_by_role("link", name="Propose an item").first.click()
    _whole(bertil)
    bertil.page.locator("[name^=title]").first.fill("Kyläkyydit")
    bertil.page.locator("[name^=why]").first.fill("Iltaisin ei pääse kotiin.")
    bertil.page.get_by_role("button", name="Send the proposal").click()
    expect(bertil.page.locator("main")).to_contain_text("Kyläkyydit")
    _whole(bertil)
    leena.sign_in(LEENA)
    leena.go(f"{TABLE}proposals/")
    leena.page.get_by_role("link", name="Kyläkyydit").click()
    _whole(leena)
    leena.page.get_by_role("link", name="Accept").click()
    _whole(leena)
    leena.page.get_by_role("button", name="Put onto the agenda").click()
    expect(leena.page.locator("main")).to_contain_text("Kyläkyydit")
    leena.page.wait_for_url(re.compile(r"/meetings/\d+/"))
    _whole(leena)


@pytest.mark.parametrize(("size", "dark", "language"), [("phone", True, "sv"), ("desk", False, "fi")])
def test_dani_reads_the_table_its_meetings_and_minutes(window, size, dark, language):
    dani = window(size, dark=dark, language=language)
    for path in (
        TABLE,
        "/en/bodies/",
        "/en/meetings/",
        "/en/meetings/1/",
        "/en/meetings/1/minutes/1/",
        "/en/meetings/4/",
    ):
        dani.go(path.replace("/en/", f"/{language}/"))
        _whole(dani)
    dani.go(f"/{language}/meetings/4/screen/")
    _whole(dani)
