"""What is followed in the world of tests: a body by Bertil and Cecilia, a place and an NGO by Bertil."""

from __future__ import annotations

from typing import Any

from kumppanuus.following import actions
from tests.factories.bodies import Bodies
from tests.factories.cast import Cast


def follows(cast: Cast, made: Bodies) -> dict[str, Any]:
    """Let Bertil and Cecilia follow the open table, and Bertil its place and an NGO."""
    actions.follow(cast.actor("cecilia"), made.table, rhythm="weekly")
    for thing in (made.table.area, cast.ngo_b):
        actions.follow(cast.actor("bertil"), thing, rhythm="weekly")
    return {"followed": actions.follow(cast.actor("bertil"), made.table)}
