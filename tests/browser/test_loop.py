"""Once round the loop in the browser: a round is opened, both sides answer, the keeper releases, everybody sees the
mirror, a measure is agreed, and the earlier round stands beside it."""

from __future__ import annotations

import datetime as dt
import re
import time

import pytest

from tests.browser.conftest import AUDIT, Window

KAISA = "kaisa.kuvitelma@varsinais-suomen-mallipoyta.example"
AINO = "aino.mallikas@koski-tl.example"
BERTIL = "bertil.testvik@kosken-kuvitteellinen-kylatupa.example"
VILLAGE = "kosken-kuvitteellinen-kylatupa"  # Bertil's
ONCE = [("fi", "phone")]
EVERY = [(language, size) for language in ("fi", "sv", "en") for size in ("phone", "desk")]
NGOS = 6


def _open_round(kaisa: Window, language: str, marker: str) -> str:
    """Let the keeper make and open a round of theme C for Koski Tl; return its address."""
    page = kaisa.go(f"/{language}/rounds/new/varsinais-suomi/")
    today = dt.date.today()
    for code in ("fi", "sv", "en"):
        box = page.locator(f"[name=title_{code}]")
        if not box.is_visible():
            box.locator("xpath=ancestor::details").locator("summary").click()
        box.fill(f"{marker} {code}")
    page.locator("[name=year]").fill(str(today.year))
    page.locator("[name=version] option", has_text=re.compile(r"\w")).nth(1).wait_for(state="attached")
    value = page.locator("[name=themes]").nth(2).get_attribute("value")
    core = page.locator("[name=version] option").nth(1).get_attribute("value")
    page.locator("[name=version]").select_option(core)
    page.locator(f"[name=themes][value='{value}']").check()
    page.locator("label", has_text=re.compile(r"Koski(s| Tl)")).locator("input[name=areas]").check()
    page.locator("[name=opens]").fill(today.isoformat())
    page.locator("[name=closes]").fill((today + dt.timedelta(days=14)).isoformat())
    page.locator("[name=rule][value=area_ngos]").check()
    box = page.locator(f"[name=greeting_{language}]")
    box.fill(marker)
    _submit(page)
    address = re.search(r"/\w\w(/rounds/\d+/)$", page.url)
    assert address, page.locator("main").inner_text()
    kaisa.assert_accessible()
    _confirm(page, f"{address[1]}open/")
    return address[1]


def _submit(page) -> None:
    page.locator("main form[method=post] button.button-primary, main form[method=post] button:not([name])").last.click()


def _confirm(page, ending: str) -> None:
    """Press a button that first says what will happen, then the one that does it."""
    box = page.locator("details.confirm", has=page.locator(f"form[action$='{ending}']"))
    box.locator("summary").click()
    with page.expect_response(re.compile(re.escape(ending)), timeout=60_000) as told:  # opening writes to many
        box.locator("form button").click()
    assert told.value.status == 303, (told.value.status, page.locator("main").inner_text())
    page.wait_for_load_state()


def _tokens(window: Window, marker: str, wanted: int) -> list[str]:
    """Return the answering addresses of the newest invitations that carry the marker, once the worker sent them."""
    page = window.page.context.new_page()
    found: dict[str, str] = {}
    for _n in range(150):  # a fresh demo sends hundreds of mails first
        page.goto(window.demo.path("/en/demo/mail/"))
        links = [one.get_attribute("href") for one in page.locator("main a[href*='/demo/mail/']").all()[:20]]
        for link in links:
            if link in found or not re.search(r"/mail/\d+/$", link or ""):
                continue
            page.goto(window.demo.path(link))
            words = page.locator("main").inner_text()
            token = re.search(r"/answer/([\w.:-]+)/", words)
            found[link] = token[1] if token and marker in words and BERTIL.split("@")[1] not in words else ""
        tokens = [token for token in found.values() if token]
        if len(tokens) >= wanted:
            page.close()
            return tokens[:wanted]
        time.sleep(0.7)
    raise AssertionError(f"only {len([t for t in found.values() if t])} invitations came")


def _answer(window: Window, address: str, level: int, comment: str = "") -> int:
    """Answer every item with a level; return how many taps it took from the first screen to the receipt."""
    page = window.go(address)
    taps = 0
    page.locator("main form[method=post] button").click()
    taps += 1
    while re.search(r"/answer/[^/]+/\d+/$", page.url):
        if comment and page.url.endswith("/1/"):
            page.locator("details.own-words summary").click()
            page.locator("textarea[name=comment]").fill(comment)
            page.locator("input[name=comment_public]").check()
        before = page.url
        page.locator(f"button.level[value='{level}']").click()
        page.wait_for_url(lambda url, before=before: url != before)
        taps += 1
    page.locator("main form[method=post] button.button-primary").click()
    page.wait_for_url(re.compile("/receipt/"))
    return taps + 1


@pytest.mark.parametrize(("language", "size"), EVERY if AUDIT else ONCE)
def test_once_round_the_loop(window, language, size):
    marker = f"Koe {language} {size}"
    kaisa = window("desk", language=language)
    kaisa.sign_in(KAISA, language)
    round_path = _open_round(kaisa, language, marker)
    table = f"/{language}{round_path}koski-tl/"

    # Bertil answers as a member, from his own work, on his phone.
    bertil = window(size, language=language)
    bertil.sign_in(BERTIL, language)
    bertil.act_for(VILLAGE)
    page = bertil.go(f"/{language}/work/")
    bertil.assert_accessible()
    bertil.assert_fits()
    waiting = page.locator("main li", has_text=marker).locator("a").first
    assert waiting.count(), page.locator("main").inner_text()
    link = waiting.get_attribute("href")
    taps = _answer(bertil, link or "", 1, comment=f"{marker}: tilat ovat ahtaat")
    assert taps == 5  # begin, three items, send
    bertil.assert_accessible()

    # Others answer by their links, some without scripts.
    guest = window(size, language=language, javascript=False)
    for number, token in enumerate(_tokens(kaisa, marker, NGOS)):
        _answer(guest, f"/{language}/answer/{token}/", 1 + number % 2)

    # Aino prepares the municipality's answer and signs it.
    aino = window("desk", language=language)
    aino.sign_in(AINO, language)
    for code in ("7", "8", "9"):
        page = aino.go(f"{table}prepare/{code}/")
        page.locator("input[name=value][value='3']").check()
        page.locator("textarea[name=comment]").fill("Perustelu")
        page.locator("form:has(input[name=revision]) button.button-primary").click()
        page.wait_for_url(lambda url, code=code: f"/prepare/{code}/" not in url)
    aino.assert_accessible()
    page = aino.go(f"{table}sign/")
    page.locator("[name=body]").fill("Kunnanhallitus § 12")
    _submit(page)
    page.wait_for_url(re.compile("/prepare/$"))

    # Kaisa closes, checks the text, releases.
    page = kaisa.go(f"/{language}{round_path}keep/")
    kaisa.assert_accessible()
    _confirm(page, "/close/")
    page = kaisa.go(f"/{language}{round_path}texts/")
    kaisa.assert_accessible()
    page.locator("button[name=state][value=released]").click()
    page = kaisa.go(f"/{language}{round_path}keep/")
    _confirm(page, "/release/")
    page.wait_for_url(re.compile(rf"{round_path}$"))

    # Dani, not signed in, sees both sides, the comment and the earlier round.
    for width in ("phone", "desk"):
        dani = window(width, language=language, dark=width == "phone")
        page = dani.go(table)
        dani.assert_accessible()
        dani.assert_fits()
        row = page.locator(".mirror-row").first
        assert re.search(r"(?<!\d)3(?!\d)", row.locator(".mirror-says").inner_text())
        assert "1½" in row.locator(".mirror-says").inner_text() or re.search(
            r"(?<!\d)1(?!\d)", row.locator(".mirror-says").inner_text()
        )
        assert "2026" in row.locator(".mirror-says").inner_text() or "2024" in row.locator(".mirror-says").inner_text()
        row.locator("details summary").first.click()
        assert "tilat ovat ahtaat" in row.inner_text()

    # Aino agrees on a measure from the weakest item; it stands on the mirror and on the municipality's page.
    page = aino.go(f"{table}agree/8/")
    aino.assert_accessible()
    page.locator(f"[name=title_{language}]").fill(f"{marker}: iltavuorot maksutta")
    _submit(page)
    page.wait_for_url(re.compile(r"/measures/\d+/$"))
    aino.assert_accessible()
    assert f"{marker}: iltavuorot maksutta" in dani.go(table).locator("main").inner_text()
    page = dani.go(f"/{language}/municipalities/koski-tl/")
    if (
        f"{marker}: iltavuorot maksutta" not in page.locator("main").inner_text()
    ):  # it shows the next eight, others are behind
        page.locator("main a[href*='/measures/?']").first.click()
        page.wait_for_url(re.compile("/measures/"))
        assert f"{marker}: iltavuorot maksutta" in page.locator("main").inner_text()
    dani.assert_accessible()
    dani.assert_fits()


def test_the_form_and_the_mirror_work_by_keyboard_alone(window):
    """Tab and Enter only: begin, answer, send; then open the reasons on the mirror."""
    kaisa = window()
    kaisa.sign_in(KAISA)
    round_path = _open_round(kaisa, "en", "Koe keyboard")
    (token,) = _tokens(kaisa, "Koe keyboard", 1)
    here = window("phone")
    page = here.go(f"/en/answer/{token}/")

    def press_until(selector: str, key: str = "Enter", most: int = 60) -> None:
        for _n in range(most):
            page.keyboard.press("Tab")
            if page.evaluate("s => document.activeElement.matches(s)", selector):
                ring = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
                assert int(float(ring.removesuffix("px"))) >= 3, selector
                page.keyboard.press(key)
                return
        raise AssertionError(f"the keyboard does not reach {selector} on {page.url}")

    press_until("main form[method=post] button")
    for place in (1, 2, 3):
        page.wait_for_url(re.compile(rf"/{place}/$"))
        press_until("button.level[value='2']")
    page.wait_for_url(re.compile("/summary/"))
    press_until("main form[method=post] button")
    page.wait_for_url(re.compile("/receipt/"))
    assert round_path
    page = here.go("/en/municipalities/turku/mirror/")
    press_until(".mirror-row details summary", most=80)
    assert page.locator(".mirror-row details[open]").count() == 1
