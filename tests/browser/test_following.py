"""Bertil follows a body, Leena plans a meeting there, the digest comes in his language, and one click stops it."""

from __future__ import annotations

import datetime as dt
import os
import re
import subprocess
import sys

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.conftest import ROOT, Demo, Window

pytestmark = pytest.mark.browser
LEENA = "leena.naytevaara@varsinais-suomen-mallipoyta.example"
BERTIL = "bertil.testvik@kosken-kuvitteellinen-kylatupa.example"
NEXT_WEEK = (
    "import datetime as dt, django; django.setup()\n"
    "from django.utils import timezone\n"
    "from kumppanuus.notices import sending\n"
    "sending.make_digests(timezone.now() + dt.timedelta(days=8))\n"
    "sending.send_due()\n"
)


def _let_a_week_pass(demo: Demo) -> None:
    """Gather and send the digests of the demo as its clock would within a week."""
    own = {"KUMPPANUUS_MODE": "demo", "VAR_DIR": str(demo.var), "PYTHONPATH": str(ROOT / "src"), "SITE_URL": demo.url}
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment = kept | own | {"DJANGO_SETTINGS_MODULE": "kumppanuus.config.settings"}
    subprocess.run([sys.executable, "-c", NEXT_WEEK], env=environment, check=True, timeout=120)


def _whole(window: Window) -> None:
    window.assert_accessible()
    window.assert_fits()


def test_a_body_is_followed_told_of_in_a_digest_and_left_by_one_click(window, demo):
    bertil, leena = window("phone", dark=True), window()
    page = bertil.go("/sv/bodies/")
    page.get_by_role("link", name="Egentliga Finlands organisationers partnerskapsbord").first.click()
    page.wait_for_url(re.compile("/sv/bodies/.+"))
    body = re.sub(r"^.*/sv/", "", page.url)
    page.locator(".follow a").click()  # signed out: by e-mail alone, or to sign-in, and back
    _whole(bertil)
    page.locator("main a[href*='/account/login']").first.click()
    page.wait_for_url(re.compile("/account/login"))
    bertil.sign_in(BERTIL, "sv")
    bertil.go(f"/sv/{body}")
    expect(page.locator(".follow button")).to_be_visible()
    _whole(bertil)
    page.locator(".follow button").click()
    expect(page.locator(".follow")).to_contain_text(re.compile("Du följer|You follow"))
    _whole(bertil)

    leena.sign_in(LEENA)
    leena.go(f"/en/{body}meetings/plan/")
    _whole(leena)
    day = timezone.localdate() + dt.timedelta(days=40)
    leena.page.get_by_label("Date").fill(day.isoformat())
    leena.page.get_by_label("Begins").fill("13:00")
    leena.page.get_by_label("Ends").fill("15:00")
    leena.page.locator("[name^=title_]:visible").first.fill("Höstmötet")
    leena.page.locator("main form button[type=submit]").last.click()
    expect(leena.page.locator("main")).to_contain_text("Höstmötet")

    _let_a_week_pass(demo)
    mails = bertil.go(f"/en/demo/mail/?to={BERTIL}")
    mails.locator("main table a").first.click()
    expect(mails.locator("main")).to_contain_text("Höstmötet")
    stop = mails.locator("main a[href*='/notices/stop/']")
    stop.click()
    _whole(bertil)
    page.locator("main form button").click()
    bertil.go("/sv/me/follows/")
    expect(page.locator("main select").first).to_have_value("never")
    _whole(bertil)
