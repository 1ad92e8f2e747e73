"""What every kind of document becomes: headings and pieces of markdown in reading order, with remarks."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

SPECIAL = re.compile(r"([\\`*_\[\]<>])")
LINE_START = re.compile(r"^(\s*)(#{1,6}\s|>|[-+](?=\s)|\d{1,9}[.)](?=\s))")


@dataclass(frozen=True)
class Block:
    """A heading (`level` 1–6, `text` its plain words) or a piece of markdown (`level` 0)."""

    text: str
    level: int = 0

    @property
    def as_markdown(self) -> str:
        return f"{'#' * self.level} {self.text}" if self.level else self.text


@dataclass
class Brought:
    """A document as blocks. `remarks` say what could not be taken along, in the reader's words."""

    blocks: list[Block] = field(default_factory=list)
    remarks: list[Any] = field(default_factory=list)


def escaped(words: str) -> str:
    """Return plain words as markdown that reads the same."""
    return SPECIAL.sub(r"\\\1", words)


def guarded(line: str) -> str:
    """Return a line of markdown whose beginning would make it a list or a heading, so that it stays a line."""
    found = LINE_START.match(line)
    if found is None:
        return line
    mark = found[2]
    safe = f"{mark[:-1]}\\{mark[-1]}" if mark[0].isdigit() else f"\\{mark}"
    return f"{found[1]}{safe}{line[found.end() :]}"


def table(rows: list[list[str]]) -> str:
    """Return rows of cells as a table in markdown; the first row are its headings."""
    wide = max((len(row) for row in rows), default=0)
    if not wide:
        return ""
    lines = [[" ".join(cell.split()).replace("|", "\\|") for cell in [*row, *[""] * (wide - len(row))]] for row in rows]
    head, *body = [f"| {' | '.join(line)} |" for line in lines]
    return "\n".join([head, f"|{' --- |' * wide}", *body])


def link(words: str, address: str) -> str:
    """Return a link in markdown, or only the words where the address leads nowhere one should go."""
    safe = address.strip().replace(" ", "%20").replace("(", "%28").replace(")", "%29")
    if not re.match(r"(https?://|mailto:)", safe, re.IGNORECASE):
        return words
    return f"[{words or escaped(safe)}]({safe})"
