"""What meetings do by the clock, and who may remove personal data that was written into them."""

from __future__ import annotations

from typing import Any

from kumppanuus.activity.models import Event
from kumppanuus.activity.permissions import moderates, removable_by
from kumppanuus.activity.recorder import subscribe
from kumppanuus.bodies.permissions import run
from kumppanuus.core.actors import Actor, system
from kumppanuus.core.clock import every
from kumppanuus.meetings import actions, redaction, silence
from kumppanuus.meetings.models import AgendaItem, Meeting, Paper, Place, Proposal

__all__ = ["redaction", "silence"]  # read at start, as this file is


@every("day")
def keep_time() -> int:
    """Put what was left over, and open tasks, onto each body's next agenda."""
    return actions.keep_time(system("clock"), None)


@subscribe("matters.answer")
def bring_answers(_event: Event) -> None:
    """Put an answer that has come onto the next agenda of the body that waits for it."""
    actions.put_answers(system("meetings"), None)


def _of_body(actor: Actor, body: Any) -> bool:
    return moderates(actor, body.space_id) or run(actor, body)


@removable_by(Meeting, Proposal)
def of_meeting(actor: Actor, obj: Any) -> bool:
    """Editors and moderators of the body's space, and who runs it."""
    return _of_body(actor, obj.body)


@removable_by(AgendaItem, Place)
def of_item(actor: Actor, obj: Any) -> bool:
    """As of the meeting."""
    return _of_body(actor, obj.meeting.body)


@removable_by(Paper)
def of_paper(actor: Actor, obj: Paper) -> bool:
    """As of the meeting."""
    return _of_body(actor, obj.item.meeting.body)
