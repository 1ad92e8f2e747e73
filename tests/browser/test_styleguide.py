"""What scripts add, and what the styleguide looks like to axe, in a real browser."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import looking

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def guide(browser: Browser, live_server) -> Iterator[Page]:
    """The styleguide in English, in a browser that remembers nothing."""
    context = browser.new_context()
    page = context.new_page()
    page.errors = []  # type: ignore[attr-defined]
    page.on("pageerror", lambda error: page.errors.append(str(error)))  # type: ignore[attr-defined]
    page.goto(f"{live_server.url}/en/styleguide/")
    yield page
    assert page.errors == []  # type: ignore[attr-defined]
    context.close()


def test_draft_is_kept_and_restored_with_a_visible_note(guide: Page) -> None:
    note = guide.locator("[data-keep]")
    assert note.is_hidden()
    guide.fill("#id_email", "aino@example.org")
    guide.check("input[name=level][value='1']")
    guide.reload()
    assert (guide.input_value("#id_email"), guide.is_checked("input[name=level][value='1']")) == (
        "aino@example.org",
        True,
    )
    assert note.is_visible()


def test_draft_is_thrown_away_when_the_reader_says_so(guide: Page) -> None:
    guide.fill("#id_email", "aino@example.org")
    guide.reload()
    guide.click("[data-keep] button")
    assert guide.input_value("#id_email") == ""
    assert guide.evaluate("localStorage.length") == 0


def test_sending_without_a_connection_loses_nothing_and_says_so(guide: Page) -> None:
    guide.fill("#id_email", "aino@example.org")
    guide.context.set_offline(True)
    guide.click("form.form button.button-primary")
    assert guide.locator("[data-offline]").is_visible()
    assert guide.input_value("#id_email") == "aino@example.org"
    guide.context.set_offline(False)
    guide.reload()
    assert guide.input_value("#id_email") == "aino@example.org"


def test_draft_is_dropped_once_another_page_follows(guide: Page) -> None:
    guide.fill("#id_email", "aino@example.org")
    guide.evaluate("document.querySelector('form.form').action = '/en/municipalities/'")
    guide.evaluate("document.querySelector('form.form').method = 'get'")
    guide.click("form.form button.button-primary")
    guide.wait_for_url("**/municipalities/**")
    assert guide.evaluate("localStorage.length") == 0


def test_confirmation_opens_without_scripts_and_closes_with_esc(guide: Page) -> None:
    box = guide.locator("details.confirm").first
    box.locator("summary").click()
    assert box.get_attribute("open") == ""
    guide.keyboard.press("Escape")
    assert box.get_attribute("open") is None
    assert guide.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_errors_take_the_focus_and_lead_to_the_fields(guide: Page, live_server) -> None:
    guide.goto(f"{live_server.url}/en/styleguide/?wrong")
    assert guide.evaluate("document.activeElement.hasAttribute('data-focus')")
    guide.click(".error-summary a[href='#id_due']")
    assert guide.evaluate("document.activeElement.id") == "id_due"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("query", ["", "?wrong"])
def test_styleguide_has_no_axe_findings_and_never_scrolls_sideways(
    browser: Browser, live_server, scheme: str, width: int, query: str
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page = context.new_page()
    page.goto(f"{live_server.url}/sv/styleguide/{query}")
    assert looking.axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width
    context.close()
