"""Joining what two sides made of one text: paragraph by paragraph, with a choice wherever they differ.

A text is cut into blocks: paragraphs, headings, lists, tables and fenced lines, each whole. What stands between them,
and between the points of a loose list, is one empty line, however many were written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

FENCE = re.compile(r"\s*(`{3,}|~{3,})")
POINT, NUMBER = re.compile(r" {0,3}[-*+]\s"), re.compile(r" {0,3}\d{1,9}[.)]\s")
INDENTED = re.compile(r"(\t| {2,})\S")


class Kind(StrEnum):
    """What became of a place of the text since the base."""

    SAME = "same"  # nobody changed it
    THEIRS = "theirs"  # only they did
    OWN = "own"  # only we did
    BOTH = "both"  # both did, alike
    CONFLICT = "conflict"  # both did, each in another way


class Choice(StrEnum):
    """What to do with a place at which the two sides differ."""

    TAKE = "take"  # theirs
    LEAVE = "leave"  # our own
    KEEP_BOTH = "keep-both"  # our own, then theirs
    WORDS = "words"  # words written anew


USUAL = {Kind.THEIRS: Choice.TAKE, Kind.OWN: Choice.LEAVE}


@dataclass(frozen=True)
class Chunk:
    """A place of the text, with the blocks that each has there."""

    kind: Kind
    base: tuple[str, ...]
    theirs: tuple[str, ...]
    own: tuple[str, ...]

    @property
    def differs(self) -> bool:
        """Whether there is anything to choose."""
        return self.kind in {Kind.THEIRS, Kind.OWN, Kind.CONFLICT}

    @property
    def usual(self) -> Choice | None:
        """What most would choose; None where both changed it and nobody else can tell."""
        return USUAL.get(self.kind)


def blocks(text: str) -> list[str]:
    """Return the blocks of a text in markdown. Empty lines inside of fences and lists do not part them."""
    found: list[str] = []
    lines: list[str] = []
    fence, gap = "", 0
    for line in text.replace("\r\n", "\n").split("\n"):
        if fence:
            fence = "" if _closes(line, fence) else fence
            lines.append(_tidy(line))
            continue
        if not line.strip():
            gap += 1
            continue
        if gap and lines and not _goes_on(lines[0], line):
            found.append(_block(lines))
            lines = []
        lines += [""] if gap and lines else []
        lines.append(_tidy(line))
        opened = FENCE.match(line)
        fence, gap = opened[1] if opened else "", 0
    return [*found, _block(lines)] if lines else found


def _closes(line: str, fence: str) -> bool:
    bare = line.strip()
    return len(bare) >= len(fence) and not bare.strip(fence[0])


def _goes_on(first: str, line: str) -> bool:
    """Say whether a line after an empty one belongs to the list that the block is: its next point, or indented."""
    kind = next((one for one in (POINT, NUMBER) if one.match(first)), None)
    return kind is not None and bool(kind.match(line) or INDENTED.match(line))


def _tidy(line: str) -> str:
    """Return a line without what stands unseen at its end; two spaces there break the line, and stay."""
    return line.rstrip() + ("  " if line.strip() and line.endswith("  ") else "")


def _block(lines: Sequence[str]) -> str:
    return "\n".join(lines).rstrip()


def put_together(parts: Sequence[str]) -> str:
    """Return blocks as a text."""
    return "\n\n".join(parts)


def plain(text: str) -> str:
    """Return a text with one empty line between its blocks, so that texts compare by what they say."""
    return put_together(blocks(text))


@dataclass(frozen=True)
class _Edit:
    """What a side put (`begin` to `end` of its own blocks) in the place of blocks of the base."""

    base_begin: int
    base_end: int
    begin: int
    end: int


def _edits(base: Sequence[str], other: Sequence[str]) -> list[_Edit]:
    steps = SequenceMatcher(None, base, other, autojunk=False).get_opcodes()
    found: list[_Edit] = []
    for kind, a, b, c, d in steps:
        if kind == "replace" and b - a == d - c:  # as many as before: one by one, so that each is chosen by itself
            found += [_Edit(a + n, a + n + 1, c + n, c + n + 1) for n in range(b - a)]
        elif kind != "equal":
            found.append(_Edit(a, b, c, d))
    return found


def _meet(begin: int, end: int, one: _Edit) -> bool:
    """Say whether an edit belongs to a place of the base that has begun: they share a block, or both only add there.
    Two that stand side by side can both be had.
    """
    return one.base_begin < end or one.base_begin == begin == end == one.base_end


def _places(theirs: list[_Edit], own: list[_Edit]) -> Iterator[tuple[int, int, list[_Edit], list[_Edit]]]:
    """Yield (from, to in the base, their edits, our own) of each place that anybody changed, in order."""
    rows = sorted([(one, 0) for one in theirs] + [(one, 1) for one in own], key=_order)
    while rows:
        first, side = rows.pop(0)
        begin, end, of = first.base_begin, first.base_end, ([], [])  # type: int, int, tuple[list[_Edit], list[_Edit]]
        of[side].append(first)
        while rows and _meet(begin, end, rows[0][0]):
            one, side = rows.pop(0)
            end = max(end, one.base_end)
            of[side].append(one)
        yield begin, end, of[0], of[1]


def _order(row: tuple[_Edit, int]) -> tuple[int, int]:
    return row[0].base_begin, row[0].base_end


def _of_side(blocks_: Sequence[str], base: Sequence[str], begin: int, end: int, edits: list[_Edit]) -> list[str]:
    """Return what a side has in a place of the base."""
    if not edits:
        return list(base[begin:end])
    first, last = edits[0], edits[-1]
    return list(blocks_[first.begin - (first.base_begin - begin) : last.end + (end - last.base_end)])


def _kind(base: Sequence[str], theirs: Sequence[str], own: Sequence[str]) -> Kind:
    if theirs == own:
        return Kind.SAME if own == base else Kind.BOTH
    if own == base:
        return Kind.THEIRS
    return Kind.OWN if theirs == base else Kind.CONFLICT


def chunks(base: str, theirs: str, own: str) -> list[Chunk]:
    """Return the places of a text of which two sides made `theirs` and `own`, in order, every block of each in one."""
    b, t, o = blocks(base), blocks(theirs), blocks(own)
    found: list[Chunk] = []
    at = 0

    def same(until: int) -> None:
        if run := tuple(b[at:until]):
            found.append(Chunk(Kind.SAME, run, run, run))

    for begin, end, of_theirs, of_own in _places(_edits(b, t), _edits(b, o)):
        same(begin)
        sides = (b[begin:end], _of_side(t, b, begin, end, of_theirs), _of_side(o, b, begin, end, of_own))
        found.append(Chunk(_kind(*sides), *(tuple(one) for one in sides)))
        at = end
    same(len(b))
    return found


def joined(parts: Sequence[Chunk], choices: Mapping[int, tuple[Choice, str]]) -> str:
    """Return the text that the choices make.

    choices  by number of the chunk, from 0: what to do, and the words for WORDS

    Raises KeyError for a chunk that differs, has no usual choice, and is not in `choices`.
    """
    found: list[str] = []
    for number, one in enumerate(parts):
        if not one.differs:
            found += one.own
            continue
        choice, words = choices.get(number) or (one.usual, "")
        if choice is None:
            raise KeyError(number)
        if choice == Choice.WORDS:
            found += blocks(words)
        else:
            found += one.own if choice in {Choice.LEAVE, Choice.KEEP_BOTH} else ()
            found += one.theirs if choice in {Choice.TAKE, Choice.KEEP_BOTH} else ()
    return put_together(found)
