"""Reads a PDF as a screen reader does: its words, and its tags in reading order, each with its words."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

import pikepdf

BLOCKS = {"H1", "H2", "H3", "H4", "P", "LI", "TH", "TD", "Caption", "BlockQuote"}


def opened(content: bytes) -> pikepdf.Pdf:
    """Open a PDF."""
    return pikepdf.open(io.BytesIO(content))


def _letters(font: Any) -> dict[int, str]:
    """Return {glyph: text} of a font by its ToUnicode map: what copying and a screen reader get."""
    told = font.ToUnicode.read_bytes().decode("latin-1")
    pairs = re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", told.split("endcodespacerange")[1])
    return {int(code, 16): bytes.fromhex(text).decode("utf-16-be") for code, text in pairs}


def _pieces(page: Any) -> Iterator[tuple[int | None, str]]:
    """Yield (number of the marked content, letters) of a page; None stands for what no tag has (its footer)."""
    letters = {name: _letters(font) for name, font in page.Resources.Font.items()}
    now: dict[int, str] = {}
    marks: list[int | None] = []
    line: Any = None
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "Tf":
                now = letters[str(operands[0])]
            case "Tj" | "TJ":
                parts = operands[0] if str(operator) == "TJ" else operands
                codes = b"".join(bytes(one) for one in parts if isinstance(one, pikepdf.String))
                said = "".join(now.get(int.from_bytes(codes[n : n + 2]), "") for n in range(0, len(codes), 2))
                yield (marks[-1] if marks else None), said
            case "BDC" | "BMC":
                told = operands[1] if len(operands) > 1 else {}
                number = told.get("/MCID") if isinstance(told, pikepdf.Dictionary) else None
                marks.append(int(number) if number is not None else (marks[-1] if marks else None))
            case "EMC":
                marks.pop()
            case "Tm" if operands[5] != line or not marks:
                line = operands[5]
                yield (marks[-1] if marks else None), " "


def words_of(content: bytes) -> str:
    """Return the words of a PDF as its own maps from glyphs to letters give them."""
    return " ".join("".join(said for page in opened(content).pages for _n, said in _pieces(page)).split())


def tags_of(content: bytes) -> list[tuple[str, str]]:
    """Return (tag, words) of every block of a tagged PDF in reading order: headings, paragraphs, points, cells."""
    pdf = opened(content)
    said: dict[tuple[Any, int | None], str] = {}
    for page in pdf.pages:
        for number, words in _pieces(page):
            key = (page.obj.objgen, number)
            said[key] = said.get(key, "") + words
    root = pdf.Root.StructTreeRoot
    roles = {str(name): str(tag) for name, tag in root.get("/RoleMap", {}).items()}
    found: list[tuple[str, list[str]]] = []
    for name, key in _marked(root.K, None, roles, outside=True):
        if name in BLOCKS:
            found.append((name, []))
        elif found:
            found[-1][1].append(said.get(key, "") if key else " ")
    return [(name, " ".join("".join(words).split())) for name, words in found]


def _marked(one: Any, page: Any, roles: dict[str, str], *, outside: bool) -> Iterator[tuple[str, Any]]:
    """Yield (tag, None) where a block begins, ("", key) for each marked content in it, in reading order."""
    if isinstance(one, pikepdf.Array):
        for child in one:
            yield from _marked(child, page, roles, outside=outside)
    elif not isinstance(one, pikepdf.Dictionary):
        yield "", (page.objgen, int(one))
    elif "/MCID" in one:
        yield "", (one.get("/Pg", page).objgen, int(one.MCID))
    elif "/K" in one:
        tag = str(one.get("/S", ""))
        name = roles.get(tag, tag).removeprefix("/")
        begins = name in BLOCKS and (outside or name in {"LI", "TH", "TD"})
        yield (name if begins else ""), None
        yield from _marked(one.K, one.get("/Pg", page), roles, outside=outside and not begins)
