"""What of bodies can be followed, and what followers are told."""

from __future__ import annotations

from collections.abc import Iterator

from kumppanuus.bodies.models import Body, Mandate, Seat
from kumppanuus.following.below import AREA
from kumppanuus.following.things import Key, followed, stands_under, tells

BODY = Body._meta.label_lower
followed(Body, Body._meta.verbose_name)
tells("bodies.create", "bodies.end", "bodies.adopt_rules", "bodies.appoint", "bodies.end_mandate")


@stands_under(Body)
def of_body(body: Body) -> Iterator[Key]:
    """Give its area."""
    yield AREA, body.area_id


@stands_under(Seat)
def of_seat(seat: Seat) -> Iterator[Key]:
    """Give the body."""
    yield BODY, seat.body_id


@stands_under(Mandate)
def of_mandate(mandate: Mandate) -> Iterator[Key]:
    """Give the body, and the organisation that sits in it."""
    yield BODY, mandate.seat.body_id
    if mandate.organisation_id:
        yield "organisations.organisation", mandate.organisation_id
