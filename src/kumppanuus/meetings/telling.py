"""What is told by mail about minutes: that they can be read, what was asked and answered, who is to inspect them.

Who has no account gets a link with which she reads the minutes and asks for corrections as who sits in the seat.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy

from kumppanuus.accounts.models import Person
from kumppanuus.bodies.models import Mandate, SeatRole
from kumppanuus.bodies.models.seats import RUNNING
from kumppanuus.core.actors import Actor, system
from kumppanuus.links import actions as links
from kumppanuus.links import purposes
from kumppanuus.links.models import Link
from kumppanuus.links.purposes import page_for
from kumppanuus.links.resolve import stand_in
from kumppanuus.meetings.models import Correction, Meeting, Minutes
from kumppanuus.notices import actions as notices
from kumppanuus.notices.topics import register

TOPIC, READ = "minutes", "meetings.read_minutes"
LINK_DAYS = 90  # so long who has no account reads the minutes by the link in her letter
register(TOPIC, gettext_lazy("Minutes of bodies in which you sit"))
purposes.register(READ, "meetings:minutes_by_link")


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
        context = _words(minutes) | ({} if person else {"path": _path(minutes, mandate)}) | more
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


def _path(minutes: Minutes, mandate: Mandate) -> str:
    """Return where somebody without an account reads the minutes: the same link as before while it lasts."""
    now, told = timezone.now(), {"mandate": mandate.pk}
    rows = Link.objects.open().filter(purpose=READ, target_model=minutes._meta.label_lower, target_id=minutes.pk)
    found = rows.filter(data=told, expires_at__gt=now + dt.timedelta(days=LINK_DAYS // 2)).first()
    if found is not None:
        return page_for(READ, stand_in(found))
    expires = now + dt.timedelta(days=LINK_DAYS)
    _link, token, _code = links.make(system("meetings"), minutes, purpose=READ, expires_at=expires, data=told)
    return page_for(READ, token)


def seat_of_link(actor: Actor, minutes: Minutes) -> Mandate | None:
    """Return the mandate whose holder follows her link to the minutes, while it is in force. Two queries per actor."""

    def load() -> Mandate | None:
        rows = Link.objects.filter(pk=actor.link_id or 0, purpose=READ, target_id=minutes.pk)
        told = rows.values_list("data", flat=True).first() or {}
        sits = Mandate.objects.current().filter(pk=told.get("mandate") or 0, seat__body=minutes.meeting.body_id)
        return sits.select_related("seat", "organisation").first()

    return actor.remember(f"meetings.link.{minutes.pk}", load) if actor.link_id else None


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
