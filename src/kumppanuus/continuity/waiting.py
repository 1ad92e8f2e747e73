"""What waits for a person in hand-overs, for her own work list."""

from __future__ import annotations

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kumppanuus.continuity.models import Handover
from kumppanuus.core.actors import Actor
from kumppanuus.organisations.models import Holding, Role, acts_for

MOST = 20


def waiting_for(actor: Actor) -> list[tuple[str, str]]:
    """Return open hand-overs in words, with their addresses: one's own to write, others' to take over. One query."""
    if actor.person_id is None:
        return []
    held = Holding.objects.current().filter(person=actor.person_id).values("post")
    rows = Q(person=actor.person_id) | Q(post__in=held)
    if acts_for(actor, actor.organisation_id, Role.EDITOR):
        rows |= Q(post__organisation=actor.organisation_id)
    found = Handover.objects.visible_to(actor).open().filter(rows).select_related("post").order_by("last_day", "pk")
    own, other = _("Your hand-over, last day %(day)s: %(post)s"), _("A hand-over to take over, %(day)s: %(post)s")
    return [
        (
            (own if one.person_id == actor.person_id else other)
            % {"day": date_format(one.last_day, "SHORT_DATE_FORMAT"), "post": one.post},
            one.get_absolute_url(),
        )
        for one in found[:MOST]
    ]
