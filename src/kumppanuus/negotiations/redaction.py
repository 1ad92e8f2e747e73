"""Where copies of what was written into a negotiation lie: in signed texts, in measures, in what the next year took."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Model

from kumppanuus.activity.redaction import copies, rows_with
from kumppanuus.measures.models import Measure
from kumppanuus.negotiations.models import Agreement, Negotiation, Point, Proposal

WHERE: tuple[tuple[Any, str, tuple[str, ...], tuple[str, ...]], ...] = (
    (Agreement, "negotiation", ("content",), ()),
    (Proposal, "negotiation", ("goal", "title", "indicator"), ("target",)),
    (Point, "negotiation", ("title",), ("presenters",)),
    (Negotiation, "pk", ("title", "how", "text"), ()),
)


def _of(obj: Model) -> int | None:
    match obj:
        case Negotiation():
            return obj.pk
        case Proposal() | Point() | Agreement():
            return obj.negotiation_id
        case _:
            return None


def _years(pk: int) -> list[int]:
    """Return the negotiation and those that took over from it, or from which it took over."""
    area = Negotiation.objects.filter(pk=pk).values("area")
    return list(Negotiation.objects.filter(area__in=area).values_list("pk", flat=True))


@copies
def through_the_years(obj: Model, field: str, words: list[str]) -> Iterator[tuple[Model, str]]:
    """The same words stand in the proposal, in each text that was signed, in the measure, and in the next years."""
    own = _of(obj)
    if own is None or not words:
        return
    years = _years(own)
    for model, path, data, plain in WHERE:
        for row, part in rows_with(model._base_manager.filter(**{f"{path}__in": years}), data, plain, words):
            if not (isinstance(obj, model) and row.pk == obj.pk):
                yield row, part
            elif not f"{part}.".startswith(f"{field}."):
                yield obj, part  # the same row in hand: another one would write back what was just removed
    measures = Measure._base_manager.filter(agreed_model=Negotiation._meta.label_lower, agreed_id__in=years)
    yield from rows_with(measures, ("title", "shows_done"), (), words)
