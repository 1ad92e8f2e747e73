"""A body's meetings on its page."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kumppanuus.bodies.models import Body
from kumppanuus.bodies.panels import announce, section
from kumppanuus.core.pieces import kept
from kumppanuus.core.requests import Request
from kumppanuus.meetings.models import Meeting, MeetingState
from kumppanuus.meetings.reading import when, where

LATEST = 3


@section
def of_body(request: Request, body: Body) -> SafeString:
    """Show the next meeting, those after it and the latest ones. Nothing to who may not read them.

    One query, three anew.
    """
    may_plan = request.actor.may("meetings.plan", body)
    if body.open_to != "all" and not (may_plan or request.actor.may("bodies.read_inside", body)):
        return SafeString("")
    may_propose = request.actor.may("meetings.propose", body)
    return kept(
        f"body-meetings:{body.pk}:{may_plan}:{may_propose}",
        lambda: _of_body(request, body, may_plan, may_propose),
        minutes=5,
    )


def _of_body(request: Request, body: Body, may_plan: bool, may_propose: bool) -> SafeString:
    rows = Meeting.objects.visible_to(request.actor).filter(body=body)
    coming = list(rows.coming()[: LATEST + 1])
    past = list(rows.filter(ends_at__lt=timezone.now()).exclude(state=MeetingState.CANCELLED)[:LATEST])
    for one in (*coming, *past):
        one.body = body
    following = coming[0] if coming else None
    context = {
        "body": body,
        "next": following,
        "when": when(following) if following else "",
        "where": where(following) if following else "",
        "later": coming[1:],
        "past": past,
        "may_plan": may_plan,
        "may_propose": may_propose,
        "is_open": body.open_to == "all",
    }
    return render_to_string("meetings/_of_body.html", context, request=request)


@announce
def calendar_of(body: Body) -> list[tuple[str, str, str]]:
    """Announce the calendar of an open body."""
    if body.open_to != "all":
        return []
    return [("text/calendar", _("Meetings (iCalendar)"), reverse("meetings:feed", args=[body.slug]))]
