"""A version as one accessible PDF (UA-1 and A-2a in one file), set by typst."""

from __future__ import annotations

from kumppanuus.interop.pdf import typeset
from kumppanuus.practices.documents.words import words_of
from kumppanuus.practices.models import PracticeVersion


def render(version: PracticeVersion) -> bytes:
    """Return the PDF. Raises what `typeset` raises."""
    return typeset("practices", "practice.typ", words_of(version))
