"""What is told by mail about minutes: that they can be read, what was asked and answered, who is to inspect them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy

from kumppanuus.accounts.models import Person
from kumppanuus.bodies.models import Mandate, SeatRole
from kumppanuus.bodies.models.seats import RUNNING
from kumppanuus.core.actors import system
from kumppanuus.meetings.models import Correction, Meeting, Minutes
from kumppanuus.notices import actions as notices
from kumppanuus.notices.topics import register

TOPIC = "minutes"
register(TOPIC, gettext_lazy("Minutes of bodies in which you sit"))


def first_language(meeting: Meeting) -> str:
    """Return the language that the body writes in first."""
    return str((meeting.body.languages or ["fi"])[0])


def _words(minutes: Minutes) -> dict[str, Any]:
    until = minutes.corrections_until
    return {
        "body": str(minutes.meeting.body),
        "meeting": str(minutes.meeting),
        "day": date_format(minutes.meeting.day, "DATE_FORMAT"),
        "until": date_format(until, "DATE_FORMAT") if until else "",
        "path": minutes.get_absolute_url(),
    }


def _tell(minutes: Minutes, mandate: Mandate, template: str, key: str, **more: str) -> None:
    person: Person | None = mandate.person
    language = person.language if person else first_language(minutes.meeting)
    with translation.override(language):
        context = _words(minutes) | more
    notices.post(
        system("meetings"),
        minutes,
        key=f"minutes:{minutes.pk}:{key}",
        topic=TOPIC,
        template=f"meetings/mail/minutes_{template}",
        context=context,
        person=person,
        address="" if person else mandate.email,
        language=language,
    )


def _today(minutes: Minutes) -> Iterable[Mandate]:
    body = minutes.meeting.body_id
    return Mandate.objects.current(timezone.localdate()).filter(seat__body=body).select_related("person", "seat")


def of_draft(minutes: Minutes) -> None:
    """Tell those who were present, and all who sit there, that corrections can be asked for, and until when."""
    present = Mandate.objects.filter(places__meeting=minutes.meeting_id, places__present=True)
    for mandate in {one.pk: one for one in (*_today(minutes), *present.select_related("person"))}.values():
        _tell(minutes, mandate, "draft", f"draft:{minutes.corrections_until}")


def of_correction(correction: Correction) -> None:
    """Tell who runs the body that a correction was asked for."""
    for mandate in _today(correction.minutes):
        if mandate.seat.role in RUNNING:
            _tell(correction.minutes, mandate, "asked", f"asked:{correction.pk}", text=correction.text)


def of_answer(correction: Correction) -> None:
    """Tell who asked for a correction what was answered."""
    if correction.mandate is not None:
        accepted = "yes" if correction.accepted else ""
        words = {"text": correction.text, "answer": correction.answer, "accepted": accepted}
        _tell(correction.minutes, correction.mandate, "answered", f"answered:{correction.pk}", **words)


def of_inspection(minutes: Minutes) -> None:
    """Tell who may inspect that the minutes wait for two of them."""
    for mandate in _today(minutes):
        if mandate.seat.role != SeatRole.SECRETARY:
            _tell(minutes, mandate, "inspect", "inspect")
