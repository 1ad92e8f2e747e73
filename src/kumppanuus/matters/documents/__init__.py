"""The document to deliver: one accessible PDF and a DOCX, with the same words in the reader's language."""

from __future__ import annotations

from collections.abc import Callable

from kumppanuus.matters.documents import pdf
from kumppanuus.matters.models import Matter


def word(matter: Matter) -> bytes:
    """Return the document as DOCX; the library is imported when the first one is asked for."""
    from kumppanuus.matters.documents import docx

    return docx.render(matter)


WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
BINARY: dict[str, tuple[str, Callable[[Matter], bytes]]] = {
    "pdf": ("application/pdf", pdf.render),
    "docx": (WORD, word),
}
