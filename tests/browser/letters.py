"""What a printed letter says: the words of a PDF as typst writes it, read back by its own tables of characters."""

from __future__ import annotations

import io
import re

import pikepdf

HEX = re.compile(r"<([0-9A-Fa-f]+)>")


def words_of(body: bytes) -> str:
    """Return the words of a PDF, each drawn piece followed by a space where there is a gap."""
    found = []
    with pikepdf.open(io.BytesIO(body)) as pdf:
        for page in pdf.pages:
            fonts = {name: _characters(font) for name, font in page.Resources.Font.items()}
            known: dict[int, str] = {}
            for operands, operator in pikepdf.parse_content_stream(page):
                if str(operator) == "Tf":
                    known = fonts[str(operands[0])]
                elif str(operator) in {"Tj", "TJ"}:
                    parts = operands[0] if str(operator) == "TJ" else operands
                    found += [_said(bytes(part), known) for part in parts if isinstance(part, pikepdf.String)]
                    found.append("\n")
    return "".join(found)


def _said(raw: bytes, known: dict[int, str]) -> str:
    return "".join(known.get(int.from_bytes(raw[at : at + 2], "big"), "?") for at in range(0, len(raw), 2))


def _characters(font: pikepdf.Object) -> dict[int, str]:
    table = font.ToUnicode.read_bytes().decode("latin-1")
    known: dict[int, str] = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", table, re.DOTALL):
        codes = HEX.findall(block)
        known |= {int(code, 16): _text(text) for code, text in zip(codes[::2], codes[1::2], strict=True)}
    for block in re.findall(r"beginbfrange(.*?)endbfrange", table, re.DOTALL):
        for first, last, start in re.findall(r"<(\w+)>\s*<(\w+)>\s*<(\w+)>", block):
            for code in range(int(first, 16), int(last, 16) + 1):
                known[code] = chr(int(start, 16) + code - int(first, 16))
    return known


def _text(code: str) -> str:
    return bytes.fromhex(code).decode("utf-16-be")
