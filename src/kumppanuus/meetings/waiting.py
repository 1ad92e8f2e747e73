"""What waits for a person in the bodies in which she sits or which she runs, for her own work list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kumppanuus.bodies.models import Approval, Body, bodies_of, run_by
from kumppanuus.core.actors import Actor
from kumppanuus.meetings.actions.minutes import approval_of
from kumppanuus.meetings.models import MeetingState, Minutes, Phase, Place, ProposalState, Signature

MOST = 20
RAN = "meetings.ran"  # the bodies that an actor runs, read once


def waiting_for(actor: Actor) -> list[tuple[str, str]]:
    """Return what waits in words, with its address: calls without an answer, proposed items, minutes to write, to
    answer for, to read and to inspect. Three queries, one more for whose sittings are not known yet.
    """
    if actor.person_id is None:
        return []
    waiting = Count("proposals", Q(proposals__state=ProposalState.WAITING))
    ran = list(Body.objects.filter(run_by(actor)).annotate(waiting=waiting).order_by("pk"))
    actor.remember(RAN, lambda: [body.pk for body in ran])
    return [*_calls(actor), *_proposals(ran), *_minutes(actor, {body.pk for body in ran})]


def ran_by(actor: Actor) -> list[int]:
    """Return the bodies that the actor runs. One query per actor, none where her work list was read before."""
    return actor.remember(RAN, lambda: list(Body.objects.filter(run_by(actor)).values_list("pk", flat=True)))


def _calls(actor: Actor) -> list[tuple[str, str]]:
    rows = Place.objects.filter(
        mandate__person=actor.person_id,
        coming="",
        meeting__state=MeetingState.CALLED,
        meeting__starts_at__gt=timezone.now(),
    ).select_related("meeting__body")
    said = _("Are you coming? %(body)s, %(day)s")
    return [
        (said % {"body": row.meeting.body, "day": _day(row.meeting.day)}, row.meeting.get_absolute_url())
        for row in rows.order_by("meeting__starts_at")[:MOST]
    ]


def _proposals(ran: Iterable[Body]) -> list[tuple[str, str]]:
    said = _("Proposed items that wait for an answer: %(body)s, %(number)d")
    return [
        (said % {"body": body, "number": number}, reverse("meetings:proposals", args=[body.slug]))
        for body in ran
        if (number := body.waiting)  # type: ignore[attr-defined]
    ]


def _minutes(actor: Actor, ran: set[int]) -> list[tuple[str, str]]:
    mine = Signature.objects.filter(minutes=OuterRef("pk"), person=actor.person_id)
    rows = Minutes.objects.exclude(phase=Phase.APPROVED).annotate(
        unanswered=Count("corrections", Q(corrections__answered_at=None)), signed=Exists(mine)
    )
    open_ = rows.filter(meeting__body__in={*ran, *bodies_of(actor)}).select_related("meeting__body")
    found = []
    for row in open_.order_by("meeting__starts_at")[:MOST]:
        if said := _of_minutes(row, runs=row.meeting.body_id in ran):
            told = {"body": row.meeting.body, "day": _day(row.meeting.day), "until": _day(row.corrections_until)}
            found.append((said % told, row.get_absolute_url()))
    return found


def _of_minutes(row: Minutes, *, runs: bool) -> str:
    """Return what the reader has to do with open minutes, "" if it is another's turn."""
    match row.phase:
        case Phase.WRITING if runs:
            return _("Minutes to write: %(body)s, %(day)s")
        case Phase.CORRECTIONS if runs and row.unanswered:  # type: ignore[attr-defined]
            return _("Requests for corrections to answer: %(body)s, %(day)s")
        case Phase.CORRECTIONS if not runs:
            return _("Draft minutes to read until %(until)s: %(body)s, %(day)s")
        case Phase.APPROVAL if not runs and not row.signed:  # type: ignore[attr-defined]
            return _("Minutes to inspect: %(body)s, %(day)s") if approval_of(row.meeting) == Approval.INSPECTORS else ""
    return ""


def _day(day: dt.date | None) -> str:
    return date_format(day, "SHORT_DATE_FORMAT") if day else ""
