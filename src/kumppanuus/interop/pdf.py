"""Accessible PDF, set by typst: one file meets PDF/UA-1 (WCAG) and PDF/A-2a (archives)."""

from __future__ import annotations

import json
import logging
import re
from importlib import resources
from typing import Any

from kumppanuus.interop.export import each_text, printable

log = logging.getLogger(__name__)
# What the typefaces in typst itself have: Latin, Greek, Cyrillic, marks of punctuation, currencies, arrows, signs.
FOREIGN = re.compile(
    "[^\n\t -~\u00a0-\u02af\u0300-\u03ff\u0400-\u04ff\u1e00-\u1eff\u2010-\u2040\u20a0-\u20bf\u2190-\u22ff\u25a0-\u25ff]"
)
EMPTY_BOX = "\u25a1"


def typeset(app: str, name: str, words: Any) -> bytes:
    """Return the PDF that an app's template makes of words (what JSON can hold), which it reads as `data`. Every
    template can set blocks of markdown (`set-blocks`, of what `interop.blocks` makes).

    Nothing that somebody wrote may leave minutes without a document: control characters are left out, and letters that
    no typeface here has stand as an empty box, as in other programs; the DOCX and the page have them. Raises typst's
    error if the document does not meet the two standards for another reason.
    """
    import typst

    shared = (resources.files("kumppanuus.interop") / "blocks.typ").read_bytes()
    source = shared + (resources.files(f"kumppanuus.{app}") / "documents" / name).read_bytes()

    def made(told: Any) -> bytes:
        pdf: bytes = typst.compile(
            source, format="pdf", sys_inputs={"data": json.dumps(told)}, pdf_standards=["ua-1", "a-2a"]
        )
        return pdf

    told = printable(words)
    try:
        return made(told)
    except typst.TypstError as error:
        if "could not be displayed" not in str(error) and "codepoint" not in str(error):
            raise
        log.info("%s of %s has letters that no typeface here has", name, app)
        return made(each_text(told, lambda text: FOREIGN.sub(EMPTY_BOX, text)))
