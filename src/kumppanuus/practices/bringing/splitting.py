"""Splitting blocks under the headings of a template, by their Finnish, Swedish or English names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from kumppanuus.practices.bringing.blocks import Block
from kumppanuus.practices.models import FieldKind, TemplateField

NUMBER = re.compile(r"^\s*(\d+|[ivx]+|[a-z])([.)]\s*|\s+[-–]\s+|(\.\d+)+\.?\s*)", re.IGNORECASE)
LONGEST_HEADING = 140
BELOW = 3  # our own headings are level 2: what stands under one begins at level 3


@dataclass
class Split:
    """`texts` by the field's code, what stands under no heading of the template as `leftover`."""

    texts: dict[str, str] = field(default_factory=dict)
    leftover: str = ""


def folded(words: str) -> str:
    """Return words as headings are compared: without numbers, stars, colons and case."""
    bare = re.sub(r"[*_#`\\]", "", words).strip().strip(":").strip()
    bare = NUMBER.sub("", bare)
    return " ".join(bare.casefold().split()).strip(" .:–-")


def names_of(fields: Iterable[TemplateField]) -> dict[str, TemplateField]:
    """Return the fields by each name of their headings in any language."""
    return {folded(name): one for one in fields for name in one.heading.values()}


def _heading(block: Block, known: dict[str, TemplateField]) -> tuple[TemplateField | None, str]:
    """Return the field that a block names, and what follows its name in the same piece: a line counts, too."""
    if block.level:
        return known.get(folded(block.text)), ""
    first, _newline, rest = block.text.partition("\n")
    if len(first) <= LONGEST_HEADING and (found := known.get(folded(first))):
        return found, rest.strip("\n")
    return None, ""


def split(blocks: Iterable[Block], fields: Iterable[TemplateField]) -> Split:
    """Put each block under the last heading of the template before it.

    A heading of its own that is not below that one begins what belongs nowhere. Every word of every block stands either
    under a heading or in the leftover; the names of the template's headings are replaced by the headings themselves.
    """
    known, made = names_of(fields), Split()
    under: TemplateField | None = None
    level, left = 0, []
    texts: dict[str, list[str]] = {}
    for block in blocks:
        found, rest = _heading(block, known)
        if found is not None and found.kind == FieldKind.RECORD:
            under, level = None, block.level or level
            left += [f"### {found.heading}", *([rest] if rest else [])]
        elif found is not None:
            under, level = found, block.level or level
            texts.setdefault(found.code, [])
            if rest:
                texts[found.code].append(rest)
        elif block.level and (under is None or not level or block.level <= level):
            under = None
            left.append(f"### {block.text}")
        elif under is None:
            left.append(block.text)
        else:
            words = f"{'#' * min(block.level - level + BELOW - 1, 6)} {block.text}" if block.level else block.text
            texts[under.code].append(words)
    made.texts = {code: "\n\n".join(parts) for code, parts in texts.items() if parts}
    made.leftover = "\n\n".join(left)
    return made
