"""A cell that begins like a formula is run by spreadsheet programs; a leading apostrophe keeps it a text."""

from __future__ import annotations

import re

BEGINS_LIKE_FORMULA = re.compile(r"'*(?:\s*[=+\-@＝＋－＠]|[\t\r\n])")
GUARDED = re.compile(r"'+(?:\s*[=+\-@＝＋－＠]|[\t\r\n])")


def guard(text: str) -> str:
    """Return the text so that no spreadsheet program runs it: with a leading apostrophe where one is needed."""
    return f"'{text}" if BEGINS_LIKE_FORMULA.match(text) else text


def unguard(text: str) -> str:
    """Take away the apostrophe that `guard` put, so that a text goes out and comes back as it was."""
    return text[1:] if GUARDED.match(text) else text
