"""Bodies for tests: an open table of the first municipality, a members-only one of the second."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from kumppanuus.bodies import actions
from kumppanuus.bodies.models import Body, BodyKind, Mandate, Seat
from kumppanuus.core.actors import system
from kumppanuus.core.texts import Text
from kumppanuus.organisations.models import Organisation
from kumppanuus.places.models import Area
from kumppanuus.spaces.models import Space
from tests.factories.cast import Cast

SECRET_NAME = "Salli Salattu"


def today(days: int = 0) -> dt.date:
    """Return the day so many days from today."""
    return timezone.localdate() + dt.timedelta(days=days)


def kind(code: str = "standing-table") -> BodyKind:
    """Return a kind that ships with the product, loaded once."""
    if not BodyKind.objects.filter(space=None).exists():
        actions.load_kinds(system("command"))
    return BodyKind.objects.get(space=None, code=code)


def body(actor: Any, convener: Organisation, space: Space, area: Area, name: str = "Pöytä", **fields: Any) -> Body:
    """Set up a body without the seats of its kind."""
    code = fields.pop("code", "working-group")
    told = {"starts": today(-400), "languages": ["fi"]} | fields
    made = actions.create(actor, convener, space=space, kind=kind(code), name=Text(fi=name), area=area, **told)
    for seat in made.seats.all():
        actions.end_seat(actor, seat, last_day=seat.start - dt.timedelta(days=1))
    return made


@dataclass
class Bodies:
    """What the world has of bodies."""

    table: Body  # of the first municipality, open; Aino is its chair
    closed: Body  # of the second one, for members only
    vacant: Seat
    seat: Seat  # Bertil sits in it for the first NGO
    mandate: Mandate  # Bertil's, his name is shown
    hidden: Mandate  # of somebody without an account, not shown


def bodies(cast: Cast, area_a: Area, area_b: Area) -> Bodies:
    """Build the bodies of the world."""
    aino, akseli = cast.actor("aino"), cast.actor("akseli")
    table = body(
        aino, cast.municipality_a, cast.space, area_a, "Kosken kumppanuuspöytä", about=Text(fi="Yhteinen pöytä")
    )
    rule = {"text": Text(fi="1. Pöytä kokoontuu."), "approved_by": "Kunnanhallitus", "approved_on": today(-300)}
    actions.adopt_rules(
        aino, table, quorum=2, call_days=14, proposal_days=21, approval="silence", silence_days=7, **rule
    )
    chair = actions.add_seat(aino, table, role="chair", start=today(-400))
    actions.appoint(aino, chair, person=cast.people["aino"], organisation=cast.municipality_a, start=today(-300))
    seat = actions.add_seat(aino, table, role="member", stands_for=Text(fi="Vertaistuki"), start=today(-400))
    actions.appoint(aino, seat, organisation=cast.ngo_b, name="Entinen Edustaja", start=today(-300), end=today(-200))
    mandate = actions.appoint(
        aino,
        seat,
        organisation=cast.ngo_a,
        person=cast.people["bertil"],
        start=today(-100),
        decision="Kunnanhallitus § 4",
    )
    actions.show_name(cast.actor("bertil"), mandate, public=True)
    vacant = actions.add_seat(aino, table, role="member", stands_for=Text(fi="Kylät"), start=today(-400))
    closed = body(akseli, cast.municipality_b, cast.space, area_b, "Marttilan työryhmä", open_to="members")
    secretary = actions.add_seat(akseli, closed, role="secretary", start=today(-400))
    hidden = actions.appoint(
        akseli, secretary, organisation=cast.ngo_b, name=SECRET_NAME, email="salli@example.org", start=today(-100)
    )
    mandate.refresh_from_db()
    return Bodies(table=table, closed=closed, vacant=vacant, seat=seat, mandate=mandate, hidden=hidden)
