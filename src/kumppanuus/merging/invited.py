"""Two organisations that were both invited to a comment round and become one: it is invited once."""

from __future__ import annotations

from typing import Any

from kumppanuus.consultations.models import Invitation
from kumppanuus.merging.moving import Trail, first
from kumppanuus.organisations.models import Organisation


@first
def join_invitations(old: Any, new: Any, trail: Trail) -> None:
    """What the other answered counts for the one that stays, so that it is neither silent nor reminded."""
    if not isinstance(old, Organisation):
        return
    theirs = {row.consultation_id: row for row in Invitation.objects.filter(organisation=old)}
    for mine in Invitation.objects.filter(organisation=new, consultation__in=theirs):
        other = theirs[mine.consultation_id]
        for name in ("answered_at", "nothing_at"):
            if getattr(mine, name) is None and getattr(other, name) is not None:
                trail.write([mine], name, getattr(other, name))
