"""The document to deliver as DOCX with real headings, for officials who file it in their own systems."""

from __future__ import annotations

import io
from typing import Any

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

from kumppanuus.matters.documents.words import words_of
from kumppanuus.matters.models import Matter

LOCALES = {"fi": "fi-FI", "sv": "sv-FI", "en": "en-GB"}


def _language(code: str) -> Any:
    element = OxmlElement("w:lang")
    element.set(qn("w:val"), LOCALES.get(code, code))
    return element


def render(matter: Matter) -> bytes:
    """Return the DOCX."""
    words = words_of(matter)
    document: Any = Document()
    document.core_properties.title = words["title"]
    document.core_properties.language = LOCALES.get(words["lang"], "fi-FI")
    normal = document.styles["Normal"]
    normal.font.size = Pt(11)
    normal.element.get_or_add_rPr().append(_language(words["lang"]))
    document.add_paragraph(words["kind"])
    document.add_heading(words["title"], level=1)
    for label, value in words["facts"]:
        line = document.add_paragraph()
        line.add_run(f"{label}: ").bold = True
        line.add_run(value)
    if words["note"]:
        document.add_paragraph().add_run(words["note"]).italic = True
    document.add_heading(words["text_title"], level=2)
    for paragraph in words["paragraphs"]:
        run = document.add_paragraph().add_run(paragraph)
        if words["text_lang"]:
            run._r.get_or_add_rPr().append(_language(words["text_lang"]))
    if words["attachments"]:
        document.add_heading(words["attachments_title"], level=2)
        for one in words["attachments"]:
            document.add_paragraph(f"{one['title']}: {one['address']}", style="List Bullet")
    document.add_heading(words["path_title"], level=2)
    for one in words["path"]:
        line = document.add_paragraph(style="List Number")
        line.add_run(f"{one['day']} ")
        line.add_run(one["heading"]).bold = True
        if one["more"]:
            line.add_run(f"\n{one['more']}")
    document.add_paragraph(f"{words['source_label']} {words['source']}")
    document.add_paragraph(words["made"])
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
