"""Reading a page as a browser would, as far as the laws ask: headings, title, ids, fields and their labels."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID_TYPES = {"hidden", "submit", "button", "image", "reset"}


@dataclass
class Page:
    """What was found."""

    language: str = ""
    title: str = ""
    h1: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    fields: list[dict[str, str]] = field(default_factory=list)
    labels_for: set[str] = field(default_factory=set)
    inline: list[str] = field(default_factory=list)
    far: list[str] = field(default_factory=list)

    def faults(self, language: str) -> list[str]:
        """Return what the law forbids."""
        found = []
        if self.language != language:
            found.append(f"html lang is {self.language!r}")
        if len(self.h1) != 1 or not self.h1[0].strip():
            found.append(f"h1: {self.h1}")
        if not self.title.strip() or self.title.strip().startswith("–"):
            found.append(f"title: {self.title!r}")
        twice = sorted({one for one in self.ids if self.ids.count(one) > 1})
        if twice:
            found.append(f"ids twice: {twice}")
        for one in self.fields:
            named = one.get("aria-label") or one.get("aria-labelledby") or one.get("wrapped")
            if not named and one.get("id") not in self.labels_for:
                found.append(f"no label: {one.get('name') or one.get('id')}")
        found += [f"inline code: {one}" for one in self.inline]
        found += [f"from elsewhere: {one}" for one in self.far]
        return found


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.page = Page()
        self._text: list[str] | None = None
        self._label = 0
        self._svg = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {key: value or "" for key, value in attrs}
        page = self.page
        if tag == "html":
            page.language = given.get("lang", "")
        if given.get("id"):
            page.ids.append(given["id"])
        self._svg += tag == "svg"
        if (tag == "title" and not self._svg) or tag == "h1":
            self._text = []
        if tag == "label":
            self._label += 1
            page.labels_for.add(given.get("for", ""))
        if tag in ("input", "select", "textarea") and given.get("type") not in VOID_TYPES:
            page.fields.append(given | ({"wrapped": "yes"} if self._label else {}))
        if "style" in given or any(key.startswith("on") for key in given) or tag == "style":
            page.inline.append("a picture's <style>" if tag == "style" and self._svg else f"<{tag} {sorted(given)}>")
        if (
            tag == "script"
            and "src" not in given
            and given.get("type") not in ("application/json", "application/ld+json")
        ):
            page.inline.append("<script>")
        source = given.get("src", "") or (
            given.get("href", "") if tag == "link" and given.get("rel") == "stylesheet" else ""
        )
        if source.startswith(("http:", "https:", "//")):
            page.far.append(source)

    def handle_endtag(self, tag: str) -> None:
        self._svg -= tag == "svg"
        if tag == "label":
            self._label -= 1
        if self._text is not None and ((tag == "title" and not self._svg) or tag == "h1"):
            words = " ".join("".join(self._text).split())
            if tag == "h1":
                self.page.h1.append(words)
            else:
                self.page.title = words
            self._text = None

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text.append(data)


def read(html: str) -> Page:
    """Read a page."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.page
