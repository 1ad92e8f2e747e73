"""HTML, pasted or from a file, as blocks. Scripts and styles are left out; all words are kept."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

from django.utils.translation import gettext_lazy as _

from kumppanuus.practices.bringing.blocks import Block, Brought, escaped, guarded, link, table

HEADINGS = {f"h{level}": level for level in range(1, 7)}
SKIPPED = {"script", "style", "head", "template", "noscript", "svg", "object", "iframe"}
MARKS = {"strong": "**", "b": "**", "em": "*", "i": "*"}
BREAKS = {
    "p",
    "div",
    "section",
    "article",
    "header",
    "footer",
    "main",
    "blockquote",
    "dl",
    "dt",
    "dd",
    "figure",
    "form",
}
DEEPEST = 8
POINT = re.compile(r"\s*(-|\d+\.)\s")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.brought = Brought()
        self.words: list[str] = []
        self.skipped = 0
        self.level = 0
        self.lists: list[list[int]] = []  # [0] of an unordered list, [next number] of an ordered one
        self.item = ""
        self.links: list[tuple[str, int]] = []
        self.rows: list[list[str]] | None = None
        self.pictures = 0

    def handle_starttag(  # noqa: C901, PLR0912 - one case for each kind of tag
        self, tag: str, attrs: list[tuple[str, str | None]]
    ) -> None:
        if tag in SKIPPED:
            self.skipped += 1
        if self.skipped:
            return
        given = dict(attrs)
        match tag:
            case "br":
                self.words.append("\n")
            case "img":
                self.pictures += 1
                self.words.append(escaped(given.get("alt") or ""))
            case "a":
                self.links.append((given.get("href") or "", len(self.words)))
            case "ul" | "ol":
                self.flush()
                self.lists = [*self.lists[:DEEPEST], [1 if tag == "ol" else 0]]
            case "li":
                self.flush()
                self.item = self.bullet()
            case "table":
                self.flush()
                self.rows = []
            case "tr" if self.rows is not None:
                self.rows.append([])
            case "td" | "th" if self.rows is not None:
                self.words = []
            case _ if tag in HEADINGS:
                self.flush()
                self.level = HEADINGS[tag]
            case _ if tag in MARKS and not self.level:
                self.words.append(MARKS[tag])
            case _ if tag in BREAKS and self.rows is None:
                self.flush()

    def handle_endtag(self, tag: str) -> None:
        if tag in SKIPPED:
            self.skipped = max(self.skipped - 1, 0)
            return
        if self.skipped:
            return
        match tag:
            case "a" if self.links:
                address, since = self.links.pop()
                words = "".join(self.words[since:]).strip()
                self.words[since:] = [link(words, address)] if not self.level else [words]
            case "ul" | "ol":
                self.flush()
                self.lists = self.lists[:-1]
            case "li":
                self.flush()
            case "td" | "th" if self.rows:
                self.rows[-1].append("".join(self.words).strip())
                self.words = []
            case "table" if self.rows is not None:
                rows, self.rows = self.rows, None
                self.add(table(rows))
            case _ if tag in HEADINGS or (tag in BREAKS and self.rows is None):
                self.flush()
            case _ if tag in MARKS and not self.level:
                self.close_mark(MARKS[tag])

    def close_mark(self, mark: str) -> None:
        """Close strong words: the space before goes behind, and nothing marks nothing."""
        if self.words and self.words[-1] == mark:
            self.words.pop()
            return
        tail = ""
        while self.words and self.words[-1] != self.words[-1].rstrip():
            last = self.words.pop()
            tail = last[len(last.rstrip()) :] + tail
            if last.strip():
                self.words.append(last.rstrip())
                break
        self.words += [mark, tail]

    def handle_data(self, data: str) -> None:
        if self.skipped:
            return
        flat = " ".join(part for part in data.replace("\xa0", " ").split())
        if not flat:
            if data and self.words and not self.words[-1].endswith((" ", "\n")):
                self.words.append(" ")
            return
        head = " " if data[0].isspace() and self.words else ""
        tail = " " if data[-1].isspace() else ""
        self.words.append(head + (flat if self.level else escaped(flat)) + tail)

    def bullet(self) -> str:
        """Return what a point of the innermost list begins with."""
        depth = "   " * (len(self.lists) - 1)
        if not self.lists or not self.lists[-1][0]:
            return f"{depth}- "
        self.lists[-1][0] += 1
        return f"{depth}{self.lists[-1][0] - 1}. "

    def add(self, words: str, level: int = 0) -> None:
        """Put a piece at the end; points of a list go on in one piece."""
        blocks = self.brought.blocks
        if not words.strip():
            return
        if self.item and not level:
            words = self.item + words.strip().replace("\n", " ")
            if blocks and not blocks[-1].level and POINT.match(blocks[-1].text):
                blocks[-1] = Block(f"{blocks[-1].text}\n{words}")
                return
        blocks.append(Block(words, level))

    def flush(self) -> None:
        """End the paragraph, heading or point that is being read."""
        if self.rows is not None:
            return
        words, level = "".join(self.words).strip(), self.level
        self.words, self.level, self.links = [], 0, []
        if level:
            self.add(" ".join(words.split()), level)
        elif words:
            lines = [guarded(" ".join(line.split())) for line in words.split("\n")]
            self.add("  \n".join(line for line in lines if line))
        self.item = ""


def read(source: str) -> Brought:
    """Read HTML. Never fails: what is no HTML is words."""
    reader: Any = _Reader()
    reader.feed(source)
    reader.close()
    if reader.rows is not None:
        rows, reader.rows = reader.rows, None
        reader.add(table(rows))
    reader.flush()
    found: Brought = reader.brought
    if reader.pictures:
        found.remarks.append(
            _("Pictures were not brought in. Add them under their headings, with words that say what they show.")
        )
    return found
