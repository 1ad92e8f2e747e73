"""Documents for Word: begun with their title and language, written as bytes."""

from __future__ import annotations

import io
from typing import Any

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

LOCALES = {"fi": "fi-FI", "sv": "sv-FI", "en": "en-GB"}


def begun(title: str, language: str) -> Any:
    """Return an empty document with its title, written in a language (ISO 639-1)."""
    document: Any = Document()
    document.core_properties.title = title
    document.core_properties.language = LOCALES.get(language, "fi-FI")
    normal = document.styles["Normal"]
    normal.font.size = Pt(11)
    normal.element.get_or_add_rPr().append(_language(language))
    return document


def mark(run: Any, language: str) -> None:
    """Say that a run is in another language than the document; nothing for ""."""
    if language:
        run._r.get_or_add_rPr().append(_language(language))


def put(document: Any, block: dict[str, Any]) -> None:
    """Add a block of markdown, as `interop.blocks` makes it, to a document."""
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


def written(document: Any) -> bytes:
    """Return the document as a file."""
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _language(code: str) -> Any:
    element = OxmlElement("w:lang")
    element.set(qn("w:val"), LOCALES.get(code, code))
    return element
