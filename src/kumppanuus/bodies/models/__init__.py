"""Bodies, their rules, seats and who sits in them."""

from kumppanuus.bodies.models.bodies import Approval, Body, BodyKind, BodyKindQuerySet, BodyQuerySet, OpenTo, Rules
from kumppanuus.bodies.models.seats import (
    Mandate,
    MandatePart,
    MandateQuerySet,
    Seat,
    SeatQuerySet,
    SeatRole,
    bodies_of,
    run_by,
    sits_in,
)

__all__ = [
    "Approval",
    "Body",
    "BodyKind",
    "BodyKindQuerySet",
    "BodyQuerySet",
    "Mandate",
    "MandatePart",
    "MandateQuerySet",
    "OpenTo",
    "Rules",
    "Seat",
    "SeatQuerySet",
    "SeatRole",
    "bodies_of",
    "run_by",
    "sits_in",
]
