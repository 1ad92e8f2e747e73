"""The demo, run as an operator runs it, and a real browser: Debian's Chromium, no other traffic than to the demo."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser import looking

ROOT = Path(__file__).resolve().parents[2]
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--no-first-run", "--no-default-browser-check", "--disable-default-apps", "--disable-extensions", "--metrics-recording-only",
    "--disable-domain-reliability", "--disable-breakpad", "--disable-dev-shm-usage",
]  # fmt: skip
DEMO = [sys.executable, "-m", "kumppanuus.config.cli", "demo"]
WIDTHS = {"phone": (360, 740), "desk": (1280, 900)}
AUDIT = bool(os.environ.get("AUDIT"))
ADDRESSES_OF_THE_CAST = {
    "aino": "aino.mallikas@koski-tl.example",
    "bertil": "bertil.testvik@kosken-kuvitteellinen-kylatupa.example",
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@dataclass
class Demo:
    """A running demo: where it is, and where its data lies (SQLite, readable from outside)."""

    url: str
    var: Path
    log: Path

    def path(self, path: str) -> str:
        return f"{self.url}{path}"


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """What `kumppanuus demo --prepare-only` makes: by the process that comes first, for all that run side by side."""
    base = tmp_path_factory.getbasetemp()
    room = (base if worker_id == "master" else base.parent) / "prepared"
    done, failed = room / "done", room / "failed"
    try:
        room.mkdir()
    except FileExistsError:
        end = time.monotonic() + 600
        while not done.exists():
            if failed.exists() or time.monotonic() > end:
                pytest.fail(f"the demo was not made:\n{(room / 'demo.log').read_text('utf-8', 'replace')[-6000:]}")
            time.sleep(0.3)
        return room / "var"
    with (room / "demo.log").open("wb") as out:
        told: dict[str, Any] = {"cwd": room, "env": _settings(room), "stdout": out, "stderr": subprocess.STDOUT}
        status = subprocess.run([*DEMO, "--prepare-only"], check=False, **told).returncode
        # What the making left to do is done once, and not in every process before its first letter goes.
        told["env"] = {**told["env"], "KUMPPANUUS_MODE": "demo"}
        status = status or subprocess.run([*DEMO[:-1], "worker", "--once"], check=False, **told).returncode
    (failed if status else done).touch()
    assert status == 0, (room / "demo.log").read_text("utf-8", "replace")[-6000:]
    return room / "var"


def _settings(room: Path) -> dict[str, str]:
    """Return the environment of a demo whose data lies in a room."""
    foreign = ("DATABASE_URL", "KUMPPANUUS_MODE", "SITE_URL", "DJANGO_ALLOW_ASYNC_UNSAFE")
    kept = {name: value for name, value in os.environ.items() if name not in foreign}
    return kept | {"PYTHONPATH": str(ROOT / "src"), "VAR_DIR": str(room / "var"), "PYTHONUNBUFFERED": "1"}


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory, prepared: Path) -> Iterator[Demo]:
    """`kumppanuus demo` on a free port with data of its own; one for the session."""
    room = tmp_path_factory.mktemp("demo")
    shutil.copytree(prepared, room / "var")
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = room / "demo.log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [*DEMO, "--port", str(port)],
            cwd=room, env=_settings(room), stdout=out, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
    made = Demo(f"http://127.0.0.1:{port}", room / "var", log)
    try:
        _wait(made, process)
        yield made
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(timeout=40)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
    said = log.read_text("utf-8", "replace")
    broken = said.count("Traceback") - said.count("\ndjango.core.exceptions.PermissionDenied")  # a 403 is no fault
    assert broken == 0, said[-6000:]


def _wait(made: Demo, process: subprocess.Popen, seconds: int = 600) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if process.poll() is not None:
            pytest.fail(f"the demo ended:\n{made.log.read_text('utf-8', 'replace')[-6000:]}")
        try:
            with urllib.request.urlopen(made.path("/readyz"), timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            pass
        time.sleep(0.3)
    pytest.fail(f"the demo did not get ready:\n{made.log.read_text('utf-8', 'replace')[-6000:]}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium. Its loop runs in this thread, which Django would take for async code where a test has data."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    assert chromium, "Chromium is missing: make setup-test"
    with sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield made
        made.close()


@dataclass
class Window:
    """A browser window of somebody, at the demo."""

    page: Page
    demo: Demo

    def go(self, path: str) -> Page:
        self.page.goto(self.demo.path(path))
        return self.page

    def sign_in(self, email: str, language: str = "en") -> None:
        """Sign in with the code that was sent; it is read on the demo's page of sent mail."""
        sent = codes(self, email)
        self.go(f"/{language}/account/login/code/")
        self.page.get_by_role("textbox").first.fill(email)
        self.page.locator("main form [type=submit], main form button:not([type])").first.click()
        self.page.wait_for_url(re.compile("/code/confirm/"))
        code = _wait_for_code(self, email, sent)
        self.page.locator("main input[name=code]").fill(code)
        self.page.locator("main form [type=submit], main form button:not([type])").first.click()
        self.page.wait_for_url(lambda url: "/account/login" not in url)

    def act_for(self, slug: str) -> None:
        """Act for this organisation from now on; who has several, as other tests may leave it, acts for none at first."""
        page = self.go("/en/act-for/")
        row = page.locator("main li", has=page.locator(f"a[href$='/organisations/{slug}/']"))
        if row.locator("form").count():
            row.locator("form button").click()
            row.locator("form").wait_for(state="detached")

    def assert_accessible(self, *, where: str = "") -> None:
        """axe finds nothing on the page as it stands."""
        told = looking.axe(self.page)
        assert told == [], where or self.page.url

    def assert_fits(self) -> None:
        """Nothing makes the page scroll sideways."""
        width = self.page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
        assert width[0] <= width[1], f"{self.page.url} is {width[0]} wide in {width[1]}"


def codes(window: Window, email: str) -> list[str]:
    """Return addresses of the sign-in mails sent to the address, newest first, read in a page of their own."""
    page = window.page.context.new_page()
    try:
        page.goto(window.demo.path(f"/en/demo/mail/?to={email}"))
        return [link.get_attribute("href") or "" for link in page.locator("main a[href*='/demo/mail/']").all()]
    finally:
        page.close()


def _wait_for_code(window: Window, email: str, before: list[str]) -> str:
    for _n in range(240):  # a fresh demo sends hundreds of mails first
        fresh = [href for href in codes(window, email) if href not in before and re.search(r"/mail/\d+/", href)]
        if fresh:
            page = window.page.context.new_page()
            page.goto(window.demo.path(fresh[0]) if fresh[0].startswith("/") else fresh[0])
            words = page.locator("main").inner_text()
            page.close()
            found = re.search(r"^\s*([A-Z0-9]{3,5}[- ]?[A-Z0-9]{3,5})\s*$", words, re.MULTILINE)
            if found:
                return found[1].strip()
        time.sleep(0.5)
    raise AssertionError(f"no sign-in code came to {email}")


@pytest.fixture
def window(browser: Browser, demo: Demo) -> Iterator[Callable[..., Window]]:
    """Open windows: `window()`, `window("phone", dark=True, language="sv", javascript=False)`."""
    opened: list[BrowserContext] = []

    def make(
        size: str = "desk", *, dark: bool = False, language: str = "en", javascript: bool = True, still: bool = True
    ) -> Window:
        width, height = WIDTHS[size]
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            locale=language,
            java_script_enabled=javascript,
            reduced_motion="reduce" if still else "no-preference",
        )
        context.set_default_timeout(45_000)  # a busy machine is slow, not wrong
        strangers: list[str] = []
        context.on("request", lambda request: _keep_stranger(strangers, request.url, demo.url))
        context.strangers = strangers  # type: ignore[attr-defined]
        opened.append(context)
        page = context.new_page()
        page.on("console", lambda message: _keep_error(strangers, message))
        return Window(page, demo)

    yield make
    complaints = [one for context in opened for one in context.strangers]  # type: ignore[attr-defined]
    for context in opened:
        context.close()
    assert complaints == [], "requests to third parties, or errors on the console"


def _keep_stranger(strangers: list[str], url: str, own: str) -> None:
    if not url.startswith((own, "data:", "blob:", "about:")):
        strangers.append(url)


def _keep_error(strangers: list[str], message) -> None:
    """Keep what the console calls an error, refusals that a test provokes aside."""
    if message.type == "error" and "status of 4" not in message.text:
        strangers.append(f"console: {message.text[:300]}")
