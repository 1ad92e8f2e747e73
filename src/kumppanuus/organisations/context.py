"""For whom a signed-in person acts, at the top of every page."""

from __future__ import annotations

from typing import Any

from django.core.cache import cache
from django.http import HttpRequest

from kumppanuus.organisations.models import Organisation
from kumppanuus.ui.context import register

SECONDS = 60


@register
def acting_for(request: HttpRequest) -> dict[str, Any]:
    """Give the name of the organisation that the reader acts for; nothing, and no query, for visitors."""
    actor = getattr(request, "actor", None)
    if actor is None or not actor.person_id or actor.organisation_id is None:
        return {}
    pk = actor.organisation_id

    def load() -> Any:
        return Organisation.objects.values_list("name", flat=True).filter(pk=pk).first() or ""

    return {"acting_for": cache.get_or_set(f"organisations.name:{pk}", load, SECONDS)}
