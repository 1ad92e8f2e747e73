"""Minutes as files: one accessible PDF and a DOCX, with the same words in the reader's language."""

from __future__ import annotations

from collections.abc import Callable

from kumppanuus.meetings.documents import pdf
from kumppanuus.meetings.published import Reading


def word(reading: Reading) -> bytes:
    """Return the minutes as DOCX; the library is imported when the first one is asked for."""
    from kumppanuus.meetings.documents import docx

    return docx.render(reading)


WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
BINARY: dict[str, tuple[str, Callable[[Reading], bytes]]] = {
    "pdf": ("application/pdf", pdf.render),
    "docx": (WORD, word),
}
