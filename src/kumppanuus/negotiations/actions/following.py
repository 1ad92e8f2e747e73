"""Following up twice a year: a link by e-mail, a state and a sentence of each measure, no account."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from kumppanuus.core.actions import Refused, action, note, quiet_action
from kumppanuus.core.actors import Actor, system
from kumppanuus.links import actions as links
from kumppanuus.links import purposes
from kumppanuus.links.models import Link
from kumppanuus.measures import actions as measures
from kumppanuus.measures.models import Measure, MeasureQuerySet
from kumppanuus.negotiations import telling
from kumppanuus.negotiations.actions.holding import hold
from kumppanuus.negotiations.models import FollowUp, Negotiation, Party

FOLLOW = "negotiations.follow"
LINK_DAYS = 60
purposes.register(FOLLOW, "negotiations:follow")


@dataclass(frozen=True)
class Told:
    """What is told of one measure."""

    measure: Measure
    state: str
    reason: str = ""


@quiet_action
def ask(actor: Actor, _obj: None = None) -> int:
    """Mail each party with open measures the link of a follow-up whose day has come. Returns how many were asked."""
    today = timezone.localdate()
    asked = 0
    rows = Negotiation.objects.exclude(agreed_at=None).filter(closed_at=None, first_follow_up__lte=today)
    for negotiation in rows:
        number = 2 if negotiation.second_follow_up <= today else 1
        owners = open_measures(negotiation).values("owner")
        waiting = negotiation.parties.filter(left_on=None, organisation__in=owners).exclude(follow_ups__number=number)
        for party in waiting.select_related("organisation"):
            _ask(negotiation, party, number)
            asked += 1
    return asked


def _ask(negotiation: Negotiation, party: Party, number: int) -> None:
    _send(negotiation, FollowUp.objects.create(party=party, number=number))


def _send(negotiation: Negotiation, made: FollowUp) -> None:
    """Make a link and mail it to the party."""
    party = made.party
    link, token, _code = links.make(
        system("negotiations"),
        made,
        purpose=FOLLOW,
        expires_at=timezone.now() + dt.timedelta(days=LINK_DAYS),
        organisation_id=party.organisation_id,
    )
    made.link_id = link.pk
    made.save(update_fields=["link_id"])
    telling.follow_up(negotiation, made, token)


def open_measures(negotiation: Negotiation) -> MeasureQuerySet:
    """Return the open measures that were agreed in a negotiation."""
    return Measure.objects.open().filter(agreed_model="negotiations.negotiation", agreed_id=negotiation.pk)


def own_measures(follow_up: FollowUp) -> list[Measure]:
    """Return the measures of a party of which it is asked, also those that are done."""
    found = Measure.objects.filter(agreed_model="negotiations.negotiation", agreed_id=follow_up.party.negotiation_id)
    return list(found.filter(owner=follow_up.party.organisation_id))


@action
def report(actor: Actor, follow_up: FollowUp, *, told: Iterable[Told]) -> FollowUp:
    """Tell how the party's measures go: what did not change is left as it is. Again, too, while the link lives."""
    negotiation = follow_up.party.negotiation
    hold(negotiation)
    own = {one.pk for one in own_measures(follow_up)}
    if actor.link_id is not None and not Link.objects.open().filter(pk=actor.link_id).exists():
        raise Refused(_("The link was withdrawn meanwhile. Nothing was saved; ask the convener for a new one."))
    for one in told:
        if one.measure.pk not in own:
            raise Refused(_("A measure belongs to another party. Nothing was saved."))
        if one.state != one.measure.state or one.reason.strip():
            by = Actor(system="negotiations", organisation_id=follow_up.party.organisation_id)
            measures.report(by, one.measure, state=one.state, reason=one.reason)
    follow_up.answered_at = timezone.now()
    follow_up.save(update_fields=["answered_at"])
    if negotiation.followed_at is None and negotiation.agreed_at is not None:
        negotiation.followed_at = timezone.now()
        negotiation.save(update_fields=["followed_at"])
    note(negotiation)
    return follow_up


@action
def withdraw_link(actor: Actor, follow_up: FollowUp) -> FollowUp:
    """Withdraw the link, for example when it went to a wrong address. Withdrawing again changes nothing."""
    hold(follow_up.party.negotiation)
    follow_up.refresh_from_db(fields=["link_id", "answered_at"])
    _take_back(follow_up)
    note(follow_up.party.negotiation)
    return follow_up


@action
def send_again(actor: Actor, follow_up: FollowUp) -> FollowUp:
    """Mail the party a new link, for example after its address was put right. The link before stops at once.

    Refused when the party has no address to which to send it.
    """
    negotiation = follow_up.party.negotiation
    hold(negotiation)
    follow_up.refresh_from_db(fields=["link_id", "answered_at"])
    if not follow_up.party.organisation.email:
        raise Refused(_("The organisation has no e-mail address. Add one on its page first. Nothing was changed."))
    _take_back(follow_up)
    _send(negotiation, follow_up)
    note(negotiation)
    return follow_up


def _take_back(follow_up: FollowUp) -> None:
    link = Link.objects.open().filter(pk=follow_up.link_id or 0).first()
    if link is not None:
        links.revoke(system("negotiations"), link)
