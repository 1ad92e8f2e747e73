"""Minutes as DOCX with real headings, for officials who file them in their own systems."""

from __future__ import annotations

import io
from typing import Any

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

from kumppanuus.meetings.documents.words import words_of
from kumppanuus.meetings.published import Reading

LOCALES = {"fi": "fi-FI", "sv": "sv-FI", "en": "en-GB"}


def _language(code: str) -> Any:
    element = OxmlElement("w:lang")
    element.set(qn("w:val"), LOCALES.get(code, code))
    return element


def render(reading: Reading) -> bytes:
    """Return the DOCX."""
    words = words_of(reading)
    document: Any = Document()
    document.core_properties.title = words["title"]
    document.core_properties.language = LOCALES.get(words["lang"], "fi-FI")
    normal = document.styles["Normal"]
    normal.font.size = Pt(11)
    normal.element.get_or_add_rPr().append(_language(words["lang"]))
    document.add_paragraph(words["body"])
    document.add_heading(words["heading"], level=1)
    for line in (words["when"], words["version"], words["state"]):
        if line:
            document.add_paragraph(line)
    _sittings(document, words["present_title"], words["present"], words["sides"], words["nobody"])
    if words["absent"]:
        _sittings(document, words["absent_title"], words["absent"], words["sides"], "")
    for section in words["sections"]:
        _section(document, section)
    document.add_paragraph(words["source"])
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _sittings(document: Any, title: str, rows: list[dict[str, str]], sides: dict[str, str], nobody: str) -> None:
    document.add_heading(title, level=2)
    for one in rows:
        line = document.add_paragraph(style="List Bullet")
        line.add_run(one["head"]).bold = True
        side = f" ({sides[one['side']]})" if one["side"] else ""
        line.add_run(f"{', ' if one['rest'] else ''}{one['rest']}{side}")
    if not rows:
        document.add_paragraph(nobody)


def _section(document: Any, section: dict[str, Any]) -> None:
    document.add_heading(section["title"], level=2)
    if section["not_reached"]:
        document.add_paragraph().add_run(section["not_reached"]).italic = True
    for words in section["paragraphs"]:
        run = document.add_paragraph().add_run(words)
        if section["lang"]:
            run._r.get_or_add_rPr().append(_language(section["lang"]))
    for result in section["results"]:
        line = document.add_paragraph(style="Intense Quote")
        line.add_run(f"{result['label']}: ").bold = True
        line.add_run(result["text"])
        if result["more"]:
            line.add_run(f"\n{result['more']}")
