"""All that a document of minutes says, as plain data, in the reader's language."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kumppanuus.meetings.models import Phase
from kumppanuus.meetings.published import Reading, Result, Section, Sitting


def words_of(reading: Reading) -> dict[str, Any]:
    """Return the words of the document."""
    meeting, minutes = reading.meeting, reading.minutes
    body = meeting.body
    place = str(meeting.place)
    when = date_format(meeting.day, "DATE_FORMAT")
    return {
        "lang": (get_language() or "fi")[:2],
        "title": f"{body}: {reading.heading}",
        "heading": reading.heading,
        "body": str(body.name),
        "when": f"{when}, {place}" if place else when,
        "state": _state(reading),
        "draft": "" if minutes.phase == Phase.APPROVED else _("Draft: not approved"),
        "version": _("Version %(number)d: %(reason)s") % {"number": minutes.number, "reason": minutes.reason}
        if minutes.number > 1
        else "",
        "present_title": _("Present"),
        "present": [_sitting(one) for one in reading.here],
        "nobody": _("Who was present has not been marked."),
        "absent_title": _("Absent"),
        "absent": [_sitting(one) for one in reading.away],
        "sides": {"public": _("public side"), "ngo": _("NGOs")},
        "sections": [_section(section) for section in reading.sections],
        "source": f"{settings.SITE_URL}{minutes.get_absolute_url()}",
    }


def _state(reading: Reading) -> str:
    if reading.minutes.phase != Phase.APPROVED:
        return _("Draft: not approved")
    if reading.newer is not None and not reading.newer.is_open:
        return f"{reading.approved} {_('There is a newer, corrected version.')}"
    return reading.approved


def _sitting(one: Sitting) -> dict[str, str]:
    head = one.name or str(one.organisation) or str(one.seat) or one.role
    more = [str(one.organisation) if one.name else "", str(one.seat), one.role]
    rest = [words for words in more if words and words != head] + ([_("deputy")] if one.deputy else [])
    return {"head": head, "rest": ", ".join(rest), "side": one.side}


def _section(section: Section) -> dict[str, Any]:
    text = section.text
    own = (get_language() or "fi").split("-")[0]
    language = text.language_for() if text else own
    return {
        "title": f"{section.number}. {section.title}" if section.number else _("Opening of the meeting"),
        "paragraphs": [line.strip() for line in str(text).split("\n") if line.strip()],
        "lang": "" if language == own else language,
        "not_reached": _("The item was not reached. It comes on the next agenda.") if section.not_reached else "",
        "results": [_result(result) for result in section.results],
    }


def _result(result: Result) -> dict[str, str]:
    more = []
    if result.owner:
        who = f"{result.owner}, {result.post}" if result.post else str(result.owner)
        more.append(_("Who: %(who)s") % {"who": who})
    if result.approves:
        more.append(_("The result is approved: %(result)s") % {"result": result.approves})
    if result.due:
        more.append(_("By: %(day)s") % {"day": date_format(result.due, "DATE_FORMAT")})
    if result.to:
        more.append(_("To: %(whom)s") % {"whom": result.to})
    return {"label": result.label, "text": str(result.text), "more": ". ".join(more)}
