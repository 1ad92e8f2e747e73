"""What is followed in the world of tests: a body by Bertil and Cecilia, a place and an NGO by Bertil, the body by an
address without an account too.
"""

from __future__ import annotations

from typing import Any

from kumppanuus.core.actors import Actor, system
from kumppanuus.following import actions
from kumppanuus.following.models import AddressFollow
from tests.factories.bodies import Bodies
from tests.factories.cast import Cast


def follows(cast: Cast, made: Bodies) -> dict[str, Any]:
    """Let Bertil and Cecilia follow the open table, and Bertil its place and an NGO."""
    actions.follow(cast.actor("cecilia"), made.table, rhythm="weekly")
    for thing in (made.table.area, cast.ngo_b):
        actions.follow(cast.actor("bertil"), thing, rhythm="weekly")
    actions.ask(Actor(), made.table, address="lukija@example.org")
    by_mail = AddressFollow.objects.get()
    actions.confirm(system("mail link"), by_mail)
    return {"followed": actions.follow(cast.actor("bertil"), made.table), "followed_by_mail": by_mail}
