"""What followers of a body or a matter are told of meetings: the call, changes, the cancelling, approved minutes."""

from __future__ import annotations

from collections.abc import Iterator

from kumppanuus.bodies.followed import BODY
from kumppanuus.following.things import Key, stands_under, tells
from kumppanuus.meetings.models import AgendaItem, Meeting, Minutes

tells("meetings.plan", "meetings.call", "meetings.change", "meetings.cancel", "meetings.approve")
tells("meetings.take_matter", "meetings.accept_proposal", "meetings.decline_proposal")


@stands_under(Meeting)
def of_meeting(meeting: Meeting) -> Iterator[Key]:
    """Give the body."""
    yield BODY, meeting.body_id


@stands_under(AgendaItem)
def of_item(item: AgendaItem) -> Iterator[Key]:
    """Give the meeting, and the matter that is on the agenda."""
    yield "meetings.meeting", item.meeting_id
    if item.matter_id:
        yield "matters.matter", item.matter_id


@stands_under(Minutes)
def of_minutes(minutes: Minutes) -> Iterator[Key]:
    """Give the meeting."""
    yield "meetings.meeting", minutes.meeting_id
