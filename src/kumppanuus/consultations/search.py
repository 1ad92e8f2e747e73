"""What of rounds can be found: announced ones with what is asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kumppanuus.consultations.models import Consultation
from kumppanuus.search.documents import Source, provide


def sources(ids: Sequence[int]) -> Iterator[Source]:
    """Give rounds by title, introduction, headings and summary."""
    rows = Consultation.objects.filter(opens_at__isnull=False, pk__in=ids).select_related("organisation", "area")
    for row in rows.prefetch_related("parts"):
        texts = [("names", row.organisation.name), ("text", row.summary)]
        texts += [("text", part.heading) for part in row.parts.all()]
        yield Source(
            kind="consultations.consultation",
            object_id=row.pk,
            title=row.title,
            summary=row.introduction,
            address=("consultations:round", (row.slug,)),
            texts=[(weight, words) for weight, words in texts if words],
            facets=frozenset({f"area:{row.area_id}"} if row.area_id else ()),
            facts={"organisation": row.organisation.name.as_json()},
            edited_on=timezone.localdate(row.opens_at),
        )


def _of_organisation(pk: int) -> Iterable[int]:
    return Consultation.objects.filter(organisation=pk).values_list("pk", flat=True)


provide(
    "consultations.consultation",
    label=_("Comment rounds"),
    ids=lambda: Consultation.objects.filter(opens_at__isnull=False).order_by("pk").values_list("pk", flat=True),
    sources=sources,
    follows={"organisations.organisation": _of_organisation},
)
