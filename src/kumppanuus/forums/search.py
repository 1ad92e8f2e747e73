"""What of forums can be found: all of them, with programme and what came of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kumppanuus.forums.models import Forum
from kumppanuus.search.documents import Source, provide


def sources(ids: Sequence[int]) -> Iterator[Source]:
    """Give forums by name, what they are about, programme and outcome."""
    for row in Forum.objects.filter(pk__in=ids).select_related("area", "organiser"):
        texts = [("text", row.about), ("text", row.programme), ("text", row.outcome)]
        yield Source(
            kind="forums.forum",
            object_id=row.pk,
            title=row.name,
            summary=row.about,
            address=("forums:forum", (row.slug,)),
            texts=[(weight, words) for weight, words in texts if words],
            facets=frozenset({f"area:{row.area_id}"}),
            facts={"where": row.area.name.as_json(), "organisation": row.organiser.name.as_json()},
            edited_on=timezone.localdate(row.changed_at),
        )


provide(
    "forums.forum",
    label=_("Forums and association evenings"),
    ids=lambda: Forum.objects.order_by("pk").values_list("pk", flat=True),
    sources=sources,
)
