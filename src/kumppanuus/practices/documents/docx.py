"""A version as DOCX with real headings, lists and tables, for those who live in Word."""

from __future__ import annotations

from kumppanuus.interop.docx import begun, put, written
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
            put(document, block)
    document.add_heading(words["cite_title"], level=2)
    document.add_paragraph(words["cite"])
    document.add_paragraph(words["made"])
    return written(document)
