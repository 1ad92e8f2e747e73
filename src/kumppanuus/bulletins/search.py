"""What of bulletins can be found: those that were sent."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kumppanuus.bulletins.models import Bulletin
from kumppanuus.search.documents import Source, provide


def sources(ids: Sequence[int]) -> Iterator[Source]:
    """Give sent bulletins by heading and text."""
    for row in Bulletin.objects.sent().filter(pk__in=ids).select_related("area", "sender"):
        yield Source(
            kind="bulletins.bulletin",
            object_id=row.pk,
            title=row.title,
            summary=row.body,
            address=("bulletins:bulletin", (row.slug,)),
            texts=[("text", row.body)],
            facets=frozenset({f"area:{row.area_id}"}),
            facts={"where": row.area.name.as_json(), "organisation": row.sender.name.as_json()},
            edited_on=timezone.localdate(row.sent_at),
        )


provide(
    "bulletins.bulletin",
    label=_("Bulletins"),
    ids=lambda: Bulletin.objects.sent().order_by("pk").values_list("pk", flat=True),
    sources=sources,
)
