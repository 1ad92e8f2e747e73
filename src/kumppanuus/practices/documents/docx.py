"""A version as DOCX with real headings, lists and tables, for those who live in Word."""

from __future__ import annotations

from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from kumppanuus.interop.docx import begun, written
from kumppanuus.interop.export import printable
from kumppanuus.practices.documents.words import words_of
from kumppanuus.practices.models import PracticeVersion


def render(version: PracticeVersion) -> bytes:
    """Return the DOCX."""
    words = printable(words_of(version))
    document = begun(words["title"], words["lang"])
    document.add_paragraph(words["kind"])
    document.add_heading(words["title"], level=1)
    document.add_paragraph().add_run(words["state"]).italic = True
    if words["lead"]:
        document.add_paragraph(words["lead"])
    for label, value in words["facts"]:
        line = document.add_paragraph()
        line.add_run(f"{label}: ").bold = True
        line.add_run(value)
    for section in words["sections"]:
        document.add_heading(section["heading"], level=2)
        for block in section["blocks"]:
            _put(document, block)
    document.add_heading(words["cite_title"], level=2)
    document.add_paragraph(words["cite"])
    document.add_paragraph(words["made"])
    return written(document)


def _put(document: Any, block: dict[str, Any]) -> None:
    match block["kind"]:
        case "heading":
            _runs(document.add_heading("", level=min(block["level"], 6)), block["runs"])
        case "item":
            _runs(document.add_paragraph(style="List Number" if block["ordered"] else "List Bullet"), block["runs"])
        case "quote":
            _runs(document.add_paragraph(style="Quote"), block["runs"])
        case "table":
            _table(document, block["rows"])
        case _:
            _runs(document.add_paragraph(), block["runs"])


def _runs(paragraph: Any, runs: list[dict[str, Any]]) -> None:
    for one in runs:
        if one["link"]:
            _link(paragraph, one["text"], one["link"])
            continue
        run = paragraph.add_run(one["text"])
        run.bold, run.italic = one["bold"] or None, one["italic"] or None


def _link(paragraph: Any, words: str, address: str) -> None:
    """Add a link that Word follows; python-docx writes runs only."""
    key = paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    element = OxmlElement("w:hyperlink")
    element.set(qn("r:id"), key)
    run = paragraph.add_run(words)
    run.underline = True
    element.append(run._r)
    paragraph._p.append(element)


def _table(document: Any, rows: list[list[list[dict[str, Any]]]]) -> None:
    wide = max((len(row) for row in rows), default=0)
    if not wide:
        return
    table = document.add_table(rows=len(rows), cols=wide, style="Table Grid")
    for row, cells in zip(table.rows, rows, strict=True):
        for cell, runs in zip(row.cells, cells, strict=False):
            _runs(cell.paragraphs[0], runs)
    head = table.rows[0]._tr.get_or_add_trPr()
    head.append(OxmlElement("w:tblHeader"))
