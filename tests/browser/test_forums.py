"""Aino sends a bulletin and Bertil reads it; she calls an evening, and Pekka, who has no account, registers by the link
in his mail and cancels: the one who waited gets the place and is told.
"""

from __future__ import annotations

import datetime as dt
import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Window

pytestmark = pytest.mark.browser
AINO = "aino.mallikas@koski-tl.example"
PEKKA, WAITS = "pekka.kirjoilla@posti.example", "jonna.jonossa@posti.example"
BERTIL = "bertil.testvik@kosken-kuvitteellinen-kylatupa.example"


def _whole(window: Window) -> None:
    window.assert_accessible()
    window.assert_fits()


def _fill(window: Window, **fields: str) -> None:
    for name, value in fields.items():
        window.page.locator(f"main [name={name}]").fill(value)


def _mail(reader: Window, to: str, words: str) -> str:
    """Return the text of the mail to the address that has the words."""
    for _time in range(120):
        reader.go(f"/en/demo/mail/?to={to}")
        rows = reader.page.locator("main a[href*='/demo/mail/']").all()
        hrefs = [one.get_attribute("href") or "" for one in rows]
        for href in (one for one in hrefs if re.search(r"/mail/\d+/", one)):
            reader.go(href)
            text = reader.page.locator("main").inner_text()
            if words in text:
                return text
        reader.page.wait_for_timeout(500)
    raise AssertionError(f"no mail with {words} came to {to}")


def _link(text: str) -> str:
    said = re.search(r"https?://[^/\s]+(/\w\w/forums/registrations/\S+/)", text)
    assert said is not None, text
    return re.sub("^/(fi|sv)/", "/en/", said[1])


def _register(window: Window, address: str, name: str, email: str) -> str:
    window.page.goto(address)
    window.page.locator("main").get_by_role("link", name="Register", exact=True).click()
    _whole(window)
    _fill(window, name=name, email=email)
    window.page.locator("main").get_by_role("button", name="Register", exact=True).click()
    expect(window.page.locator("h1")).to_contain_text("Look into your mail")
    _whole(window)
    link = _link(_mail(window, email, "Confirm"))
    window.go(link)
    _whole(window)
    window.page.get_by_role("button", name="Yes, I come").click()
    return link


def test_bulletin_from_writing_to_reading(window):
    aino, bertil = window(), window("phone", dark=True)
    aino.sign_in(AINO)
    aino.act_for("koski-tl")
    aino.go("/en/bulletins/new/")
    _whole(aino)
    _fill(aino, title_en="Halls are free", body_en="The school's hall is free on Tuesdays.")
    aino.page.get_by_role("button", name="Save and see the preview").click()
    expect(aino.page.locator("main")).to_contain_text("Before it goes out")
    _whole(aino)
    aino.page.get_by_role("button", name="Send it now").click()
    expect(aino.page.locator("main")).to_contain_text("Went to")
    assert "The school's hall is free" in _mail(bertil, BERTIL, "Halls are free")
    bertil.go("/en/bulletins/")
    _whole(bertil)
    bertil.page.get_by_role("link", name="Halls are free").click()
    expect(bertil.page.locator("main")).to_contain_text("The school's hall is free on Tuesdays.")
    _whole(bertil)


def test_evening_from_call_to_waiting_list(window):
    aino, pekka, waits = window(), window("phone"), window(language="sv")
    aino.sign_in(AINO)
    aino.act_for("koski-tl")
    aino.go("/en/forums/new/")
    _whole(aino)
    day = dt.date.today() + dt.timedelta(days=30)
    _fill(aino, name_en="Autumn evening", date=day.isoformat(), begins="18:00", ends="20:00", place_en="Library")
    _fill(aino, register_until=(day - dt.timedelta(days=1)).isoformat(), places="1")
    aino.page.get_by_role("button", name="Publish").click()
    expect(aino.page.locator("h1")).to_contain_text("Autumn evening")
    _whole(aino)
    address = aino.page.url

    link = _register(pekka, address, "Pekka Kirjoilla", PEKKA)
    expect(pekka.page.locator("main")).to_contain_text("You are registered")
    _whole(pekka)
    _register(waits, address, "Jonna Jonossa", WAITS)
    expect(waits.page.locator("main")).to_contain_text("You are in the waiting list")
    aino.page.goto(f"{address}coming/")
    expect(aino.page.locator("main")).to_contain_text("Jonna Jonossa")
    _whole(aino)

    pekka.go(link)
    pekka.page.get_by_role("button", name="Cancel my registration").click()
    expect(pekka.page.locator("main")).to_contain_text("Your registration is cancelled")
    assert "the place is yours" in _mail(waits, WAITS, "A place came free")
