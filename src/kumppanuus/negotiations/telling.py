"""What is told by mail: invitations, proposals and their answers, what is to be signed, and the follow-ups."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy

from kumppanuus.core.actors import system
from kumppanuus.negotiations.models import Agreement, Answer, FollowUp, Negotiation, Party, Point, Proposal
from kumppanuus.notices import actions as notices
from kumppanuus.notices.topics import register
from kumppanuus.organisations.models import Organisation
from kumppanuus.organisations.recipients import of_owner

TOPIC = "negotiations"
register(TOPIC, gettext_lazy("Yearly negotiations in which your organisation takes part"))


def _post(negotiation: Negotiation, to: Organisation, template: str, key: str, **more: Any) -> None:
    for one in of_owner(to, None):
        with translation.override(one.language):
            words = {name: value() if callable(value) else value for name, value in more.items()}
            context = {
                "title": str(negotiation.title),
                "convener": str(negotiation.convener.name),
                "organisation": str(to.name),
                "day": date_format(negotiation.meets_on, "DATE_FORMAT"),
                "url": f"{settings.SITE_URL}{negotiation.get_absolute_url()}",
                **words,
            }
        notices.post(
            system("negotiations"),
            negotiation,
            key=f"negotiation:{negotiation.pk}:{key}:{to.pk}",
            topic=TOPIC,
            template=f"negotiations/mail/{template}",
            context=context,
            person=one.person,
            address="" if one.person else one.address,
            language=one.language,
        )


def _others(negotiation: Negotiation) -> list[Organisation]:
    rows = negotiation.parties.filter(left_on=None).select_related("organisation")
    return [one.organisation for one in rows]


def invited(negotiation: Negotiation, party: Party) -> None:
    """Tell an organisation that it is invited, each time anew."""
    _post(negotiation, party.organisation, "invited", f"invited:{party.pk}:{party.invited_at:%Y%m%d%H%M%S%f}")


def left(party: Party) -> None:
    """Tell the convener that a party left, with its reason."""
    here = party.negotiation
    name = party.organisation.name
    _post(
        here,
        here.convener,
        "left",
        f"left:{party.pk}:{party.invited_at:%Y%m%d%H%M%S%f}",
        who=lambda: str(name),
        reason=party.left_why,
    )


def proposed(negotiation: Negotiation, what: str, key: str) -> None:
    """Tell the convener what a party proposes."""
    _post(negotiation, negotiation.convener, "proposed", key, what=what)


def answered(negotiation: Negotiation, one: Point | Proposal, key: str) -> None:
    """Tell who proposed something what the convener said."""
    if one.by_id == negotiation.convener_id:
        return
    declined = one.answer == Answer.DECLINED
    what, reason = (lambda: str(one.title)), one.reason
    _post(negotiation, one.by, "answered", f"{key}:answered", what=what, declined=declined, reason=reason)


def to_sign(agreement: Agreement) -> None:
    """Ask each party to sign."""
    here = agreement.negotiation
    for one in _others(here):
        _post(here, one, "to_sign", f"sign:{agreement.number}", measures=len(agreement.content["measures"]))


def agreed(agreement: Agreement) -> None:
    """Tell all that all have signed."""
    here = agreement.negotiation
    for one in _others(here):
        _post(here, one, "agreed", f"agreed:{agreement.number}")


def reopened(negotiation: Negotiation, reason: str) -> None:
    """Tell all that a new version is written, and why."""
    for one in _others(negotiation):
        _post(negotiation, one, "reopened", f"reopened:{negotiation.edition}", reason=reason)


def follow_up(negotiation: Negotiation, asked: FollowUp, token: str) -> None:
    """Send a party the link by which it tells how its measures go."""
    url = settings.SITE_URL + reverse("negotiations:follow", args=[token])
    _post(negotiation, asked.party.organisation, "follow_up", f"follow:{asked.number}:{asked.link_id}", link=url)
