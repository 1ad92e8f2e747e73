"""Chosen words in a text: finding them as a reader copies them, and marking them where they stand.

A text is Markdown; a reader copies from the page. So words are sought in what the page shows, through bold, links and
line ends, and the marks are put around the letters there: the text itself stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from html import unescape

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from kumppanuus.core.texts import Text
from kumppanuus.ui.components.texts import language_mark, rendered_markdown, shown_language

TOKEN = re.compile(r"<[^>]*>|&#?\w+;|[^<]", re.DOTALL)  # a tag, a letter written as an entity, a letter
INLINE = re.compile(r"</?(?:em|strong|a|code)\b", re.IGNORECASE)
Spot = tuple[int, int]  # numbers of the first token and of the one after the last
Chosen = tuple[str, int]  # words, and which place of them


@dataclass(frozen=True)
class Letters:
    """A text as it is shown: its tokens, its letters (no capitals, single spaces), and of which token each is."""

    tokens: tuple[str, ...]
    letters: str
    places: tuple[int, ...]


@lru_cache(maxsize=256)
def shown(markdown: str) -> Letters:
    """Read what a page shows of Markdown."""
    tokens = tuple(TOKEN.findall(rendered_markdown(markdown)))
    letters: list[str] = []
    places: list[int] = []
    for number, token in enumerate(tokens):
        if token[0] == "<" and INLINE.match(token):
            continue
        said = " " if token[0] == "<" else unescape(token)
        for one in said.casefold():  # ß is two letters of one place
            char = " " if one.isspace() else one
            if char != " " or (letters and letters[-1] != " "):
                letters.append(char)
                places.append(number)
    return Letters(tokens, "".join(letters), tuple(places))


def occurrences(words: str, markdown: str) -> list[Spot]:
    """Return every place of the words in the text."""
    wanted, found, start = " ".join(words.split()).casefold(), [], 0
    if not wanted:
        return []
    read = shown(markdown)
    while (at := read.letters.find(wanted, start)) >= 0:
        start = at + len(wanted)
        found.append((read.places[at], read.places[start - 1] + 1))
    return found


def find(words: str, markdown: str, at: int) -> Spot | None:
    """Return the place `at` of the words (0 the first), or the last one if there are fewer; None if there is none."""
    spots = occurrences(words, markdown)
    return spots[min(at, len(spots) - 1)] if spots else None


@lru_cache(maxsize=256)
def marked(markdown: str, chosen: tuple[Chosen, ...]) -> SafeString:
    """Return the text as HTML with a mark around all that was chosen; what overlaps is one mark."""
    tokens = shown(markdown).tokens
    inside = [False] * len(tokens)
    for words, at in chosen:
        if spot := find(words, markdown, at):
            inside[spot[0] : spot[1]] = [True] * (spot[1] - spot[0])
    made: list[str] = []
    is_open = False
    for number, token in enumerate(tokens):
        if token[0] == "<" or inside[number] != is_open:  # a mark never reaches over a tag
            if is_open:
                made.append("</mark>")
                is_open = False
            if token[0] != "<" and inside[number]:
                made.append("<mark>")
                is_open = True
        made.append(token)
    # letters and tags of the cleaned text, with marks between them
    return mark_safe("".join(made).replace("<mark>\n</mark>", "\n"))


def in_text(body: Text, chosen: Iterable[Chosen]) -> SafeString:
    """Show a text in the best language for the reader with the chosen words marked in it."""
    html, code = marked(str(body or ""), tuple(sorted(set(chosen)))), shown_language(body)
    if not code:
        return format_html('<div class="prose">{}</div>', html)
    return format_html('<div class="prose" lang="{}">{}</div><p>{}</p>', code, html, language_mark(code))
