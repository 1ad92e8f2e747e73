"""Calls for seats, nominations and decisions."""

from kumppanuus.calls.models.calls import Call, CallQuerySet, CallSeat, Decision, DecisionQuerySet, Stage
from kumppanuus.calls.models.nominations import (
    LIVE,
    Nomination,
    NominationQuerySet,
    NominationState,
)

__all__ = [
    "LIVE",
    "Call",
    "CallQuerySet",
    "CallSeat",
    "Decision",
    "DecisionQuerySet",
    "Nomination",
    "NominationQuerySet",
    "NominationState",
    "Stage",
]
