"""Word documents as blocks: headings, paragraphs, lists, tables, links, footnotes; tracked changes as accepted."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from kumppanuus.core.actions import Refused
from kumppanuus.practices.bringing.blocks import Block, Brought, escaped, guarded, link, table

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
DRAWING = ("{http://schemas.openxmlformats.org/drawingml/2006/main}blip", f"{W}pict")


def read(content: bytes) -> Brought:
    """Read a DOCX. Refused with a clear message when it cannot be opened."""
    from docx import Document
    from docx.opc.exceptions import PackageNotFoundError

    try:
        document: Any = Document(io.BytesIO(content))
        return _Reader(document).read()
    except (PackageNotFoundError, KeyError, ValueError, zipfile.BadZipFile, SyntaxError, AttributeError) as error:
        raise Refused(
            _(
                "The document cannot be opened: it is damaged. Save it again in Word and try once more. Nothing was "
                "brought in."
            )
        ) from error


class _Reader:
    def __init__(self, document: Any) -> None:
        self.document = document
        self.brought = Brought()
        self.levels = {style.style_id: _level(style) for style in document.styles}
        self.links = {key: rel.target_ref for key, rel in document.part.rels.items() if rel.is_external}

    def read(self) -> Brought:
        """Return the blocks with remarks."""
        body = self.document.element.body
        for element in body:
            if element.tag == f"{W}p":
                self.paragraph(element)
            elif element.tag == f"{W}tbl":
                self.add(table(list(self.rows(element))))
            elif element.tag == f"{W}sdt":
                for inner in element.iter(f"{W}p"):
                    self.paragraph(inner)
        self.notes()
        self.remark(body)
        return self.brought

    def remark(self, body: Any) -> None:
        """Say what was not taken along as it stood."""
        say = self.brought.remarks.append
        if any(True for _one in body.iter(f"{W}ins", f"{W}del", f"{W}moveFrom")):
            say(
                _(
                    "The document had tracked changes. They were read as if accepted: what was added is here, what was "
                    "deleted is not."
                )
            )
        if any(True for _one in body.iter(*DRAWING)):
            say(_("Pictures were not brought in. Add them under their headings, with words that say what they show."))
        if any(True for _one in body.iter(f"{W}commentReference")):
            say(_("Comments in the document's margin were not brought in."))

    def add(self, words: str, level: int = 0) -> None:
        if words.strip():
            self.brought.blocks.append(Block(words, level))

    def paragraph(self, element: Any) -> None:
        """Put a paragraph at the end: a heading, a point of a list or words."""
        style = element.find(f"{W}pPr/{W}pStyle")
        level, kind = self.levels.get(style.get(f"{W}val") if style is not None else "", (0, ""))
        if level:
            self.add(" ".join(self.plain(element).split()), level)
            return
        words = "".join(self.runs(element)).strip()
        number = element.find(f"{W}pPr/{W}numPr")
        if not words:
            return
        if kind or number is not None:
            depth = element.find(f"{W}pPr/{W}numPr/{W}ilvl")
            deep = int(depth.get(f"{W}val") or 0) if depth is not None else 0
            point = f"{'   ' * min(deep, 8)}{'1.' if kind == 'number' else '-'} {words}"
            blocks = self.brought.blocks
            if blocks and not blocks[-1].level and blocks[-1].text.lstrip().startswith(("- ", "1. ")):
                blocks[-1] = Block(f"{blocks[-1].text}\n{point}")
            else:
                self.add(point)
            return
        self.add("  \n".join(guarded(line) for line in words.split("\n")))

    def plain(self, element: Any) -> str:
        """Return the words of an element, what was deleted left out."""
        return "".join(text for text, _bold, _italic in self.texts(element))

    def texts(self, element: Any) -> Iterator[tuple[str, bool, bool]]:
        """Give the words of each run, and whether they are bold or italic."""
        for run in element.iter(f"{W}r"):
            if any(above.tag in {f"{W}del", f"{W}moveFrom", FALLBACK} for above in run.iterancestors()):
                continue
            bold, italic = (_on(run.find(f"{W}rPr/{W}{name}")) for name in ("b", "i"))
            words = "".join(
                part.text or "" if part.tag == f"{W}t" else "\n" if part.tag in {f"{W}br", f"{W}cr"} else "\t"
                for part in run
                if part.tag in {f"{W}t", f"{W}br", f"{W}cr", f"{W}tab"}
            )
            if words:
                yield words, bold, italic

    def runs(self, element: Any) -> Iterator[str]:
        """Give the words of a paragraph as markdown, links with their addresses."""
        inside: set[Any] = set()
        for child in element.iter(f"{W}hyperlink", f"{W}r"):
            if child.tag == f"{W}hyperlink":
                inside |= set(child.iter(f"{W}r"))
                address = self.links.get(child.get(f"{R}id") or "", "")
                yield link(escaped(self.plain(child)), address)
            elif child not in inside:
                yield from self.run(child)

    def run(self, run: Any) -> Iterator[str]:
        """Give one run as markdown; the spaces around strong words stay outside them."""
        if any(above.tag in {f"{W}del", f"{W}moveFrom", FALLBACK} for above in run.iterancestors()):
            return
        bold, italic = (_on(run.find(f"{W}rPr/{W}{name}")) for name in ("b", "i"))
        words = "".join(
            part.text or "" if part.tag == f"{W}t" else "\n" if part.tag != f"{W}tab" else " "
            for part in run
            if part.tag in {f"{W}t", f"{W}br", f"{W}cr", f"{W}tab"}
        )
        mark = "**" * bold + "*" * italic
        if not mark or not words.strip() or "\n" in words:
            yield escaped(words)
            return
        core = words.strip()
        start = words.index(core)
        yield f"{words[:start]}{mark}{escaped(core)}{mark[::-1]}{words[start + len(core) :]}"

    def rows(self, element: Any) -> Iterator[list[str]]:
        """Give the rows of a table; what stands in a table inside it is given in its cell."""
        for row in element.findall(f"{W}tr"):
            yield [
                " ".join(part for p in cell.iter(f"{W}p") if (part := "".join(self.runs(p)).strip()))
                for cell in row.findall(f"{W}tc")
            ]

    def notes(self) -> None:
        """Put footnotes at the end: their words are kept, though their places are not."""
        for rel in self.document.part.rels.values():
            if rel.is_external or not rel.reltype.endswith(("/footnotes", "/endnotes")):
                continue
            from docx.oxml import parse_xml

            root: Any = parse_xml(rel.target_part.blob)
            words = [
                self.plain(one).strip()
                for one in root
                if one.get(f"{W}type") not in {"separator", "continuationSeparator", "continuationNotice"}
            ]
            for one in filter(None, words):
                self.add(escaped(one))


def _on(element: Any) -> bool:
    return element is not None and element.get(f"{W}val") not in {"0", "false", "none"}


def _level(style: Any) -> tuple[int, str]:
    """Return the heading level of a style (0 = none) and whether it is a list ("bullet", "number", "")."""
    name = str(style.name or "").lower()
    outline = style.element.find(f"{W}pPr/{W}outlineLvl")
    if name == "title":
        return 1, ""
    if outline is not None and str(outline.get(f"{W}val") or "9").isdigit():
        level = int(outline.get(f"{W}val") or 9) + 1
        if level <= 6:
            return level, ""
    words = name.split()
    if words and words[0] in {"heading", "otsikko", "rubrik"} and words[-1].isdigit():
        return min(max(int(words[-1]), 1), 6), ""
    kind = "number" if name.startswith("list number") else "bullet" if name.startswith("list bullet") else ""
    return 0, kind
