"""Comment rounds for tests: one under way, one closed, one answered, one that nobody outside has seen."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from kumppanuus.consultations import actions
from kumppanuus.consultations.models import ANSWER, Consultation, Invitation, Part, Remark, Theme
from kumppanuus.core.actors import Actor, system
from kumppanuus.core.texts import Text
from kumppanuus.links import actions as links
from kumppanuus.links.resolve import stand_in
from kumppanuus.organisations.models import Organisation
from tests.factories import building
from tests.factories.cast import Cast

SECRET_ROUND = "Salainen kierros"
SECRET_REMARK = "Salainen kommentti"


def prepared(actor: Actor, own: Organisation, title: str = "Kylätalon aukiolo", **fields: Any) -> Consultation:
    """Prepare a round that asks two questions."""
    told = {
        "closes_at": timezone.now() + dt.timedelta(days=14),
        "questions": [Text(fi="Milloin talon pitäisi olla auki?"), Text(fi="Kuka avaa oven?")],
    } | fields
    return actions.prepare(actor, own, title=Text(fi=title), **told)


def opened(actor: Actor, own: Organisation, title: str = "Kylätalon aukiolo", **fields: Any) -> Consultation:
    """Prepare and announce a round."""
    return actions.announce(actor, prepared(actor, own, title, **fields))


def part(made: Consultation, key: str = "q1") -> Part:
    """Return a part of the round."""
    return made.parts.get(key=key)


def said(actor: Actor, made: Consultation, text: str = "Iltaisin", key: str | None = "q1", **fields: Any) -> Remark:
    """Write a comment and give it."""
    where = part(made, key) if key else None
    return actions.give(actor, actions.save_remark(actor, made, part=where, text=text, **fields))


def over(made: Consultation) -> Consultation:
    """Let the deadline have passed an hour ago."""
    hour = dt.timedelta(hours=1)
    with building():
        Consultation.objects.filter(pk=made.pk).update(
            opens_at=timezone.now() - 240 * hour, closes_at=timezone.now() - hour
        )
        made.remarks.filter(given_at=None).update(created_at=timezone.now() - 2 * hour)
    made.refresh_from_db()
    return made


def link_for(invitation: Invitation) -> tuple[Actor, str]:
    """Return the holder of a personal link of the invitation, and its token."""
    link = links.make(
        system("consultations"),
        invitation,
        purpose=ANSWER,
        expires_at=timezone.now() + dt.timedelta(days=60),
        organisation_id=invitation.organisation_id,
    )[0]
    return Actor(link_id=link.pk, organisation_id=link.organisation_id), stand_in(link)


@dataclass
class Consultations:
    """What the world has of comment rounds."""

    open: Consultation  # of municipality A
    invitation: Invitation  # Bertil's NGO there, silent
    draft: Remark  # Bertil's, in his NGO's name
    given: Remark  # Beata's NGO's
    answered: Consultation  # of municipality A, its summary published
    closed: Consultation  # of municipality A, with one group and one remark alone
    theme: Theme
    alone: Remark
    hidden: Consultation  # of Beata's NGO, being prepared
    token: str


def consultations(cast: Cast) -> Consultations:
    """Build the comment rounds of the world."""
    aino, bertil, beata = (cast.actor(name) for name in ("aino", "bertil", "beata"))
    made = opened(aino, cast.municipality_a)
    actions.invite(aino, made, organisations=[cast.ngo_a, cast.ngo_b], addresses=[("osoite@example.org", "Osoite")])
    draft = actions.save_remark(bertil, made, part=part(made), text=SECRET_REMARK)
    given = said(beata, made, SECRET_REMARK)
    answered = opened(aino, cast.municipality_a, "Vastattu kierros")
    grouped = said(beata, answered)
    over(answered)
    actions.close(system("clock"), answered)
    actions.group(aino, answered, seen={grouped.pk: None}, title=Text(fi="Illat"))
    actions.reply_theme(aino, answered.themes.get(), verdict="taken", text=Text(fi="Näin tehdään."))
    actions.publish_summary(aino, answered, summary=Text(fi="Kiitos."))
    closed = opened(aino, cast.municipality_a, "Suljettu kierros")
    first, alone = said(beata, closed), said(beata, closed, "Naapuri avaa", "q2")
    over(closed)
    actions.close(system("clock"), closed)
    actions.group(aino, closed, seen={first.pk: None}, title=Text(fi="Ajat"))
    hidden = prepared(beata, cast.ngo_b, SECRET_ROUND)
    for one in (answered, closed):
        one.refresh_from_db()
    invitation = made.invitations.get(organisation=cast.ngo_a)
    return Consultations(
        *(made, invitation, draft, given, answered, closed, closed.themes.get(), alone, hidden),
        link_for(invitation)[1],
    )
