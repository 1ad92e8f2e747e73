"""Texts of foreign systems made plain: no HTML, no control characters, and a first sentence where there is none."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

BLOCKS = {"p", "br", "div", "li", "ul", "ol", "h1", "h2", "h3", "h4", "tr"}
SUMMARY = 150
UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")  # controls but tab and line end; lone surrogates


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag in {"script", "style"}:
            self.silent += 1
        elif tag in BLOCKS:
            self.parts.append("\n- " if tag == "li" else "\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in {"script", "style"}:
            self.silent = max(0, self.silent - 1)
        elif tag in BLOCKS - {"br", "li"}:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.parts.append(data)


def clean(text: str) -> str:
    """Return a text without control characters and lone surrogates, with single line ends."""
    if text.isprintable():
        return text.strip()
    return UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def without_html(text: str) -> str:
    """Return a text without its tags; paragraphs and list items stay lines of their own."""
    if re.search(r"<[a-zA-Z/!][^>]*>|&[a-z]+;|&#\d+;", text):
        reader = _Words()
        reader.feed(text)
        reader.close()
        text = "".join(reader.parts)
    text = re.sub(r"[ \t]+\n", "\n", clean(text))
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def first_sentence(text: str) -> str:
    """Return what stands first in a text, at most 150 characters: whole sentences if they fit, else whole words."""
    line = " ".join(without_html(text).split("\n\n")[0].split()).lstrip("#-* ")
    sentences = re.split(r"(?<=[.!?])\s+", line)
    found = sentences[0]
    if len(found) <= SUMMARY:
        return found
    return found[: SUMMARY - 1].rsplit(" ", 1)[0].rstrip(",;:") + "…"
