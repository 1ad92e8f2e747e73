"""What waits for a person about rounds: to answer for the invited, to reply for the moderators."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from kumppanuus.consultations.models import Consultation, Invitation, State
from kumppanuus.core.actors import Actor
from kumppanuus.core.texts import Text
from kumppanuus.core.waiting import Line, Waits, alike, waits
from kumppanuus.organisations.models import Role, acts_for


@waits
def of_consultations(actor: Actor) -> Waits | None:
    """Tell editors which rounds ask their organisation, and which of its own wait for answers."""
    own = actor.organisation_id
    if not acts_for(actor, own, Role.EDITOR):
        return None
    now = timezone.now()
    asked = Invitation.objects.silent().filter(
        organisation=own,
        consultation__opens_at__lte=now,
        consultation__closes_at__gt=now,
        consultation__closed_at=None,
    )
    closed = Consultation.objects.in_state(State.CLOSED).filter(organisation=own)
    told = {"key": "consultation__slug", "title": "consultation__title", "day": "consultation__closes_at"}
    return Waits([alike(asked, "asked", **told), alike(closed, "closed", key="slug", title="title")], _say)


def _say(what: str, slug: str, title: Text, _day: dt.date | None) -> Line:
    if what == "asked":
        return _("Comments are asked for: %(round)s") % {"round": title}, reverse("consultations:round", args=[slug])
    return _("Comments wait for answers: %(round)s") % {"round": title}, reverse("consultations:bench", args=[slug])
