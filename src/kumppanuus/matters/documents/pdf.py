"""The document to deliver as one accessible PDF (UA-1 and A-2a in one file), set by typst."""

from __future__ import annotations

from kumppanuus.interop.pdf import typeset
from kumppanuus.matters.documents.words import words_of
from kumppanuus.matters.models import Matter


def render(matter: Matter) -> bytes:
    """Return the PDF. Raises what `typeset` raises."""
    return typeset("matters", "matter.typ", words_of(matter))
