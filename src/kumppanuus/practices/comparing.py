"""What changed between two versions: section by section, paragraph by paragraph, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kumppanuus.core.texts import Text
from kumppanuus.practices.reading import Heading, Reading
from kumppanuus.ui.languages import language_name

SAME, ADDED, REMOVED = "same", "added", "removed"
WORDS = re.compile(r"\s+|[^\s]+")
BLANK_LINES = re.compile(r"(\n\s*\n)")
MOST_WORDS = 4_000  # of a paragraph, compared word by word; longer ones as wholes


@dataclass(frozen=True)
class Piece:
    """Words that are the same, added or removed."""

    kind: str
    words: str


def _joined(pieces: Iterable[Piece]) -> list[Piece]:
    found: list[Piece] = []
    for one in pieces:
        if not one.words:
            continue
        if found and found[-1].kind == one.kind:
            found[-1] = Piece(one.kind, found[-1].words + one.words)
        else:
            found.append(one)
    return found


def _steps(before: list[str], after: list[str]) -> Iterator[tuple[str, list[str], list[str]]]:
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        yield kind, before[a:b], after[c:d]


def _by_words(before: str, after: str) -> Iterator[Piece]:
    old, new = WORDS.findall(before), WORDS.findall(after)
    if len(old) > MOST_WORDS or len(new) > MOST_WORDS:
        yield from (Piece(REMOVED, before), Piece(ADDED, after))
        return
    for kind, gone, come in _steps(old, new):
        if kind == "equal":
            yield Piece(SAME, "".join(come))
        else:
            yield from (Piece(REMOVED, "".join(gone)), Piece(ADDED, "".join(come)))


def compare(before: str, after: str) -> list[Piece]:
    """Return the pieces that lead from one text to the other: without the added ones it is `before`, without the
    removed ones `after`, letter by letter.
    """
    if before == after:
        return [Piece(SAME, after)] if after else []
    old, new = BLANK_LINES.split(before), BLANK_LINES.split(after)
    found: list[Piece] = []
    for kind, gone, come in _steps(old, new):
        if kind == "equal":
            found.append(Piece(SAME, "".join(come)))
        else:
            found += _by_words("".join(gone), "".join(come))
    return _joined(found)


def as_html(pieces: Iterable[Piece]) -> SafeString:
    """Return pieces as `<ins>` and `<del>` with hidden words, so that a screen reader says what colour shows."""
    begins = {ADDED: _("added:"), REMOVED: _("removed:")}
    ends = {ADDED: _("end of what was added"), REMOVED: _("end of what was removed")}
    tags = {ADDED: "ins", REMOVED: "del"}

    def one(piece: Piece) -> SafeString:
        if piece.kind == SAME:
            return format_html("{}", piece.words)
        return format_html(
            '<{0}><span class="visually-hidden"> {1} </span>{2}<span class="visually-hidden"> {3} </span></{0}>',
            *(tags[piece.kind], begins[piece.kind], piece.words, ends[piece.kind]),
        )

    return format_html_join("", "{}", ((one(piece),) for piece in pieces))


@dataclass(frozen=True)
class Change:
    """What changed under one heading in one language. `html` is the text with what was added and removed."""

    heading: Any
    code: str
    language: str
    kind: str  # "new", "gone" or "changed"
    html: SafeString


def _texts(reading: Reading) -> dict[str, tuple[Any, Text]]:
    return {one.field.code: (one.field.heading, one.text) for one in reading.headings}


def changes(before: Reading, after: Reading) -> tuple[list[Change], list[Heading]]:
    """Return what changed, in the order of the later version's headings, and the headings that stayed as they were."""
    old, new = _texts(before), _texts(after)
    codes = [*new, *(code for code in old if code not in new)]
    found, same = [], {one.field.code: one for one in after.headings if one.text}
    for code in codes:
        heading = (new.get(code) or old[code])[0]
        was, now = old.get(code, (heading, Text()))[1], new.get(code, (heading, Text()))[1]
        for language in dict.fromkeys([*now, *was]):
            a, b = was.get(language, ""), now.get(language, "")
            if a == b:
                continue
            same.pop(code, None)
            kind = "changed" if a and b else "new" if b else "gone"
            several = len({*now, *was}) > 1
            shown = language_name(language) if several else ""
            found.append(Change(heading, code, shown, kind, as_html(compare(a, b))))
    return found, list(same.values())
