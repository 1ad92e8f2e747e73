"""Minutes and agendas as files: accessible PDF and DOCX, with the same words in the reader's language."""

from __future__ import annotations

from collections.abc import Callable

from kumppanuus.meetings.documents import agenda, pdf
from kumppanuus.meetings.models import Meeting
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


def agenda_as(fmt: str, meeting: Meeting, *, inside: bool = False) -> tuple[str, bytes]:
    """Return (type of content, the agenda as "pdf" or "docx"). Raises KeyError for another format."""
    make = {"pdf": agenda.pdf, "docx": agenda.word}[fmt]
    return BINARY[fmt][0], make(meeting, inside=inside)
