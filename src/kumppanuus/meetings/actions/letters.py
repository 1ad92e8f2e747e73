"""Letters about meetings and proposals, each in its recipient's language."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone, translation
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext_lazy

from kumppanuus.bodies.models import Mandate, MandatePart, OpenTo
from kumppanuus.core.actors import system
from kumppanuus.links import actions as links
from kumppanuus.links import purposes
from kumppanuus.links.models import Link
from kumppanuus.links.purposes import page_for
from kumppanuus.links.resolve import stand_in
from kumppanuus.meetings.models import Meeting, MeetingState, Place, Proposal
from kumppanuus.meetings.reading import Line, agenda_of, when, where
from kumppanuus.notices import actions as notices
from kumppanuus.notices.topics import register

ANSWER = "meetings.answer"
LINK_DAYS = 90  # after the meeting: so long the link shows what was answered, and stands a move to a later day
ME = "meetings"
CALLS, PROPOSALS = "calls", "proposals"

register(CALLS, gettext_lazy("Calls to meetings of bodies in which you sit, and changes of them"), required=True)
register(PROPOSALS, gettext_lazy("Answers to items that you have proposed for a meeting"))
purposes.register(ANSWER, "meetings:answer_by_link")


def places_of(meeting: Meeting, **narrowed: Any) -> QuerySet[Place]:
    """Return the places of those who are called and sit in the body on the day, with what a letter needs."""
    rows = meeting.places.filter(mandate__in=Mandate.objects.current(meeting.day), **narrowed)
    return rows.select_related("mandate__person", "mandate__organisation", "mandate__seat__body").order_by("pk")


class Letters:
    """Letters to those who are called to one meeting; its agenda is read once, its calendar once per language."""

    def __init__(self, meeting: Meeting) -> None:
        self.meeting = meeting
        self.agenda: list[Line] = [line for line in agenda_of(meeting) if not line.is_withdrawn]
        self._told: dict[str, dict[str, Any]] = {}

    def places(self, **narrowed: Any) -> QuerySet[Place]:
        """Return the places of those who are called; see `places_of`."""
        return places_of(self.meeting, **narrowed)

    def post(self, place: Place, template: str, key: str, **more: Any) -> bool:
        """Put one letter into the outbox; return False where the person has no address."""
        mandate = place.mandate
        if not mandate.address:
            return False
        language = mandate.mail_language
        with translation.override(language):
            context = {
                **self._words(language),
                "name": mandate.full_name,
                "seat": str(mandate.seat),
                "deputy": mandate.part == MandatePart.DEPUTY,
                "url": f"{settings.SITE_URL}{page_for(ANSWER, self._token(place))}",
                **more,
            }
            if mandate.person is None and self.meeting.body.open_to != OpenTo.ALL:
                context["page"] = ""  # she reads it all behind her link
        notices.post(
            system(ME),
            self.meeting,
            key=key,
            topic=CALLS,
            template=f"meetings/mail/{template}",
            context=context,
            person=mandate.person,
            address="" if mandate.person else mandate.email,
            language=language,
        )
        return True

    def _token(self, place: Place) -> str:
        """Return what opens the page for answering: the same link as before while it lasts, else a new one."""
        link = Link.objects.open().filter(pk=place.link_id or 0, expires_at__gt=self.meeting.ends_at).first()
        if link is not None:
            return stand_in(link)
        made, token, _code = links.make(
            system(ME),
            place,
            purpose=ANSWER,
            expires_at=self.meeting.ends_at + dt.timedelta(days=LINK_DAYS),
            person_id=place.mandate.person_id,
        )
        place.link_id = made.pk
        place.save(update_fields=["link_id"])
        return token

    def _words(self, language: str) -> dict[str, Any]:
        if language not in self._told:
            self._told[language] = self._wordsgettext()
        return self._told[language]

    def _wordsgettext(self) -> dict[str, Any]:
        """Return what letters of the meeting say, in the active language."""
        from kumppanuus.meetings.calendar import CONTENT_TYPE, calendar  # its library takes 12 MB of each worker

        meeting = self.meeting
        method = "CANCEL" if meeting.state == MeetingState.CANCELLED else "PUBLISH"
        page = f"{settings.SITE_URL}{meeting.get_absolute_url()}"
        entry = calendar(str(meeting), [meeting], page, inside=True, method=method, lines=self.agenda)
        return {
            "body": str(meeting.body),
            "meeting": str(meeting),
            "when": when(meeting),
            "where": where(meeting),
            "remote": meeting.remote_link,
            "accessibility": str(meeting.accessibility),
            "why": meeting.cancelled_why,
            "agenda": "\n".join(_line(line) for line in self.agenda),
            "page": page,
            "attachments": [{"name": "meeting.ics", "type": CONTENT_TYPE, "text": entry.decode()}],
        }


def _line(line: Line) -> str:
    at = f"{time_format(timezone.localtime(line.begins), 'TIME_FORMAT')}  " if line.begins else ""
    return f"{line.number}. {at}{line.item.title}"


def answer_proposer(proposal: Proposal, template: str = "answered") -> None:
    """Tell who proposed an item what became of it; an organisation's address is written to where nobody has one."""
    person, organisation = proposal.person, proposal.organisation
    address = "" if person or organisation is None else organisation.email
    if person is None and not address:
        return
    language = person.language if person else organisation.mail_language if organisation else "fi"
    item = proposal.item
    with translation.override(language):
        context = {
            "title": str(proposal.title),
            "body": str(proposal.body),
            "state": proposal.state,
            "reason": proposal.reason,
            "why": item.why if item else "",
            "meeting": str(item.meeting) if item else "",
            "when": when(item.meeting) if item else "",
            "given": date_format(timezone.localtime(proposal.given_at), "DATE_FORMAT"),
            "path": item.get_absolute_url() if item else proposal.get_absolute_url(),
        }
    notices.post(
        system(ME),
        proposal,
        key=f"proposal:{proposal.pk}:{template}:{proposal.state}",
        topic=PROPOSALS,
        template=f"meetings/mail/{template}",
        context=context,
        person=person,
        address=address,
        language=language,
    )
