"""What of assessment can be found: opened rounds (by their keepers those being prepared, too), and released mirrors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kumppanuus.assessments.models import Assessment, Round
from kumppanuus.core.texts import Text
from kumppanuus.search.documents import Source, provide


def rounds(ids: Sequence[int]) -> Iterator[Source]:
    """Give rounds by title, checklist and area."""
    for row in Round.objects.filter(pk__in=ids).select_related("area", "keeper", "version__questionnaire"):
        yield Source(
            kind="assessments.round",
            object_id=row.pk,
            title=row.title,
            summary=row.version.questionnaire.title,
            address=("assessments:round", (row.pk,)),
            texts=[("text", row.area.name), ("names", row.keeper.name), ("text", row.greeting)],
            facets=frozenset({f"area:{row.area_id}"}),
            tokens=frozenset(row.audience()),
            facts={"year": row.year, "where": row.area.name.as_json()},
            edited_on=timezone.localdate(row.released_at or row.opened_at) if row.opened_at else None,
        )


def mirrors(ids: Sequence[int]) -> Iterator[Source]:
    """Give what was released of each municipality. Nothing of the answers themselves is indexed."""
    rows = Assessment.objects.filter(pk__in=ids, round__released_at__isnull=False)
    for row in rows.select_related("area", "round__version__questionnaire"):
        title = {code: f"{name}: {row.round.title.in_language(code)}" for code, name in row.area.name.items()}
        yield Source(
            kind="assessments.assessment",
            object_id=row.pk,
            title=Text(title),
            summary=row.round.version.questionnaire.title,
            address=("assessments:mirror", (row.round_id, row.area.slug)),
            facets=frozenset({f"area:{row.area_id}"}),
            tokens=frozenset(row.audience()),
            facts={"year": row.round.year, "where": row.area.name.as_json()},
            edited_on=timezone.localdate(row.round.released_at),
        )


def _of_round(pk: int) -> Iterable[int]:
    return Assessment.objects.filter(round=pk).values_list("pk", flat=True)


provide(
    "assessments.round",
    label=_("Rounds"),
    ids=lambda: Round.objects.order_by("pk").values_list("pk", flat=True),
    sources=rounds,
)
provide(
    "assessments.assessment",
    label=_("Results"),
    ids=lambda: Assessment.objects.order_by("pk").values_list("pk", flat=True),
    sources=mirrors,
    follows={"assessments.round": _of_round},
)
