"""Minutes as DOCX with real headings, for officials who file them in their own systems."""

from __future__ import annotations

from typing import Any

from kumppanuus.interop.docx import begun, mark, written
from kumppanuus.interop.export import printable
from kumppanuus.meetings.documents.words import words_of
from kumppanuus.meetings.published import Reading


def render(reading: Reading) -> bytes:
    """Return the DOCX."""
    words = printable(words_of(reading))
    document = begun(words["title"], words["lang"])
    document.add_paragraph(words["body"])
    document.add_heading(words["heading"], level=1)
    for line in (words["when"], words["version"], words["state"]):
        if line:
            document.add_paragraph(line)
    _sittings(document, words["present_title"], words["present"], words["sides"], words["nobody"])
    if words["absent"]:
        _sittings(document, words["absent_title"], words["absent"], words["sides"], "")
    for section in words["sections"]:
        _section(document, section)
    document.add_paragraph(words["source"])
    return written(document)


def _sittings(document: Any, title: str, rows: list[dict[str, str]], sides: dict[str, str], nobody: str) -> None:
    document.add_heading(title, level=2)
    for one in rows:
        line = document.add_paragraph(style="List Bullet")
        line.add_run(one["head"]).bold = True
        side = f" ({sides[one['side']]})" if one["side"] else ""
        line.add_run(f"{', ' if one['rest'] else ''}{one['rest']}{side}")
    if not rows:
        document.add_paragraph(nobody)


def _section(document: Any, section: dict[str, Any]) -> None:
    document.add_heading(section["title"], level=2)
    if section["not_reached"]:
        document.add_paragraph().add_run(section["not_reached"]).italic = True
    for words in section["paragraphs"]:
        run = document.add_paragraph().add_run(words)
        mark(run, section["lang"])
    for result in section["results"]:
        line = document.add_paragraph(style="Intense Quote")
        line.add_run(f"{result['label']}: ").bold = True
        line.add_run(result["text"])
        if result["more"]:
            line.add_run(f"\n{result['more']}")
