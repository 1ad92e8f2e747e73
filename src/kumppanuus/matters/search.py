"""What of matters can be found: all that were confirmed; not who gave them, unless her name is shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kumppanuus.matters.models import Matter
from kumppanuus.search.documents import Source, provide


def sources(ids: Sequence[int]) -> Iterator[Source]:
    """Give matters by what they are about, what is wanted, who gave them and what was answered."""
    rows = Matter.objects.filter(pk__in=ids, given_at__isnull=False).select_related("area", "person")
    for row in rows.prefetch_related("steps"):
        said = [("text", step.text) for step in row.steps.all() if step.text]
        yield Source(
            kind="matters.matter",
            object_id=row.pk,
            title=row.title,
            summary=row.text,
            address=("matters:matter", (row.pk,)),
            texts=[("names", row.public_name), ("names", row.waits_name), ("text", row.diary_number), *said],
            facets=frozenset({f"state:{row.state}", f"area:{row.area_id}"}),
            tokens=frozenset(row.audience()),
            facts={
                "state": row.state,
                "where": row.area.name.as_json(),
                **({"due": row.due.isoformat()} if row.due else {}),
            },
            edited_on=timezone.localdate(row.changed_at),
        )


def _of_organisation(pk: int) -> Iterable[int]:
    return Matter.objects.filter(organisation=pk).values_list("pk", flat=True)


provide(
    "matters.matter",
    label=_("Matters"),
    ids=lambda: Matter.objects.order_by("pk").values_list("pk", flat=True),
    sources=sources,
    follows={"organisations.organisation": _of_organisation},
)
