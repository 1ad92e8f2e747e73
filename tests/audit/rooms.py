"""The stage that tests look at, from outside: addresses, who is let in, and a window for each of the cast."""

from __future__ import annotations

import gzip
import json
import os
import re
import subprocess
import sys
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

from playwright.sync_api import Browser, Page

from tests.browser import looking
from tests.browser.conftest import ROOT, WIDTHS, Demo

PEOPLE = ("dani", "aino", "akseli", "bertil", "beata", "cecilia", "kaisa", "oona", "eero")
LANGUAGES = ("fi", "sv", "en")
MOST_BYTES, MOST_REQUESTS = 100_000, 15
SEEN = ("ul", "ol", "table", "form", "fieldset", "details", "svg", "nav", "input", "select", "textarea", "button")
KIND = re.compile(r'(?:class|type|role)="([^"]*)"')


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_args: Any) -> None:
        return None


@dataclass
class Stage:
    """A running demo, its addresses (as in English) and the sessions of its cast."""

    demo: Demo
    addresses: dict[str, str]
    sessions: dict[str, str]
    rooms: dict[str, Room] = field(default_factory=dict)

    @classmethod
    def of(cls, demo: Demo) -> Stage:
        """Set the stage in a process of its own; the browser's loop does not go with Django's database."""
        kept = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "KUMPPANUUS_MODE")}
        told = kept | {"PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}", "VAR_DIR": str(demo.var)}
        port = str(urlsplit(demo.url).port)
        made = subprocess.run(
            [sys.executable, "-m", "tests.audit.stage", port], cwd=ROOT, env=told, capture_output=True, check=False
        )
        assert made.returncode == 0, made.stderr.decode()[-3000:]
        found = json.loads(made.stdout.decode().splitlines()[-1])
        return cls(demo, found["addresses"], found["sessions"])

    def fetch(self, path: str, who: str) -> tuple[int, str, str]:
        """Return status, kind of content and text of a page as it answers somebody, without following."""
        request = urllib.request.Request(self.demo.path(path))
        if who in self.sessions:
            request.add_header("Cookie", f"sessionid={self.sessions[who]}")
        try:
            with urllib.request.build_opener(_Stay).open(request, timeout=60) as answer:
                body = answer.read()
                return answer.status, answer.headers["content-type"] or "", body.decode("utf-8", "replace")
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.headers["content-type"] or "", error.read().decode("utf-8", "replace")

    def shapes(self, name: str) -> dict[frozenset[str], list[str]]:
        """Return those of the cast who see the address as a page, those who get the same kinds of elements together."""
        found: dict[frozenset[str], list[str]] = {}
        for who in PEOPLE:
            status, kind, text = self.fetch(self.addresses[name], who)
            assert status < 500, f"{name} answers {who} {status}"
            if kind.startswith("text/html") and (status == 200 or name.startswith("(")):
                found.setdefault(_shape(text), []).append(who)
        return found

    def site_map(self) -> list[str]:
        """Return the path of every public page, without the language."""
        with urllib.request.urlopen(self.demo.path("/sitemap.xml"), timeout=60) as answer:
            root = ET.fromstring(answer.read())  # noqa: S314 - our own site map
        paths = (urlsplit(loc.text or "").path for loc in root.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc"))
        return [path[3:] for path in paths if path.startswith("/fi/")]

    def room(self, browser: Browser, who: str) -> Room:
        """Return the window of one of the cast; it stays open for the next page."""
        if who not in self.rooms:
            self.rooms[who] = Room.of(browser, self, who)
        return self.rooms[who]


def _shape(html: str) -> frozenset[str]:
    """Return what kinds of elements a page has: tag, classes and kind of field, whatever the words."""
    tags = re.findall(r"<([a-z]\w*)([^>]*)>", html)
    kept = [(tag, KIND.findall(rest)) for tag, rest in tags if tag in SEEN or "class" in rest]
    return frozenset(f"{tag} {kind}" for tag, kind in kept)


@dataclass
class Room:
    """One of the cast before a browser: what comes over the line and what the console says is kept."""

    page: Page
    stage: Stage
    who: str
    said: list[str] = field(default_factory=list)
    bytes: int = 0
    requests: int = 0

    @classmethod
    def of(cls, browser: Browser, stage: Stage, who: str) -> Room:
        context = browser.new_context(reduced_motion="reduce")
        context.set_default_timeout(30_000)
        if who in stage.sessions:
            context.add_cookies([{"name": "sessionid", "value": stage.sessions[who], "url": stage.demo.url}])
        made = cls(context.new_page(), stage, who)
        made.page.on("console", made._keep)
        made.page.on("pageerror", lambda error: made.said.append(f"script error: {str(error)[:200]}"))
        context.on("request", lambda request: made._count(request.url))
        if who == "dani":  # a first visit, each time
            line = context.new_cdp_session(made.page)
            line.send("Network.enable")
            line.send("Network.setCacheDisabled", {"cacheDisabled": True})
            line.on("Network.loadingFinished", lambda event: made._weigh(event["encodedDataLength"]))
        return made

    def _keep(self, message: Any) -> None:
        if message.type == "error" and "status of 4" not in message.text:
            self.said.append(f"console: {message.text[:200]}")

    def _count(self, url: str) -> None:
        self.requests += 1
        if not url.startswith((self.stage.demo.url, "data:", "blob:", "about:")):
            self.said.append(f"asks another host: {url}")

    def _weigh(self, size: float) -> None:
        self.bytes += int(size)

    def go(self, path: str, language: str) -> list[str]:
        """Open the page at its widest, in light; return what is wrong with it as such."""
        self.said, self.bytes, self.requests = [], 0, 0
        width, height = WIDTHS["desk"]
        self.page.set_viewport_size({"width": width, "height": height})
        self.page.emulate_media(color_scheme="light", forced_colors="none")
        answer = self.page.goto(self.stage.demo.path(path))
        if answer is not None and "content-encoding" not in answer.headers:  # the proxy in front compresses pages
            body = answer.body()
            self.bytes -= len(body) - len(gzip.compress(body, 6))
        said = looking.structure(self.page, language)
        if self.requests > MOST_REQUESTS:
            said.append(f"{self.requests} requests")
        if self.who == "dani" and self.bytes > MOST_BYTES:
            said.append(f"{self.bytes} bytes")
        return said + self.said

    def look(self, size: str, *, dark: bool) -> list[str]:
        """Return what axe finds, and whether it fits, at a width and in a mode."""
        width, height = WIDTHS[size]
        self.page.emulate_media(color_scheme="dark" if dark else "light")
        return [*looking.fits(self.page, width, height), *looking.axe(self.page)]

    def look_closely(self) -> list[str]:
        """Return what is lost at 400 %, with forced colours and by keyboard, in the language that is open."""
        said = [f"at 400 %: {one}" for one in looking.fits(self.page, *looking.SMALL)]
        said += looking.fits(self.page, *WIDTHS["desk"])
        said += looking.stops(self.page)
        return said + looking.forced_colours(self.page)
