"""What of measures can be found: all of them, they are public."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kumppanuus.measures.models import Measure
from kumppanuus.search.documents import Source, provide


def sources(ids: Sequence[int]) -> Iterator[Source]:
    """Give measures by what will be done and what shows it."""
    for row in Measure.objects.filter(pk__in=ids).select_related("area", "owner"):
        yield Source(
            kind="measures.measure",
            object_id=row.pk,
            title=row.title,
            summary=row.shows_done,
            address=("measures:measure", (row.pk,)),
            texts=[("names", row.owner.name), ("text", row.area.name)],
            facets=frozenset({f"state:{row.state}", f"area:{row.area_id}"}),
            tokens=frozenset(row.audience()),
            facts={
                "state": row.state,
                "due": row.due.isoformat(),
                "where": row.area.name.as_json(),
                "organisation": row.owner.name.as_json(),
            },
            edited_on=timezone.localdate(row.changed_at),
        )


def _of_organisation(pk: int) -> Iterable[int]:
    return Measure.objects.filter(owner=pk).values_list("pk", flat=True)


provide(
    "measures.measure",
    label=_("Measures"),
    ids=lambda: Measure.objects.order_by("pk").values_list("pk", flat=True),
    sources=sources,
    follows={"organisations.organisation": _of_organisation},
)
