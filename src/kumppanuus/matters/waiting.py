"""What matters wait for a person, for her own work list."""

from __future__ import annotations

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kumppanuus.core.actors import Actor
from kumppanuus.matters import receivers
from kumppanuus.matters.course import WITH_RECEIVER, State
from kumppanuus.matters.models import Matter
from kumppanuus.organisations.models import Role, acts_for

MOST = 20


def waiting_for(actor: Actor) -> list[tuple[str, str]]:
    """Return matters that wait at the organisation for which the actor acts and at bodies that she runs, in words with
    the address; and those that she follows outside the platform. One query beside what the bodies ask.
    """
    if actor.person_id is None:
        return []
    own = actor.organisation_id
    found = receivers.run_by(actor)
    if acts_for(actor, own, Role.EDITOR):
        found |= Q(holder=own) | Q(holder=None, sender=own)
    if own is None:
        found |= Q(holder=None, sender=None, organisation=None, person=actor.person_id)
    states = (*WITH_RECEIVER, State.RETURNED)
    rows = Matter.objects.filter(found & Q(state__in=states) | found & Q(state=State.ANSWERED) & ~Q(waits_name={}))
    return [(_said(row), row.get_absolute_url()) for row in rows.order_by("due", "pk")[:MOST]]


def _said(matter: Matter) -> str:
    told = {
        "title": matter.title,
        "day": date_format(matter.due, "SHORT_DATE_FORMAT") if matter.due else "",
        "name": matter.waits_name,
    }
    if matter.is_late:
        return _("Waits longer than promised, since %(day)s: %(title)s") % told
    if matter.state in {State.ANSWERED, State.RETURNED}:
        return _("An answer came: %(title)s") % told
    if matter.holder_id is None:
        return _("Follow at %(name)s: %(title)s") % told
    return _("To answer by %(day)s: %(title)s") % told
