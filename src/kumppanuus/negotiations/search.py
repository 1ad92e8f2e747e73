"""What of negotiations can be found: those that are published, by their words, parties and measures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kumppanuus.negotiations.models import Answer, Negotiation
from kumppanuus.search.documents import Source, provide


def sources(ids: Sequence[int]) -> Iterator[Source]:
    """Give negotiations by their words, parties and measures."""
    rows = Negotiation.objects.filter(pk__in=ids, published_at__isnull=False).select_related("area")
    for row in rows.prefetch_related("parties__organisation", "proposals"):
        names = [("names", one.organisation.name) for one in row.parties.all()]
        taken = [one for one in row.proposals.all() if one.answer == Answer.ACCEPTED]
        yield Source(
            kind="negotiations.negotiation",
            object_id=row.pk,
            title=row.title,
            summary=row.text,
            address=("negotiations:negotiation", (row.pk,)),
            texts=[*names, *(("text", one.title) for one in taken), *(("text", one.goal) for one in taken)],
            facets=frozenset({f"area:{row.area_id}"}),
            tokens=frozenset({"public"}),
            facts={"where": row.area.name.as_json()},
            edited_on=timezone.localdate(row.changed_at),
        )


def _of_organisation(pk: int) -> Iterable[int]:
    return Negotiation.objects.filter(parties__organisation=pk).values_list("pk", flat=True)


provide(
    "negotiations.negotiation",
    label=_("Negotiations"),
    ids=lambda: Negotiation.objects.order_by("pk").values_list("pk", flat=True),
    sources=sources,
    follows={"organisations.organisation": _of_organisation},
)
