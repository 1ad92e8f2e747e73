from __future__ import annotations

from datetime import date

import pytest
from django.template import engines
from django.utils.translation import override

from kumppanuus.core.texts import Text


def shown(source: str, language: str = "en", **context: object) -> str:
    with override(language):
        return engines["django"].from_string(source).render(context)


def test_text_in_the_readers_language_is_plain() -> None:
    assert shown("{% text x %}", x=Text(fi="Sali", en="Hall <1>")) == "Hall &lt;1&gt;"


def test_text_in_another_language_says_so() -> None:
    assert shown("{% text x %}", x=Text(sv="Möte & kaffe")) == (
        '<span lang="sv">Möte &amp; kaffe</span> <span class="lang-mark">in Swedish</span>'
    )
    assert shown("{% text x mark=False %}", x=Text(sv="Möte")) == '<span lang="sv">Möte</span>'


@pytest.mark.parametrize(("value", "html"), [("a < b", "a &lt; b"), (None, ""), (Text(), ""), (0, "0")])
def test_text_passes_plain_values(value: object, html: str) -> None:
    assert shown("{% text x %}", x=value) == html


def test_paragraphs_keep_line_breaks_and_escape() -> None:
    assert shown("{% paragraphs x %}", x=Text(en="One\nline\n\n<b>Two")) == "<p>One<br>line</p>\n\n<p>&lt;b&gt;Two</p>"
    assert shown("{% paragraphs x %}", x=Text(fi="Yksi")) == (
        '<div lang="fi"><p>Yksi</p></div><p> <span class="lang-mark">in Finnish</span></p>'
    )


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("# Why\n## How", "<h3>Why</h3>\n<h4>How</h4>\n"),
        ("[a](https://x.example)", '<p><a href="https://x.example" rel="nofollow noopener">a</a></p>\n'),
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("[a](javascript:alert(1))", "<p>[a](javascript:alert(1))</p>\n"),
        ("![pic](https://x.example/p.png)", "<p></p>\n"),
    ],
)
def test_markdown_is_safe_and_begins_at_h3(source: str, html: str) -> None:
    found = shown("{% markdown x %}", x=source)
    assert found.removeprefix('<div class="prose">').removesuffix("</div>").removeprefix("<p>").strip().removesuffix(
        "</p>"
    ) == html.strip().removeprefix("<p>").removesuffix("</p>")


@pytest.mark.parametrize(
    ("start", "end", "finnish", "english"),
    [
        (date(2026, 3, 1), date(2026, 3, 15), "1.–15.3.2026", "1–15 March 2026"),
        (date(2026, 3, 1), date(2026, 4, 2), "1.3.–2.4.2026", "1 March – 2 April 2026"),
        (date(2025, 12, 1), date(2026, 1, 2), "1.12.2025 – 2.1.2026", "1 December 2025 – 2 January 2026"),
        (date(2026, 3, 1), date(2026, 3, 1), "1.3.2026", "1 March 2026"),
        (date(2026, 3, 1), None, "from 1.3.2026", "from 1 March 2026"),
        (None, date(2026, 3, 1), "until 1.3.2026", "until 1 March 2026"),
        (None, None, "", ""),
    ],
)
def test_date_range_writes_what_is_shared_once(start: date, end: date, finnish: str, english: str) -> None:
    source = "{% date_range a b %}"
    assert shown(source, "en", a=start, b=end) == english
    if start and end:
        assert shown(source, "fi", a=start, b=end) == finnish
