"""Who is credited in a version."""

from __future__ import annotations

from typing import Any

from kumppanuus.practices.models import Contribution, ContributionState, Developer, DeveloperState, Practice


def credits_of(practice: Practice) -> list[dict[str, Any]]:
    """Return the organisations to be credited: the owner first, then who develops it with it, then whose words were
    taken in. Two queries.
    """
    rows = Developer.objects.filter(practice=practice, state__in=(DeveloperState.ACCEPTED, DeveloperState.ENDED))
    named = [row.organisation for row in rows.select_related("organisation")]
    taken = Contribution.objects.filter(practice=practice, state=ContributionState.ACCEPTED).order_by("decided_at")
    named += [one.source.practice.owner for one in taken.select_related("source__practice__owner")]
    others = [one for one in dict.fromkeys(named) if one.pk != practice.owner_id]
    return [
        {"organisation": one.pk, "name": one.name.as_json(), "owner": one.pk == practice.owner_id}
        for one in (practice.owner, *others)
    ]
