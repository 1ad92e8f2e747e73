"""Meetings as dates: in the annual clock, and as calendars of their own for a body, a meeting and a call."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kumppanuus.bodies.calendar import concerns
from kumppanuus.bodies.models import bodies_of
from kumppanuus.calendars.dates import Dated, Kind, Provider, State, Wanted, at_hours, provide
from kumppanuus.meetings.models import Meeting, MeetingState
from kumppanuus.meetings.reading import Line, where
from kumppanuus.organisations.models import organisations_of

CONTENT_TYPE = "text/calendar"
STATES = {MeetingState.PLANNED: State.TENTATIVE, MeetingState.CANCELLED: State.CANCELLED}
READ = (
    *(
        "number",
        "year",
        "title",
        "starts_at",
        "ends_at",
        "place",
        "address",
        "remote_link",
        "remote_open",
        "state",
        "proposals_until",
    ),
    *("proposals_until", "cancelled_why", "uid", "sequence", "changed_at", "body__name", "body__slug", "body__open_to"),
)


def calendar(
    name: str,
    meetings: Iterable[Meeting],
    address: str,
    *,
    inside: bool = False,
    method: str = "PUBLISH",
    lines: Sequence[Line] = (),
) -> bytes:
    """Return meetings as a calendar in the active language.

    inside  whether the reader is one of those who are called: she gets the remote link
    lines   the agenda of the only meeting in it
    """
    from kumppanuus.calendars.ics import write

    return write(name, (dated(one, lines, inside=inside) for one in meetings), address, method=method)


def dated(meeting: Meeting, lines: Sequence[Line] = (), *, inside: bool = False) -> Dated:
    """Return a meeting as a date; only those inside get a remote link that is not everybody's."""
    remote = meeting.remote_link if inside or meeting.remote_open else ""
    agenda = [f"{line.number}. {line.item.title}" for line in lines if line.number]
    return Dated(
        kind=Kind.MEETING,
        uid=str(meeting.uid),
        title=meeting.title or str(meeting),
        whose=meeting.body.name,
        state=STATES.get(MeetingState(meeting.state), State.CONFIRMED),
        sequence=meeting.sequence,
        changed_at=meeting.changed_at,
        address=meeting.get_absolute_url(),
        place=where(meeting) or remote,
        told=(meeting.cancelled_why, *agenda, remote),
        public=meeting.body.open_to == "all",
        **at_hours(meeting.starts_at, meeting.ends_at),
    )


def meetings_of(wanted: Wanted) -> QuerySet[Any] | None:
    """Return the wanted meetings, each with whether the actor is inside its body (`bodies.read_inside`)."""
    rows = Meeting.objects.visible_to(wanted.actor).filter(concerns(wanted, "body__"))
    within = Q(body__in=bodies_of(wanted.actor)) | Q(body__convener__in=organisations_of(wanted.actor))
    return rows.select_related("body").only(*READ).annotate(is_inside=ExpressionWrapper(within, BooleanField()))


def told(meeting: Any) -> Iterable[Dated]:
    """Tell a meeting, and until when items can be proposed for it."""
    yield dated(meeting, inside=meeting.is_inside)
    if meeting.proposals_until is not None:
        day = timezone.localdate(meeting.proposals_until)
        yield Dated(
            kind=Kind.MEETING,
            uid=f"{meeting.uid}-proposals",
            what=_("Last day to propose items"),
            title=meeting.body.name,
            first=day,
            last=day,
            state=State.CANCELLED if meeting.state == MeetingState.CANCELLED else State.CONFIRMED,
            sequence=meeting.sequence,
            changed_at=meeting.changed_at,
            address=meeting.get_absolute_url(),
            public=meeting.body.open_to == "all",
        )


provide(Provider(frozenset({Kind.MEETING}), meetings_of, ("proposals_until", "starts_at"), told))
