"""What waits for a person in hand-overs, for her own work list."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kumppanuus.continuity.models import Handover
from kumppanuus.core.actors import Actor
from kumppanuus.core.texts import Text
from kumppanuus.core.waiting import Line, Waits, alike, waits
from kumppanuus.organisations.models import Holding, Role, acts_for


@waits
def of_handovers(actor: Actor) -> Waits | None:
    """Tell open hand-overs: one's own to write, others' to take over."""
    held = Holding.objects.current().filter(person=actor.person_id).values("post")
    others = Q(post__in=held)
    if acts_for(actor, actor.organisation_id, Role.EDITOR):
        others |= Q(post__organisation=actor.organisation_id)
    rows = Handover.objects.visible_to(actor).open()
    own = rows.filter(person=actor.person_id)
    return Waits(
        [
            alike(own, "own", title="post__title", day="last_day"),
            alike(rows.filter(others).exclude(person=actor.person_id), "other", title="post__title", day="last_day"),
        ],
        _say,
    )


def _say(what: str, pk: str, post: Text, day: dt.date | None) -> Line:
    told = {"day": date_format(day, "SHORT_DATE_FORMAT") if day else "", "post": post}
    if what == "own":
        words = _("Your hand-over, last day %(day)s: %(post)s") % told
    else:
        words = _("A hand-over to take over, %(day)s: %(post)s") % told
    return words, reverse("continuity:handover", args=[pk])
