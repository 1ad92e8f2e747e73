"""The list of what one follows; see tests.laws.test_lists."""

from __future__ import annotations

from typing import Any

from kumppanuus.following import actions
from kumppanuus.organisations.models import Organisation
from kumppanuus.places.models import Area

COMPOSED, SIGNED_IN = 12, 4


def more_followed(w: Any) -> None:
    bertil = w.actor("bertil")
    for thing in (*Organisation.objects.all(), *Area.objects.municipalities()[:10], w.bodies.closed):
        actions.follow(bertil, thing)


FOLLOWING_LISTS = (
    ("following:follows", "bertil", 10, COMPOSED + SIGNED_IN, more_followed),
    ("notices:preferences", "bertil", 12, COMPOSED + SIGNED_IN, more_followed),
)
