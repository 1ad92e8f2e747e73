"""The result as DOCX, with headings and a header row, for officials who paste it into their own papers."""

from __future__ import annotations

import io
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from kumppanuus.assessments.documents.pdf import words_of
from kumppanuus.assessments.mirror import Mirror
from kumppanuus.interop.docx import begun, written
from kumppanuus.interop.export import printable


def render(mirror: Mirror) -> bytes:
    """Return the DOCX."""
    words = printable(words_of(mirror))
    document = begun(words["title"], words["lang"])
    _wear(document, words)
    document.add_heading(words["title"], level=1)
    document.add_paragraph().add_run(words["finding"]).bold = True
    document.add_paragraph(
        f"{words['municipality']}: {words['municipal_mean']} {words['out_of']}. "
        f"{words['ngos']}: {words['ngo_mean']} {words['out_of']}. {words['answered']}: {words['answered_value']}."
    )
    for group in words["groups"]:
        document.add_heading(group["title"], level=2)
        _table(document, words["head"], group["rows"])
    document.add_heading(words["measures_title"], level=2)
    for line in words["measures"]:
        document.add_paragraph(line, style="List Bullet")
    if not words["measures"]:
        document.add_paragraph(words["no_measures"])
    for line in (words["signed"], *words["approved"], words["method"], words["source"]):
        if line:
            document.add_paragraph(line)
    return written(document)


def _wear(document: Any, words: dict[str, Any]) -> None:
    """Put the space's logo and name above the title, and its colour on the headings."""
    marks = words["marks"]
    if not marks:
        return
    colour = RGBColor.from_string(marks["colour"].removeprefix("#"))
    for level in (1, 2):
        document.styles[f"Heading {level}"].font.color.rgb = colour
    line = document.add_paragraph()
    if "logo" in marks:
        drawn = line.add_run().add_picture(io.BytesIO(bytes(marks["logo"])), height=Pt(28))
        drawn._inline.docPr.set("descr", marks["alt"])
        line.add_run("  ")
    name = line.add_run(words["space"])
    name.bold, name.font.color.rgb = True, colour


def _table(document: Any, head: list[str], rows: list[dict[str, Any]]) -> None:
    table = document.add_table(rows=1, cols=len(head), style="Table Grid")
    for cell, words in zip(table.rows[0].cells, head, strict=True):
        cell.paragraphs[0].add_run(words).bold = True
    repeat = OxmlElement("w:tblHeader")
    repeat.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(repeat)
    for row in rows:
        cells = table.add_row().cells
        for cell, words in zip(cells, (row["name"], row["municipal"], row["ngo"], row["finding"]), strict=True):
            cell.text = words
