"""The document to deliver as one accessible PDF (UA-1 and A-2a in one file), set by typst."""

from __future__ import annotations

import json
from importlib import resources

from kumppanuus.matters.documents.words import words_of
from kumppanuus.matters.models import Matter


def render(matter: Matter) -> bytes:
    """Return the PDF. Raises typst's error if the document does not meet PDF/UA-1 and PDF/A-2a."""
    import typst

    source = (resources.files("kumppanuus.matters") / "documents" / "matter.typ").read_bytes()
    made: bytes = typst.compile(
        source, format="pdf", sys_inputs={"data": json.dumps(words_of(matter))}, pdf_standards=["ua-1", "a-2a"]
    )
    return made
