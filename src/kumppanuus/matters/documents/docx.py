"""The document to deliver as DOCX with real headings, for officials who file it in their own systems."""

from __future__ import annotations

from kumppanuus.interop.docx import begun, mark, written
from kumppanuus.interop.export import printable
from kumppanuus.matters.documents.words import words_of
from kumppanuus.matters.models import Matter


def render(matter: Matter) -> bytes:
    """Return the DOCX."""
    words = printable(words_of(matter))
    document = begun(words["title"], words["lang"])
    document.add_paragraph(words["kind"])
    document.add_heading(words["title"], level=1)
    for label, value in words["facts"]:
        line = document.add_paragraph()
        line.add_run(f"{label}: ").bold = True
        line.add_run(value)
    if words["note"]:
        document.add_paragraph().add_run(words["note"]).italic = True
    document.add_heading(words["text_title"], level=2)
    for paragraph in words["paragraphs"]:
        run = document.add_paragraph().add_run(paragraph)
        mark(run, words["text_lang"])
    if words["attachments"]:
        document.add_heading(words["attachments_title"], level=2)
        for one in words["attachments"]:
            document.add_paragraph(f"{one['title']}: {one['address']}", style="List Bullet")
    document.add_heading(words["path_title"], level=2)
    for one in words["path"]:
        line = document.add_paragraph(style="List Number")
        line.add_run(f"{one['day']} ")
        line.add_run(one["heading"]).bold = True
        if one["more"]:
            line.add_run(f"\n{one['more']}")
    document.add_paragraph(f"{words['source_label']} {words['source']}")
    document.add_paragraph(words["made"])
    return written(document)
