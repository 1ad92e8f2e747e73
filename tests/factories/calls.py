"""Calls for seats for tests: one open, one that opens later, one to decide, one decided, one not published yet."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from kumppanuus.bodies import actions as seating
from kumppanuus.bodies.models import Body, Seat
from kumppanuus.calls import actions
from kumppanuus.calls.models import Call, Decision, Nomination
from kumppanuus.core.actors import Actor
from kumppanuus.core.texts import Text
from kumppanuus.links.models import Link
from kumppanuus.links.resolve import stand_in
from kumppanuus.places.models import Area
from tests.factories import building
from tests.factories.bodies import body, today
from tests.factories.cast import Cast

SECRET_NOMINEE = "Nimetty Nainen"
SECRET_WHY = "Tuntee kylien asiat juurta jaksain"


def hence(**much: float) -> dt.datetime:
    """Return the moment so much later, or earlier."""
    return timezone.now() + dt.timedelta(**much)


def seat(actor: Actor, of: Body, name: str, start: int = -400) -> Seat:
    """Add a vacant seat."""
    return seating.add_seat(actor, of, role="member", stands_for=Text(fi=name), start=today(start))


def call(actor: Actor, of: Body, seats: list[Seat], **fields: Any) -> Call:
    """Announce a call that is open for ten days, in the body's region."""
    told = {
        "announcement": Text(fi="Haemme jäseniä.", sv="Vi söker medlemmar."),
        "criteria": Text(fi="Alueiden tasapaino"),
        "start": today(30),
        "closes_at": hence(days=10),
        "area": of.space.area,
        "decider": Text(fi="Kunnanhallitus"),
        "decides_by": today(25),
    }
    return actions.announce(actor, of, seats=seats, **(told | fields))


def closed(made: Call, days: float = 1) -> Call:
    """Let the call have closed so many days ago."""
    with building():
        Call.objects.filter(pk=made.pk).update(opens_at=hence(days=-days - 20), closes_at=hence(days=-days))
    return Call.objects.select_related("body__convener", "decision").get(pk=made.pk)


def nominate(actor: Actor, of: Call, **fields: Any) -> Nomination:
    """Nominate somebody without an account; she has not consented."""
    told = {"name": SECRET_NOMINEE, "email": "nimetty@example.org", "why": SECRET_WHY}
    told |= {"mandate_by": "Hallitus", "mandate_on": today(-2), "languages": ["fi"]}
    return actions.nominate(actor, of, **(told | fields))


def consented(made: Nomination, *, show_name: bool = False) -> Nomination:
    """Let the nominee consent by her link."""
    return actions.consent(Actor(link_id=made.link_id), made, show_name=show_name)


def decide(actor: Actor, of: Call, *chosen: Nomination, **fields: Any) -> Decision:
    """Decide that these are chosen, each for the seat it wishes for."""
    choices = [actions.Choice(one, one.seat or of.seats.first(), reason="Osaa") for one in chosen]
    told = {"decided_by": "Kunnanhallitus § 5", "decided_on": today(), "reasons": Text(fi="Alueet ovat tasapainossa.")}
    return actions.decide(actor, of, chosen=choices, **(told | fields))


def token_of(made: Nomination) -> str:
    """Return what opens the nominee's page."""
    made.refresh_from_db()
    return stand_in(Link.objects.get(pk=made.link_id))


@dataclass
class Calls:
    """What the world has of calls."""

    body: Body  # of the first municipality
    free: Seat  # vacant, in no call
    open: Call
    coming: Call
    closed: Call
    decided: Call
    unpublished: Decision
    waiting: Nomination  # in the open one, of Bertil's NGO, of somebody without an account
    own: Nomination  # in the open one, Beata's of herself, complete
    ready: Nomination  # in the closed one, of Bertil's NGO, complete
    late: Nomination  # in the closed one, of Beata's NGO, without consent
    ineligible: Nomination  # of Beata's NGO, in another open one
    chosen: Nomination
    token: str  # of the link to the waiting one


def calls(cast: Cast, area_a: Area, area_b: Area) -> Calls:
    """Build the calls of the world."""
    aino, akseli, bertil, beata = (cast.actor(name) for name in ("aino", "akseli", "bertil", "beata"))
    council = body(aino, cast.municipality_a, cast.space, area_a, "Kosken neuvottelukunta")
    seats = [seat(aino, council, f"Teema {n}") for n in range(6)]
    begun = call(aino, council, seats[:1])
    waiting = nominate(bertil, begun, seat=seats[0])
    own = nominate(beata, begun, own=True, name="", email="", show_name=True)
    coming = call(aino, council, seats[1:2], opens_at=hence(days=3))
    ended = call(aino, council, seats[2:3])
    ready = consented(nominate(bertil, ended, seat=seats[2], email="toinen@example.org"))
    late = nominate(beata, ended, email="kolmas@example.org")
    ended = closed(ended)
    past = call(aino, council, seats[3:4])
    chosen = consented(nominate(bertil, past, seat=seats[3], email="neljas@example.org"), show_name=True)
    nominate(beata, past, own=True, seat=seats[3])
    past = closed(past)
    decide(aino, past, chosen)
    hidden = body(akseli, cast.municipality_b, cast.space, area_b, "Marttilan raati")
    theirs = call(akseli, hidden, [seat(akseli, hidden, "Raati")])
    unpublished = consented(nominate(beata, theirs, email="viides@example.org"))
    theirs = closed(theirs)
    kept = decide(akseli, theirs, unpublished, publish_now=False)
    other = call(aino, council, seats[5:6])
    refused = nominate(beata, other, email="kuudes@example.org")
    refused = actions.mark_ineligible(aino, Nomination.objects.get(pk=refused.pk), reason="Yhdistys on lopetettu")
    return Calls(
        body=council,
        free=seats[4],
        open=Call.objects.get(pk=begun.pk),
        coming=Call.objects.get(pk=coming.pk),
        closed=Call.objects.get(pk=ended.pk),
        decided=Call.objects.get(pk=past.pk),
        unpublished=kept,
        waiting=waiting,
        own=own,
        ready=ready,
        late=late,
        ineligible=refused,
        chosen=chosen,
        token=token_of(waiting),
    )
