"""The way of a meeting in Turku's council: Helmi plans and calls, Gunilla answers from her mail, Helmi records the one
that is going on and ends it, Amina asks for a correction of its minutes, and the second inspector makes earlier ones final.
"""

from __future__ import annotations

import datetime as dt
import re
import time

from playwright.sync_api import expect

from tests.browser.conftest import Window

HELMI, AMINA = "helmi.kuvajainen@turku.example", "amina.tarinala@monen-sadun-talo.example"
GUNILLA, SAMULI = "gunilla.dromfors@dromvavarnas-kamratstod.example", "samuli.pilvenhattara@pilvilinnan-perheet.example"
BODY = "turun-jarjestoneuvottelukunta"


def _whole(window: Window) -> None:
    window.assert_accessible()
    window.assert_fits()


def _link_in_call(window: Window, to: str, words: str) -> str:
    """Return the answering address in the letter to somebody that holds the words, once it was sent."""
    page = window.page.context.new_page()
    for _n in range(120):
        page.goto(window.demo.path(f"/en/demo/mail/?to={to}"))
        links = [one.get_attribute("href") or "" for one in page.locator("main a[href*='/demo/mail/']").all()[:5]]
        for link in links:
            if re.search(r"/mail/\d+/$", link):
                page.goto(window.demo.path(link))
                told = page.locator("main").inner_text()
                found = re.search(r"/\w\w/meetings/answer/[\w.:-]+/", told)
                if found and words in told:
                    page.close()
                    return found[0]
        time.sleep(0.5)
    raise AssertionError(f"no call with {words} came to {to}")


def _confirm(window: Window, button: str) -> None:
    """Press a button that first says what will happen, then the one that does it."""
    box = window.page.locator("details.confirm", has=window.page.locator("summary", has_text=button))
    box.locator("summary").click()
    with window.page.expect_navigation():
        box.locator("form button").click()


def test_a_meeting_is_planned_called_and_answered_from_the_mail(window):
    helmi = window()
    helmi.sign_in(HELMI)
    helmi.act_for("turku")
    page = helmi.go(f"/en/bodies/{BODY}/meetings/plan/")
    _whole(helmi)
    page.locator("[name=date]").fill((dt.date.today() + dt.timedelta(days=40)).isoformat())
    page.locator("[name=begins]").fill("16:00")
    page.locator("[name=ends]").fill("18:00")
    page.get_by_role("button", name="Plan", exact=True).click()
    page.wait_for_url(re.compile(r"/meetings/\d+/$"))
    meeting = page.url
    page.get_by_role("link", name="Put an item onto the agenda").click()
    page.locator("[name^=title]:visible").first.fill("Talvipyöräilyn reitit")
    page.get_by_role("button", name="Put onto the agenda").click()
    expect(page.locator("main")).to_contain_text("Talvipyöräilyn reitit")
    page.goto(meeting)
    _confirm(helmi, "Send the call")
    expect(page.locator("main")).to_contain_text("The call is sent")
    _whole(helmi)

    gunilla = window("phone", dark=True)  # not signed in
    gunilla.go(_link_in_call(gunilla, GUNILLA, "Talvipyöräilyn reitit"))
    _whole(gunilla)
    gunilla.page.locator("button[name=coming][value=yes]").click()
    expect(gunilla.page.locator("main .badge, main h1").first).to_be_visible()
    page.goto(meeting)
    expect(page.locator("main tr", has_text="Gunilla")).to_contain_text("Coming")


def test_a_meeting_that_is_going_on_is_recorded_ended_and_its_minutes_corrected(window):
    helmi = window()
    helmi.sign_in(HELMI)
    helmi.act_for("turku")
    page = helmi.go(f"/en/meetings/?body={BODY}")
    page.locator("main a[href*='/meetings/']", has_text="Meeting").first.click()
    meeting = page.url
    page.goto(f"{meeting}record/")
    _whole(helmi)
    item = page.locator("section", has=page.locator("h2", has_text="Yhdistysten tilat keskustan koulussa")).last
    if not item.locator("[name=text_fi]").is_visible():
        item.locator("details.mn-add summary").click()
    item.locator("[name=kind][value=decision]").check()
    item.locator("[name=text_fi]").fill("Pyydetään korvaavat vuorot lähikoulusta.")
    item.get_by_role("button", name="Record", exact=True).click()
    expect(page.locator("#mn-said")).not_to_be_empty()
    _confirm(helmi, "End the meeting")
    page.goto(f"{meeting}minutes/1/")
    expect(page.locator("main")).to_contain_text("Pyydetään korvaavat vuorot lähikoulusta.")
    _confirm(helmi, "Open them for corrections")
    _whole(helmi)

    amina = window("phone")
    amina.sign_in(AMINA)
    amina.go(page.url.removeprefix(amina.demo.url))
    _whole(amina)
    ask = amina.page.locator("details.mn-ask").last
    ask.locator("summary").click()
    ask.locator("[name=text]").fill("Pyysimme vuoroja myös kirjastosta.")
    ask.locator("form button").last.click()
    expect(amina.page.locator("main")).to_contain_text("Pyysimme vuoroja myös kirjastosta.")

    page.reload()
    page.get_by_role("link", name="Answer the request").first.click()
    _whole(helmi)
    page.locator("[name=answer]").fill("Lisätty.")
    page.locator("[name=accepted]").first.check()
    page.locator("main form[method=post] button.button-primary").click()
    expect(page.locator("main")).to_contain_text("Lisätty.")


def test_the_second_inspector_makes_the_minutes_final(window):
    samuli = window("phone")
    samuli.sign_in(SAMULI)
    page = samuli.go(f"/en/meetings/?body={BODY}&when=past")
    page.locator("main a[href*='/meetings/']", has_text="Meeting").first.click()
    page.locator("main a[href*='/minutes/']").first.click()
    page.wait_for_url(re.compile("/minutes/"))
    _whole(samuli)
    _confirm(samuli, "Sign as an inspector")
    expect(page.locator("main")).not_to_contain_text("wait for two inspectors")
    _whole(samuli)
    assert page.get_by_role("link", name="Write the minutes").count() == 0
    dani = window()
    dani.go(page.url.removeprefix(dani.demo.url))
    _whole(dani)
    for ending, kind in (("pdf", b"%PDF"), ("docx", b"PK")):
        link = dani.page.locator(f"main a[href$='.{ending}']").first.get_attribute("href") or ""
        assert dani.page.request.get(dani.demo.path(link)).body().startswith(kind)
