from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest

from kumppanuus.config import health
from kumppanuus.notices import sending

pytestmark = pytest.mark.django_db
NS = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


def test_alive_asks_no_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get("/healthz").content == b"ok\n"


def test_ready_says_what_is_missing(client):
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (503, {"database": True, "migrations": True, "worker": False})


def test_ready_once_a_worker_was_seen(client):
    sending.beat("worker")
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (200, {"database": True, "migrations": True, "worker": True})


def test_robots_keep_out_of_sign_in_and_links(client, settings):
    lines = client.get("/robots.txt").content.decode().splitlines()
    assert "Disallow: /sv/account/" in lines
    assert lines[-1] == f"Sitemap: {settings.SITE_URL}/sitemap.xml"


def test_sitemap_lists_each_page_in_each_language(client, monkeypatch, settings):
    monkeypatch.setattr(health, "public_pages", lambda: ["municipalities/", ("links:enter", ()), ("no:such", ())])
    root = ET.fromstring(client.get("/sitemap.xml").content)  # noqa: S314 - our own document
    found = [one.text.removeprefix(settings.SITE_URL) for one in root.findall("s:url/s:loc", NS)]
    assert found == [
        *("/fi/municipalities/", "/sv/municipalities/", "/en/municipalities/"),
        *("/fi/code/", "/sv/code/", "/en/code/"),
    ]
    versions = [one.get("hreflang") for one in root.findall("s:url", NS)[0].findall("x:link", NS)]
    assert versions == ["fi", "sv", "en"]


def test_sitemap_has_only_addresses_that_answer(client, world):
    root = ET.fromstring(client.get("/sitemap.xml").content)  # noqa: S314 - our own document
    paths = [one.text.partition("://")[2].partition("/")[2] for one in root.findall("s:url/s:loc", NS)]
    assert len(paths) == len(set(paths)) > 300
    wrong = [path for path in paths[:: max(1, len(paths) // 60)] if client.get(f"/{path}").status_code != 200]
    assert wrong == []
