"""Documents for Word: begun with their title and language, written as bytes."""

from __future__ import annotations

import io
from typing import Any

from docx import Document
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


def written(document: Any) -> bytes:
    """Return the document as a file."""
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _language(code: str) -> Any:
    element = OxmlElement("w:lang")
    element.set(qn("w:val"), LOCALES.get(code, code))
    return element
