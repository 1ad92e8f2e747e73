"""Public addresses of negotiations."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kumppanuus.core.actors import Actor
from kumppanuus.negotiations.models import Agreement, Negotiation


def addresses() -> Iterable[tuple[str, list[Any]]]:
    """Give (URL name, arguments) of every public page."""
    yield "negotiations:negotiations", []
    seen = Negotiation.objects.visible_to(Actor()).order_by("pk")
    for pk in seen.values_list("pk", flat=True):
        yield "negotiations:negotiation", [pk]
        yield "negotiations:material", [pk]
    rows = Agreement.objects.filter(negotiation__in=seen.values("pk")).order_by("pk")
    for pk, number in rows.values_list("negotiation", "number"):
        yield "negotiations:agreement", [pk, number]
