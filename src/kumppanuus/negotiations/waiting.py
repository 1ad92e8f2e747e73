"""What waits for a person in negotiations, for her own work list."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse
from django.utils.translation import gettext as _

from kumppanuus.core.actors import Actor
from kumppanuus.core.texts import Text
from kumppanuus.core.waiting import Line, Waits, alike, waits
from kumppanuus.negotiations.models import Answer, Negotiation, Party
from kumppanuus.organisations.models import Role, acts_for


@waits
def of_negotiations(actor: Actor) -> Waits | None:
    """Tell texts to sign in the organisation's name, and that proposals wait for the convener."""
    own = actor.organisation_id
    if own is None or not acts_for(actor, own, Role.EDITOR, Role.SIGNATORY):
        return None
    here = Party.objects.filter(organisation=own, left_on=None).values("negotiation")
    open_ = Negotiation.objects.filter(closed_at=None)
    unsigned = open_.filter(offered_at__isnull=False, agreed_at=None, pk__in=here)
    asked = open_.filter(convener=own, offered_at=None, proposals__answer=Answer.WAITING).distinct()
    return Waits(
        [
            alike(unsigned, "sign", title="title", day="meets_on"),
            alike(asked, "answer", title="title", day="meets_on"),
        ],
        _say,
    )


def _say(what: str, pk: str, title: Text, _day: dt.date | None) -> Line:
    words = _("To be signed: %(title)s") if what == "sign" else _("Proposals to answer: %(title)s")
    return words % {"title": title}, reverse("negotiations:negotiation", args=[pk])
