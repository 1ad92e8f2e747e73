"""What of bodies can be found: all of them; not who sits there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kumppanuus.bodies.models import Body
from kumppanuus.search.documents import Source, provide


def sources(ids: Sequence[int]) -> Iterator[Source]:
    """Give bodies by name, what they are for, their kind and what their seats stand for."""
    rows = Body.objects.filter(pk__in=ids).select_related("kind", "area", "convener").prefetch_related("seats")
    for row in rows:
        seats = [seat.stands_for for seat in row.seats.all() if seat.end is None and seat.stands_for]
        yield Source(
            kind="bodies.body",
            object_id=row.pk,
            title=row.name,
            summary=row.about or row.kind.about,
            address=("bodies:body", (row.slug,)),
            texts=[("names", row.convener.name), ("classes", row.kind.name), *(("classes", text) for text in seats)],
            facets=frozenset({f"area:{row.area_id}"}),
            facts={"where": row.area.name.as_json(), "organisation": row.convener.name.as_json()},
            edited_on=timezone.localdate(row.created_at),
            until=row.ends,
        )


def _of_organisation(pk: int) -> Iterable[int]:
    return Body.objects.filter(convener=pk).values_list("pk", flat=True)


provide(
    "bodies.body",
    label=_("Bodies"),
    ids=lambda: Body.objects.order_by("pk").values_list("pk", flat=True),
    sources=sources,
    follows={"organisations.organisation": _of_organisation},
)
