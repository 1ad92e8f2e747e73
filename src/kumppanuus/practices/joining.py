"""Joining what two sides made of one text: paragraph by paragraph, with a choice wherever they differ.

A text is cut into blocks: paragraphs, headings, lists, tables and fenced lines, each whole. What stands between them is
one empty line, however many were written.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

FENCE = ("```", "~~~")


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
    """Return the blocks of a text in markdown. Empty lines inside of fences do not part them."""
    found: list[str] = []
    lines: list[str] = []
    fence = ""
    for line in text.replace("\r\n", "\n").split("\n"):
        opens = line.lstrip()[:3]
        if fence:
            fence = "" if opens == fence else fence
        elif opens in FENCE:
            fence = opens
        if line.strip() or fence:
            lines.append(line.rstrip())
        elif lines:
            found.append("\n".join(lines))
            lines = []
    if lines:
        found.append("\n".join(lines).rstrip("\n"))
    return found


def put_together(parts: Sequence[str]) -> str:
    """Return blocks as a text."""
    return "\n\n".join(parts)


def plain(text: str) -> str:
    """Return a text with one empty line between its blocks, so that texts compare by what they say."""
    return put_together(blocks(text))


Match = tuple[int, int, int]  # from, in the other, how many


def _matches(base: Sequence[str], other: Sequence[str]) -> list[Match]:
    found = SequenceMatcher(None, base, other, autojunk=False).get_matching_blocks()
    return [(one.a, one.b, one.size) for one in found if one.size]


def _stable(base: Sequence[str], theirs: Sequence[str], own: Sequence[str]) -> Iterator[tuple[int, int, int, int]]:
    """Yield (in the base, in theirs, in our own, how many) of runs that all three have in the same order."""
    left, right = _matches(base, theirs), _matches(base, own)
    i = j = 0
    while i < len(left) and j < len(right):
        begin = max(left[i][0], right[j][0])
        end = min(left[i][0] + left[i][2], right[j][0] + right[j][2])
        if begin < end:
            yield begin, left[i][1] + begin - left[i][0], right[j][1] + begin - right[j][0], end - begin
        if left[i][0] + left[i][2] < right[j][0] + right[j][2]:
            i += 1
        else:
            j += 1


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
    at = (0, 0, 0)
    for begin, in_theirs, in_own, size in (*_stable(b, t, o), (len(b), len(t), len(o), 0)):
        between = (b[at[0] : begin], t[at[1] : in_theirs], o[at[2] : in_own])
        if any(between):
            found.append(Chunk(_kind(*between), *(tuple(one) for one in between)))
        if size:
            run = tuple(b[begin : begin + size])
            found.append(Chunk(Kind.SAME, run, run, run))
        at = (begin + size, in_theirs + size, in_own + size)
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
