"""Matters for tests: at a municipality, at a body, outside, late, answered, of a resident, and one not confirmed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import time_machine
from django.utils import timezone

from kumppanuus.core.actors import Actor
from kumppanuus.core.texts import Text
from kumppanuus.links.models import Link
from kumppanuus.links.resolve import stand_in
from kumppanuus.matters import actions
from kumppanuus.matters.actions.starting import Stranger
from kumppanuus.matters.models import Matter, Step
from kumppanuus.matters.receivers import To
from kumppanuus.meetings.models import AgendaItem, MeetingState, Outcome
from kumppanuus.meetings.receiving import as_receiver
from kumppanuus.organisations.models import Organisation, roles_of
from kumppanuus.places.models import Area
from tests.factories import building
from tests.factories.bodies import Bodies
from tests.factories.cast import Cast

SECRET_NAME, SECRET_EMAIL = "Aslak Asukas", "aslak.asukas@example.org"
REGISTRY = To(Text(fi="Kosken kunnanhallitus"), email="kirjaamo@example.org", kind="board")


def at_organisation(organisation: Organisation) -> To:
    """Return an organisation as a receiver."""
    return To(Text(organisation.name), organisation)


def matter(actor: Actor, area: Area, to: To, title: str = "Asia", *, ago: int = 0, **fields: Any) -> Matter:
    """Give a matter and send it, so many days ago by one who has her role today."""
    roles_of(actor)
    told = {"title": Text(fi=title), "text": Text(fi=f"{title}: haluamme, koska se on tärkeää."), "to": to}
    with days_ago(ago):
        return actions.start(actor, area, **told | fields)


def resident(area: Area, to: To, title: str = "Penkki", *, confirmed: bool = True, **who: Any) -> Matter:
    """Give a matter as a resident without an account."""
    told = {"name": SECRET_NAME, "email": SECRET_EMAIL} | who
    made = matter(Actor(), area, to, title, by=Stranger(**told))
    return actions.confirm(Actor(link_id=made.link_id), made) if confirmed else made


def days_ago(days: int) -> Any:
    """Let it be so many days ago."""
    return time_machine.travel(timezone.now() - dt.timedelta(days=days), tick=True)


@dataclass
class Matters:
    """What the world has of matters."""

    sent: Matter  # of Bertil's NGO, waits at the first municipality
    at_body: Matter  # of Bertil's NGO, waits at the open table
    outside: Matter  # of Bertil's NGO, waits outside the platform
    answered: Matter  # sent on by the table to the first municipality; the answer came on the table's agenda
    passed_on: Matter  # by the first municipality to the second one, which has answered
    late: Matter  # of Beata's NGO, waits at the second municipality
    resident: Matter  # of somebody whose name is not shown
    unconfirmed: Matter
    step: Step  # the registration of `answered`, corrected
    outcome: Outcome  # of the table's held meeting, to be sent on
    token: str  # of the link to the resident's own


def matters(cast: Cast, bodies: Bodies, area_a: Area, area_b: Area) -> Matters:
    """Build the matters of the world."""
    aino, bertil, beata = cast.actor("aino"), cast.actor("bertil"), cast.actor("beata")
    koski, marttila = at_organisation(cast.municipality_a), at_organisation(cast.municipality_b)
    sent = matter(bertil, area_a, koski, "Pyörätie koululle")
    actions.attach(bertil, sent, title=Text(fi="Kartta"), url="https://example.org/kartta")
    at_body = matter(bertil, area_a, as_receiver(bodies.table), "Kohtaamispaikka")
    outside = matter(bertil, area_a, REGISTRY, "Lausunto liikunnasta", kind="statement")
    answered = matter(bertil, area_a, as_receiver(bodies.table), "Talvikunnossapito")
    actions.send_on(aino, answered, to=koski)
    step = actions.record_number(aino, answered, diary_number="12/2026")
    actions.correct(aino, step, diary_number="123/2026")
    actions.answer(aino, answered, text=Text(fi="Hiekoitus alkaa aamuisin."))
    passed_on = matter(bertil, area_a, koski, "Yhteinen reitti")
    actions.send_on(aino, passed_on, to=marttila)
    actions.answer(cast.actor("akseli"), passed_on, text=Text(fi="Tehdään yhdessä."))
    late = matter(beata, area_b, marttila, "Kuljetukset", ago=100)
    found = resident(area_a, koski)
    waiting = resident(area_a, koski, "Vahvistamaton", confirmed=False, email="toinen@example.org")
    with building():
        item = AgendaItem.objects.filter(meeting__body=bodies.table, meeting__state=MeetingState.HELD).first()
        outcome = Outcome.objects.create(item=item, kind="sent_on", text=Text(fi="Lähetetään"), to="Kunnanhallitus")
    return Matters(
        sent=sent,
        at_body=at_body,
        outside=outside,
        answered=Matter.objects.get(pk=answered.pk),
        passed_on=passed_on,
        late=late,
        resident=found,
        unconfirmed=waiting,
        step=step,
        outcome=outcome,
        token=stand_in(Link.objects.get(pk=found.link_id)),
    )
