"""What matters do by the clock: tell who has what waits too long, and forget what was never confirmed."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from kumppanuus.core.actions import quiet_action
from kumppanuus.core.actors import Actor
from kumppanuus.matters import telling
from kumppanuus.matters.models import Matter

AGAIN_DAYS = 30  # after the promised day: then the chair's side is told
UNCONFIRMED_DAYS = 14


@quiet_action
def keep_time(actor: Actor, _obj: None = None) -> int:
    """Tell who has it that a matter waits longer than promised, and a month later the chair's side; once each.

    Matters that nobody confirmed in two weeks are erased. Returns how many letters were about what is late.
    """
    today = timezone.localdate()
    Matter.objects.filter(given_at=None, created_at__lt=timezone.now() - dt.timedelta(days=UNCONFIRMED_DAYS)).delete()
    told = 0
    late = Matter.objects.late().select_related("holder", "sender", "organisation", "person", "area")
    for matter in late.filter(told_late_on=None).order_by("pk"):
        telling.of_lateness(matter, again=False)
        matter.told_late_on = today
        matter.save(update_fields=["told_late_on"])
        told += 1
    month_late = today - dt.timedelta(days=AGAIN_DAYS)
    long_late = late.filter(told_again_on=None, told_late_on__lt=today, due__lt=month_late)
    for matter in long_late.filter(due__lt=today - dt.timedelta(days=AGAIN_DAYS), told_late_on__lt=today).order_by(
        "pk"
    ):
        telling.of_lateness(matter, again=True)
        matter.told_again_on = today
        matter.save(update_fields=["told_again_on"])
        told += 1
    return told
