from __future__ import annotations

import gzip
import re
from collections import Counter
from pathlib import Path

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

import kumppanuus.ui
from kumppanuus.core.actions import Refused
from kumppanuus.ui.middleware import refusals

pytestmark = pytest.mark.django_db
STATIC = Path(kumppanuus.ui.__file__).parent / "static/ui"


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_frame_is_whole_in_each_language(client: Client, language: str) -> None:
    html = client.get(f"/{language}/styleguide/?page=2&q=a").content.decode()
    assert re.findall(r'<html lang="(\w+)"', html) == [language]
    assert re.findall(r"<title>([^<]+)</title>", html) == ["Styleguide – Kumppanuuspöytä"]
    assert len(re.findall(r"<h1[ >]", html)) == 1
    assert re.findall(r'hreflang="(\w+)" href="http://[^"]+/\w+/styleguide/"', html) == [
        "fi",
        "sv",
        "en",
    ]
    others = [code for code in ("fi", "sv", "en") if code != language]
    assert re.findall(r'<a href="([^"]+)" lang="\w+" hreflang="\w+">', html) == [
        f"/{code}/styleguide/?page=2&amp;q=a" for code in others
    ]
    assert re.findall(r'rel="canonical" href="[^"]+(/\w+/styleguide/)"', html) == [f"/{language}/styleguide/"]
    doubled = [name for name, times in Counter(re.findall(r'\bid="([^"]+)"', html)).items() if times > 1]
    assert doubled == []
    assert re.findall(r"<(?:script|style)>|\sstyle=|\son\w+=|javascript:", html) == []


def test_frame_asks_the_database_nothing_for_visitors(client: Client) -> None:
    client.get("/en/styleguide/")
    with CaptureQueriesContext(connection) as queries:
        client.get("/en/styleguide/")
    assert [query["sql"] for query in queries] == []


def test_styles_and_scripts_keep_their_budget() -> None:
    styles = sum(len(gzip.compress(file.read_bytes())) for file in STATIC.glob("*.css"))
    scripts = sum(file.stat().st_size for file in STATIC.glob("*.js"))
    assert styles <= 12_000
    assert scripts <= 6_000


def test_unknown_page_says_what_to_do(client: Client) -> None:
    answer = client.get("/sv/there-is-no-such-page/")
    html = answer.content.decode()
    assert answer.status_code == 404
    assert len(re.findall(r"<h1[ >]", html)) == 1
    assert re.findall(r'class="button button-primary" href="([^"]+)"', html) == ["/sv/"]


def test_refusal_is_shown_with_its_message() -> None:
    request = RequestFactory().post("/en/x/")
    with override("en"):
        answer = refusals(lambda _request: None).process_exception(request, Refused("The round is <closed>."))  # type: ignore[arg-type,return-value]
    assert answer is not None
    assert answer.status_code == 409
    assert re.findall(r'<p class="lead">(.*?)</p>', answer.content.decode()) == ["The round is &lt;closed&gt;."]


def test_other_exceptions_are_not_swallowed() -> None:
    assert refusals(lambda _request: None).process_exception(RequestFactory().get("/"), ValueError()) is None  # type: ignore[arg-type,return-value]


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "429"])
def test_error_pages_wear_the_frame_and_are_not_indexed(name: str) -> None:
    with override("en"):
        html = render_to_string(f"{name}.html", request=RequestFactory().get("/en/x/"))
    title = re.findall(r"<title>([^<]+) – Kumppanuuspöytä</title>", html)
    assert re.findall(r"<h1>([^<]+)</h1>", html) == title
    assert re.findall(r'name="robots" content="(\w+)"', html) == ["noindex"]


def test_error_500_needs_neither_context_nor_database() -> None:
    html = render_to_string("500.html")
    assert re.findall(r'lang="(\w+)"', html) == ["fi", "sv", "sv", "en", "en"]


def test_expired_form_is_explained() -> None:
    answer = Client(enforce_csrf_checks=True).post("/en/styleguide/")
    assert (answer.status_code, re.findall(r"<h1>([^<]+)</h1>", answer.content.decode())) == (
        403,
        ["The form had expired"],
    )
