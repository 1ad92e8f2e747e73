"""A filtered list inside a page of another site: another origin, with script and without."""

from __future__ import annotations

import html
import re
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser import looking
from tests.browser.conftest import WIDTHS

pytestmark = pytest.mark.browser
PAGE = """<!DOCTYPE html><html lang="fi"><head><meta charset="utf-8"><title>Kylän oma sivu</title>
<meta name="viewport" content="width=device-width, initial-scale=1"></head>
<body><main><h1>Kylän oma sivu</h1>{line}</main></body></html>"""


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """A site of somebody else, on a port of its own: its address and the folder of its pages."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(tmp_path)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", tmp_path
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(("size", "javascript"), [("phone", True), ("desk", True), ("desk", False)])
def test_the_line_shows_the_list_in_a_page_of_another_origin(
    browser: Browser, window, demo, elsewhere, size, javascript
):
    reader = window("desk", language="fi", javascript=javascript)
    page = reader.go("/fi/directory/?kind=peer_group&area=koski-tl")
    number = int(re.search(r"\d+", page.locator(".sv-count").inner_text())[0])
    line = (
        html.unescape(page.locator("main .copy input").first.evaluate("e => e.value || e.textContent"))
        if javascript
        else _line(demo)
    )
    site, folder = elsewhere
    (folder / "index.html").write_text(PAGE.format(line=line), "utf-8")
    width, height = WIDTHS[size]
    context = browser.new_context(viewport={"width": width, "height": height}, java_script_enabled=javascript)
    refused: list[str] = []
    try:
        other = context.new_page()
        other.on("console", lambda message: refused.append(message.text) if message.type == "error" else None)
        other.goto(f"{site}/")
        inside = other.frame_locator("iframe")
        expect(inside.locator("h1")).to_be_visible()
        assert inside.locator(".rows > li").count() == min(number, 20)
        link = inside.locator(".rows a").first
        assert (link.get_attribute("href") or "").startswith(f"{demo.url}/fi/directory/")
        if javascript:
            frame = next(one for one in other.frames if one.url.startswith(demo.url))
            said = looking.axe(frame) + looking.axe(other)
            wide, room = frame.evaluate(looking.WIDTH)
            assert (said, wide <= room) == ([], True)
        link.click()  # leads the whole window there, not the frame
        other.wait_for_url(re.compile(r"/fi/directory/[\w-]+/$"))
        assert [one for one in refused if "favicon" not in one and "404" not in one] == []
    finally:
        context.close()


def _line(demo) -> str:
    query = "area=koski-tl&amp;kind=peer_group"
    address, page = f"{demo.url}/fi/embed/directory/?{query}", f"{demo.url}/fi/directory/?{query}"
    return (
        f'<iframe src="{address}" title="Hakemisto" width="100%" height="600"><a href="{page}">Hakemisto</a></iframe>'
    )


def test_where_frames_are_not_shown_the_line_is_a_link_to_the_same_list(window, demo):
    page = window("desk", language="fi").go("/fi/directory/?kind=peer_group&area=koski-tl")
    line = page.locator("main .copy input").first.evaluate("e => e.value || e.textContent")
    [address] = re.findall(r'<a href="([^"]+)">', line)
    number = page.locator(".sv-count").inner_text()
    reader = window("phone", language="fi", javascript=False)
    reader.page.goto(html.unescape(address))
    assert reader.page.locator(".sv-count").inner_text().split(" ·")[0] == number.split(" ·")[0]
    reader.assert_fits()
