"""The summary as DOCX with real headings."""

from __future__ import annotations

from typing import Any

from kumppanuus.interop.docx import begun, written
from kumppanuus.interop.export import printable
from kumppanuus.negotiations.documents.words import words_of
from kumppanuus.negotiations.models import Negotiation


def render(negotiation: Negotiation) -> bytes:
    """Return the DOCX."""
    words = printable(words_of(negotiation))
    document = begun(words["title"], words["lang"])
    document.add_heading(words["title"], level=1)
    _facts(document, words["facts"])
    for part in words["parts"]:
        document.add_heading(part["title"], level=2)
        for paragraph in part["paragraphs"]:
            document.add_paragraph(paragraph)
    if words["measures"]:
        document.add_heading(words["measures_title"], level=2)
        for one in words["measures"]:
            document.add_heading(one["title"], level=3)
            _facts(document, one["facts"])
    for part in words["lists"]:
        document.add_heading(part["title"], level=2)
        for row in part["rows"]:
            document.add_paragraph(row, style="List Bullet")
    document.add_paragraph(f"{words['source_label']} {words['source']}")
    document.add_paragraph(words["made"])
    return written(document)


def _facts(document: Any, facts: list[tuple[str, str]]) -> None:
    for label, value in facts:
        line = document.add_paragraph()
        line.add_run(f"{label}: ").bold = True
        line.add_run(value)
