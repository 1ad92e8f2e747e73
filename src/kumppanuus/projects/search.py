"""What of projects can be found: all of them, with what came of them and what goes on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kumppanuus.projects.models import Project
from kumppanuus.search.documents import Source, provide


def sources(ids: Sequence[int]) -> Iterator[Source]:
    """Give projects by name, what they try, who pays, what came of them and what should go on."""
    rows = Project.objects.filter(pk__in=ids).select_related("area", "owner").prefetch_related("legacies")
    for row in rows:
        texts = [("text", row.about), ("text", row.funder), ("text", row.results)]
        texts += [("classes", one.what) for one in row.legacies.all()]
        yield Source(
            kind="projects.project",
            object_id=row.pk,
            title=row.name,
            summary=row.about,
            address=("projects:project", (row.slug,)),
            texts=[(weight, words) for weight, words in texts if words],
            facets=frozenset({f"area:{row.area_id}"}),
            facts={"where": row.area.name.as_json(), "organisation": row.owner.name.as_json()},
            edited_on=timezone.localdate(row.changed_at),
        )


provide(
    "projects.project",
    label=_("Projects"),
    ids=lambda: Project.objects.order_by("pk").values_list("pk", flat=True),
    sources=sources,
)
