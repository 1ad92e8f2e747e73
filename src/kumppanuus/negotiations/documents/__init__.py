"""The summary: one accessible PDF and a DOCX, with the same words in the reader's language."""

from __future__ import annotations

from collections.abc import Callable

from kumppanuus.negotiations.documents import pdf
from kumppanuus.negotiations.models import Negotiation


def word(negotiation: Negotiation) -> bytes:
    """Return the summary as DOCX; the library is imported when the first one is asked for."""
    from kumppanuus.negotiations.documents import docx

    return docx.render(negotiation)


WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
BINARY: dict[str, tuple[str, Callable[[Negotiation], bytes]]] = {
    "pdf": ("application/pdf", pdf.render),
    "docx": (WORD, word),
}
