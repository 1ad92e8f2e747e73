"""A version as one accessible PDF (UA-1 and A-2a in one file), set by typst."""

from __future__ import annotations

import json
from importlib import resources

from kumppanuus.practices.documents.words import words_of
from kumppanuus.practices.models import PracticeVersion


def render(version: PracticeVersion) -> bytes:
    """Return the PDF. Raises typst's error if the document does not meet PDF/UA-1 and PDF/A-2a."""
    import typst

    source = (resources.files("kumppanuus.practices") / "documents" / "practice.typ").read_bytes()
    made: bytes = typst.compile(
        source, format="pdf", sys_inputs={"data": json.dumps(words_of(version))}, pdf_standards=["ua-1", "a-2a"]
    )
    return made
