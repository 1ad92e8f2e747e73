"""The closing summary as one accessible PDF and a DOCX, with the same words in the reader's language."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kumppanuus.consultations.models import Consultation, Remark
from kumppanuus.consultations.reading import Group, figures, summed
from kumppanuus.core.texts import Text
from kumppanuus.interop.export import printable
from kumppanuus.interop.pdf import typeset


def words_of(consultation: Consultation) -> dict[str, Any]:
    """Return the words of the document."""
    found = figures(consultation)
    period = [
        date_format(timezone.localtime(one), "DATE_FORMAT")
        for one in (consultation.opens_at, consultation.closes_at)
        if one
    ]
    facts = [
        (_("Who ran it"), str(consultation.organisation.name)),
        (_("What was commented"), str(consultation.target_title)),
        (_("Period"), " – ".join(period)),
        (_("Invited"), str(found.invited)),
        (_("Commented"), str(found.answered)),
        (_("Nothing to state"), str(found.nothing)),
        (_("Silent"), str(found.silent)),
    ]
    return {
        "lang": (get_language() or "fi").split("-")[0],
        "title": str(consultation.title),
        "kind": _("What became of the comments"),
        "facts": [(label, value) for label, value in facts if value],
        "summary": _lines(consultation.summary),
        "groups": [_group(one) for one in summed(consultation)],
        "answer_label": _("Answer"),
        "comments_label": _("Comments"),
        "source": f"{settings.SITE_URL}{consultation.get_absolute_url()}",
        "made": _("Made on %(day)s") % {"day": date_format(timezone.localdate(), "DATE_FORMAT")},
    }


def _lines(words: Text | str) -> list[str]:
    return [line.strip() for line in str(words).split("\n") if line.strip()]


def _group(one: Group) -> dict[str, Any]:
    title = one.title or _("Comment by %(name)s") % {"name": one.remarks[0].author}
    return {
        "title": title,
        "verdict": str(one.reply.get_verdict_display()) if one.reply else _("Not answered"),
        "answer": _lines(one.reply.text) if one.reply else [],
        "remarks": [_remark(remark) for remark in one.remarks],
    }


def _remark(remark: Remark) -> dict[str, Any]:
    head = [str(remark.author)]
    if remark.part:
        head.append(str(remark.part.heading))
    if remark.stance != "none":
        head.append(str(remark.get_stance_display()))
    if remark.is_late:
        head.append(_("late"))
    return {"head": " · ".join(head), "quote": remark.quote, "text": _lines(remark.text)}


def pdf(consultation: Consultation) -> bytes:
    """Return the PDF. Raises what `typeset` raises."""
    return typeset("consultations", "summary.typ", words_of(consultation))


def word(consultation: Consultation) -> bytes:
    """Return the DOCX; the library is imported when the first one is asked for."""
    from kumppanuus.interop.docx import begun, written

    words = printable(words_of(consultation))
    document = begun(words["title"], words["lang"])
    document.add_paragraph(words["kind"])
    document.add_heading(words["title"], level=1)
    for label, value in words["facts"]:
        line = document.add_paragraph()
        line.add_run(f"{label}: ").bold = True
        line.add_run(value)
    for paragraph in words["summary"]:
        document.add_paragraph(paragraph)
    for group in words["groups"]:
        document.add_heading(group["title"], level=2)
        line = document.add_paragraph()
        line.add_run(f"{words['answer_label']}: {group['verdict']}").bold = True
        for paragraph in group["answer"]:
            document.add_paragraph(paragraph)
        document.add_heading(words["comments_label"], level=3)
        for remark in group["remarks"]:
            line = document.add_paragraph(style="List Bullet")
            line.add_run(remark["head"]).bold = True
            if remark["quote"]:
                line.add_run(f"\n“{remark['quote']}”").italic = True
            for paragraph in remark["text"]:
                line.add_run(f"\n{paragraph}")
    document.add_paragraph(words["source"])
    document.add_paragraph(words["made"])
    return written(document)


BINARY: dict[str, tuple[str, Callable[[Consultation], bytes]]] = {
    "pdf": ("application/pdf", pdf),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", word),
}
