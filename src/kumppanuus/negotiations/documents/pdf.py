"""The summary as one accessible PDF (UA-1 and A-2a in one file), set by typst."""

from __future__ import annotations

from kumppanuus.interop.pdf import typeset
from kumppanuus.negotiations.documents.words import words_of
from kumppanuus.negotiations.models import Negotiation


def render(negotiation: Negotiation) -> bytes:
    """Return the PDF. Raises what `typeset` raises."""
    return typeset("negotiations", "summary.typ", words_of(negotiation))
