"""What of practices can be found: published ones with the words of the version in force, and collections."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kumppanuus.practices.models import Collection, Practice
from kumppanuus.search.documents import Source, provide


def sources(ids: Sequence[int]) -> Iterator[Source]:
    """Give practices by name, short description, headings' texts, topics and owner."""
    rows = Practice.objects.listed().filter(pk__in=ids).select_related("owner", "current")
    for row in rows.prefetch_related("terms", "places", "current__sections"):
        version = row.current
        if version is None:
            continue
        texts = [("names", row.owner.name)]
        texts += [("classes", term.name) for term in row.terms.all()]
        texts += [("text", one.text) for one in version.sections.all()]
        places = list(row.places.all())
        facts = {"organisation": row.owner.name.as_json()}
        if places:
            facts["where"] = places[0].name.as_json()
        yield Source(
            kind="practices.practice",
            object_id=row.pk,
            title=version.name,
            summary=version.short,
            address=("practices:practice", (row.slug,)),
            texts=[(weight, words) for weight, words in texts if words],
            facets=frozenset(f"area:{area.pk}" for area in places),
            facts=facts,
            edited_on=timezone.localdate(row.published_at) if row.published_at else None,
        )


def collections(ids: Sequence[int]) -> Iterator[Source]:
    """Give collections by name, aim and introduction."""
    for row in Collection.objects.filter(pk__in=ids):
        yield Source(
            kind="practices.collection",
            object_id=row.pk,
            title=row.name,
            summary=row.aim,
            address=("practices:collection", (row.slug,)),
            texts=[("text", words) for words in (row.aim, row.introduction) if words],
            facets=frozenset(),
            facts={},
            edited_on=timezone.localdate(row.created_at),
        )


def _of_organisation(pk: int) -> Iterable[int]:
    return Practice.objects.filter(owner=pk).values_list("pk", flat=True)


provide(
    "practices.practice",
    label=_("Operating models"),
    ids=lambda: Practice.objects.listed().order_by("pk").values_list("pk", flat=True),
    sources=sources,
    follows={"organisations.organisation": _of_organisation},
)
provide(
    "practices.collection",
    label=_("Collections of operating models"),
    ids=lambda: Collection.objects.order_by("pk").values_list("pk", flat=True),
    sources=collections,
)
