"""What followers of a place or an organisation are told of measures: agreed ones and how they go."""

from __future__ import annotations

from collections.abc import Iterator

from kumppanuus.following.below import AREA
from kumppanuus.following.things import Key, stands_under, tells
from kumppanuus.measures.models import Measure

tells("measures.accept", "measures.countersign", "measures.report")


@stands_under(Measure)
def of_measure(measure: Measure) -> Iterator[Key]:
    """Give its area and the organisation that answers for it."""
    yield AREA, measure.area_id
    yield "organisations.organisation", measure.owner_id
