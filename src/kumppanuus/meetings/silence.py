"""What the clock does with minutes: those that nobody objected to in time are approved."""

from __future__ import annotations

from django.utils import timezone

from kumppanuus.core.actions import Refused
from kumppanuus.core.actors import system
from kumppanuus.core.clock import every
from kumppanuus.meetings.actions.minutes import approve
from kumppanuus.meetings.models import Minutes, Phase


@every("day")
def approve_by_silence() -> int:
    """Approve the minutes whose day for corrections has passed, where the rules say so. Returns how many."""
    waiting = Minutes.objects.filter(
        phase__in=(Phase.CORRECTIONS, Phase.APPROVAL), corrections_until__lt=timezone.localdate()
    )
    done = 0
    for minutes in waiting.select_related("meeting__body"):
        try:
            approve(system("clock"), minutes)
        except Refused:
            continue
        done += 1
    return done
