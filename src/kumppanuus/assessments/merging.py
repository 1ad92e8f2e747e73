"""What happens to answers when two organisations become one. See docs/decisions/0010."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from kumppanuus.assessments.models import Participation, ParticipationState
from kumppanuus.core.actions import Refused
from kumppanuus.merging.moving import Trail, first
from kumppanuus.organisations.models import Organisation


@first
def settle_answers(old: Any, new: Any, trail: Trail) -> None:
    """Two answers of what is now one organisation: published ones stay as they are, each under its own name. In a round
    that has not been published the one without an answer falls away; two answers are for the keeper to decide on.
    """
    if not isinstance(old, Organisation):
        return
    taking_part = Participation.objects.exclude(state=ParticipationState.REFUSED).filter(
        assessment__round__released_at=None
    )
    theirs = {
        row.assessment_id: row for row in taking_part.filter(organisation=old).select_related("assessment__round")
    }
    for mine in taking_part.filter(organisation=new, assessment__in=theirs):
        other = theirs[mine.assessment_id]
        empty = [row for row in (other, mine) if row.response_id is None and row.draft_id is None]
        if not empty:
            raise Refused(
                _(
                    "Both answer in %(round)s, which has not been published. Its keeper decides which answer counts; "
                    "after that the two can be merged. Nothing was changed."
                )
                % {"round": other.assessment.round.title}
            )
        trail.write(empty[:1], "state", ParticipationState.REFUSED)
        trail.write(empty[:1], "reason", _("Merged with another organisation that takes part."))
