"""The agenda as a document: what the call and the meeting's page say of it, before the meeting and after."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kumppanuus.interop.blocks import blocks_of
from kumppanuus.interop.export import printable
from kumppanuus.interop.pdf import typeset
from kumppanuus.meetings.models import Meeting, MeetingState, Paper
from kumppanuus.meetings.reading import Line, agenda_of, when, where


def pdf(meeting: Meeting, *, inside: bool = False) -> bytes:
    """Return the agenda as PDF. Raises what `typeset` raises."""
    return typeset("meetings", "agenda.typ", words_of(meeting, inside=inside))


def word(meeting: Meeting, *, inside: bool = False) -> bytes:
    """Return the agenda as DOCX with real headings; the library is imported when the first one is asked for."""
    from kumppanuus.interop.docx import begun, mark, put, written

    words = printable(words_of(meeting, inside=inside))
    document = begun(words["title"], words["lang"])
    document.add_paragraph(words["body"])
    document.add_heading(words["heading"], level=1)
    for label, value in words["facts"]:
        line = document.add_paragraph()
        line.add_run(f"{label}: ").bold = True
        line.add_run(value)
    if words["state"]:
        document.add_paragraph().add_run(words["state"]).italic = True
    for item in words["items"]:
        document.add_heading(item["title"], level=2)
        document.add_paragraph().add_run(item["meta"]).italic = True
        before = len(document.paragraphs)
        for block in item["blocks"]:
            put(document, block)
        for paragraph in document.paragraphs[before:] if item["lang"] else ():
            for run in paragraph.runs:
                mark(run, item["lang"])
        if item["papers"]:
            document.add_paragraph().add_run(f"{words['papers_title']}:").bold = True
        for paper in item["papers"]:
            put(document, _as_item(paper))
    if not words["items"]:
        document.add_paragraph(words["nothing"])
    document.add_paragraph(words["source"])
    return written(document)


def _as_item(paper: dict[str, str]) -> dict[str, Any]:
    run = {"text": paper["title"], "link": paper["address"], "bold": False, "italic": False}
    return {"kind": "item", "ordered": False, "depth": 1, "runs": [run]}


def words_of(meeting: Meeting, *, inside: bool = False) -> dict[str, Any]:
    """Return all that the document says, as plain data, in the reader's language.

    inside  whether the reader belongs to the body: she sees the remote link
    """
    own = (get_language() or "fi").split("-")[0]
    remote = meeting.remote_link if inside or meeting.remote_open else ""
    facts = (
        (_("When"), when(meeting)),
        (_("Place"), where(meeting)),
        (_("Remote link"), remote or (_("Those who are called get it.") if meeting.remote_link else "")),
        (_("Accessibility"), str(meeting.accessibility)),
    )
    heading = _("Agenda: %(meeting)s") % {"meeting": meeting}
    return {
        "lang": own,
        "title": f"{meeting.body}: {heading}",
        "heading": heading,
        "body": str(meeting.body.name),
        "facts": [pair for pair in facts if pair[1]],
        "state": _state(meeting),
        "items": [_item(line, own) for line in agenda_of(meeting) if not line.is_withdrawn],
        "nothing": _("Items come here as they are prepared."),
        "papers_title": _("Papers"),
        "source": f"{settings.SITE_URL}{meeting.get_absolute_url()}",
        "made": _("Made on %(day)s") % {"day": date_format(timezone.localdate(), "DATE_FORMAT")},
    }


def _state(meeting: Meeting) -> str:
    if meeting.state == MeetingState.CANCELLED:
        return f"{_('The meeting does not take place')}: {meeting.cancelled_why}"
    if meeting.state == MeetingState.PLANNED:
        return f"{_('The call has not been sent yet')}. {_('Time and agenda can still change.')}"
    return ""


def _item(line: Line, own: str) -> dict[str, Any]:
    item = line.item
    language = item.background.language_for() if item.background else own
    meta = [
        time_format(timezone.localtime(line.begins), "TIME_FORMAT") if line.begins else "",
        _("Task") if item.measure_id else str(item.get_kind_display()),
        _("%(n)s min") % {"n": item.minutes} if item.minutes else "",
        item.presenter if not item.measure_id else "",
        f"{_('Proposed by')} {item.proposed_by.name}" if item.proposed_by else "",
    ]
    return {
        "title": f"{line.number}. {item.title}",
        "meta": " · ".join(filter(None, meta)),
        "lang": "" if language == own else language,
        "blocks": blocks_of(str(item.background)),
        "papers": [_paper(one) for one in line.papers if one.withdrawn_at is None],
    }


def _paper(one: Paper) -> dict[str, str]:
    return {"title": str(one.title), "address": f"{settings.SITE_URL}{one.get_absolute_url()}"}
