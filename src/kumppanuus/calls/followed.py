"""What of calls for seats can be followed: the announcement, more time, the cancelling, who was chosen."""

from __future__ import annotations

from collections.abc import Iterator

from kumppanuus.bodies.followed import BODY
from kumppanuus.calls.models import Call, Decision
from kumppanuus.following.below import AREA
from kumppanuus.following.things import Key, followed, stands_under, tells

followed(Call, Call._meta.verbose_name)
tells("calls.announce", "calls.extend", "calls.cancel", "calls.publish")


@stands_under(Call)
def of_call(call: Call) -> Iterator[Key]:
    """Give the body, and the area from which it calls."""
    yield BODY, call.body_id
    yield AREA, call.area_id


@stands_under(Decision)
def of_decision(decision: Decision) -> Iterator[Key]:
    """Give the call."""
    yield "calls.call", decision.call_id
