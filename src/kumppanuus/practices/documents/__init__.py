"""Taking a version out: Markdown, JSON, DOCX, tagged PDF, and field by field for Innokylä."""

from __future__ import annotations

from collections.abc import Callable

from kumppanuus.practices.documents import pdf
from kumppanuus.practices.documents.plain import as_json, as_markdown
from kumppanuus.practices.models import PracticeVersion


def word(version: PracticeVersion) -> bytes:
    """Return the document as DOCX; the library is imported when the first one is asked for."""
    from kumppanuus.practices.documents import docx

    return docx.render(version)


WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FORMS: dict[str, tuple[str, Callable[[PracticeVersion], bytes]]] = {
    "pdf": ("application/pdf", pdf.render),
    "docx": (WORD, word),
    "md": ("text/markdown; charset=utf-8", as_markdown),
    "json": ("application/json; charset=utf-8", as_json),
}
