"""Coming meetings, unfinished minutes and unanswered proposals go with who runs or sits in a body."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kumppanuus.bodies.handover import mandates_of
from kumppanuus.bodies.models import Body
from kumppanuus.bodies.models.seats import RUNNING
from kumppanuus.continuity.providers import Leaving, Thing, hands_over
from kumppanuus.meetings.models import Meeting, MeetingState, Minutes, Phase, ProposalState


@hands_over
def of_bodies(leaving: Leaving) -> Iterator[Thing]:
    """Give the coming meetings of the bodies in which who leaves sits for the organisation; where she runs the body
    also its minutes that are not approved and its proposals that wait for an answer. Three queries, or none.
    """
    held = [one.seat for one in mandates_of(leaving)]
    if not held:
        return
    sits, runs = {one.body_id for one in held}, {one.body_id for one in held if one.role in RUNNING}
    coming = Meeting.objects.filter(body__in=sits, starts_at__gt=timezone.now()).exclude(state=MeetingState.CANCELLED)
    for meeting in coming.select_related("body").order_by("starts_at")[:50]:
        yield _thing(meeting, "meetings.meeting", meeting.pk, _("Coming meetings"), meeting.get_absolute_url())
    if not runs:
        return
    open_ = Minutes.objects.filter(meeting__body__in=runs).exclude(phase=Phase.APPROVED)
    for minutes in open_.select_related("meeting__body").order_by("pk")[:50]:
        kind = _("Minutes that are not approved")
        yield _thing(minutes.meeting, "meetings.minutes", minutes.pk, kind, minutes.get_absolute_url())
    waiting = Count("proposals", Q(proposals__state=ProposalState.WAITING))
    for body in Body.objects.filter(pk__in=runs).annotate(waiting=waiting).filter(waiting__gt=0).order_by("pk"):
        url = reverse("meetings:proposals", args=[body.slug])
        label = f"{body} ({body.waiting})"  # type: ignore[attr-defined]
        yield Thing("bodies.body", body.pk, _("Proposals that wait for an answer"), label, url)


def _thing(meeting: Meeting, model: str, pk: int, kind: str, url: str) -> Thing:
    day = timezone.localtime(meeting.starts_at).date()
    return Thing(model, pk, kind, f"{meeting.body}, {date_format(day, 'SHORT_DATE_FORMAT')}", url, day)
