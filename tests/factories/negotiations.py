"""Negotiations for tests: one signed and asked how it goes, one to be signed, one being prepared that is not public."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from kumppanuus.core.actors import Actor, system
from kumppanuus.core.texts import Text
from kumppanuus.links.models import Link
from kumppanuus.links.resolve import stand_in
from kumppanuus.negotiations import actions
from kumppanuus.negotiations.models import FollowUp, Negotiation, Party, Point, Presentation, Proposal
from kumppanuus.organisations.models import Organisation
from tests.factories.cast import Cast


def day(days: int) -> dt.date:
    return timezone.localdate() + dt.timedelta(days=days)


def convened(cast: Cast, year: int = 2030, *, parties: bool = True, **words: Any) -> Negotiation:
    """Begin a negotiation of the county with the municipalities and NGOs of the cast, its day a week ago."""
    cecilia = cast.actor("cecilia")
    told = {"title": Text(fi=f"Neuvottelu {year}"), "meets_on": day(-7)} | words
    made = actions.convene(cecilia, cast.county.governs, year=year, **told)
    if parties:
        own = [cast.municipality_a, cast.municipality_b, cast.ngo_a]
        actions.invite(cecilia, made, organisations=own)
    return made


def proposal(
    actor: Actor, negotiation: Negotiation, owner: Organisation, title: str = "Avoin olohuone", **more: Any
) -> Proposal:
    """Propose a measure that the owner answers for."""
    told = {
        "goal": Text(fi="Yksinäisyys vähenee"),
        "title": Text(fi=title),
        "indicator": Text(fi="Kävijöitä viikossa"),
        "target": "12 → 20",
        "area": owner.governs or owner.home or negotiation.area,
        "due": day(200),
    }
    return actions.propose(actor, negotiation, owner=owner, **told | more)


def sign(actor: Actor, negotiation: Negotiation, **more: Any) -> Any:
    """Sign the newest text."""
    number = negotiation.agreements.count()
    told = {"number": number, "decided_on": day(-1), "decided_by": "Kunnanhallitus § 12"}
    return actions.sign(actor, Negotiation.objects.get(pk=negotiation.pk), **told | more)


@dataclass
class Negotiations:
    """What the world has of negotiations."""

    agreed: Negotiation  # signed by all, the first follow-up asked, published
    to_sign: Negotiation  # offered, signed by the county only, published
    under_way: Negotiation  # not published; proposals wait
    waiting: Proposal  # of Bertil's NGO in `under_way`
    point: Point  # of Bertil's NGO in `under_way`
    presentation: Presentation  # of the first municipality in `agreed`
    party: Party  # the first municipality in `under_way`
    follow_up: FollowUp  # asked of the first municipality
    token: str


def negotiations(cast: Cast) -> Negotiations:
    """Build the negotiations of the world."""
    cecilia, aino, bertil = (cast.actor(name) for name in ("cecilia", "aino", "bertil"))
    agreed = convened(cast, 2028, meets_on=day(-300))
    proposal(cecilia, agreed, cast.municipality_a)
    shown = actions.present(
        aino,
        agreed,
        title=Text(fi="Kunnan ja kylän esitys"),
        parties=agreed.parties.filter(organisation__in=(cast.municipality_a, cast.ngo_a)),
        url="https://example.org/esitys",
    )
    actions.add_point(cecilia, agreed, title=Text(fi="Avaus"), starts=dt.time(9), standing=True)
    actions.publish(cecilia, agreed)
    actions.offer(cecilia, agreed)
    for name in ("cecilia", "aino", "akseli", "bertil"):
        sign(cast.actor(name), agreed)
    actions.ask(system("clock"), None)
    agreed = Negotiation.objects.get(pk=agreed.pk)
    asked = FollowUp.objects.get(party__negotiation=agreed, party__organisation=cast.municipality_a)
    to_sign = convened(cast, 2029)
    proposal(cecilia, to_sign, cast.municipality_b, "Kyytipalvelu")
    actions.publish(cecilia, to_sign)
    actions.offer(cecilia, to_sign)
    sign(cecilia, to_sign)
    under_way = convened(cast, 2030)
    waiting = proposal(bertil, under_way, cast.municipality_a, "Salainen ehdotus")
    point = actions.add_point(bertil, under_way, title=Text(fi="Kylien puheenvuoro"))
    party = under_way.parties.get(organisation=cast.municipality_a)
    return Negotiations(
        agreed=agreed,
        to_sign=Negotiation.objects.get(pk=to_sign.pk),
        under_way=under_way,
        waiting=waiting,
        point=point,
        presentation=shown,
        party=party,
        follow_up=asked,
        token=stand_in(Link.objects.get(pk=asked.link_id)),
    )
