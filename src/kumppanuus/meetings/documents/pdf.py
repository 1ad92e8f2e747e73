"""Minutes as one accessible PDF (UA-1 and A-2a in one file), set by typst."""

from __future__ import annotations

from kumppanuus.interop.pdf import typeset
from kumppanuus.meetings.documents.words import words_of
from kumppanuus.meetings.published import Reading


def render(reading: Reading) -> bytes:
    """Return the PDF. Raises what `typeset` raises."""
    return typeset("meetings", "minutes.typ", words_of(reading))
