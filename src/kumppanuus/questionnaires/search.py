"""What of checklists can be found: published ones by everybody, drafts by the editors of their space."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from django.utils.translation import gettext_lazy as _

from kumppanuus.core.texts import Text
from kumppanuus.core.versions import VersionStatus
from kumppanuus.questionnaires.models import Item, Questionnaire, QuestionnaireVersion
from kumppanuus.search.documents import PUBLIC, Source, provide


def sources(ids: Sequence[int]) -> Iterator[Source]:
    """Give checklists with the statements of their newest version that may be read."""
    versions: dict[int, QuestionnaireVersion] = {}
    for version in QuestionnaireVersion.objects.filter(questionnaire__in=ids).order_by("number"):
        if version.status != VersionStatus.DRAFT or version.questionnaire_id not in versions:
            versions[version.questionnaire_id] = version
    asked: dict[int, list[tuple[Text, Text]]] = {}
    items = Item.objects.filter(version__in=[one.pk for one in versions.values()]).order_by("pk")
    for version_id, name, statement in items.values_list("version", "name", "statement"):
        asked.setdefault(version_id, []).append((name, statement))
    for row in Questionnaire.objects.filter(pk__in=ids):
        found = versions.get(row.pk)
        public = found is not None and found.status != VersionStatus.DRAFT
        if not public and row.space_id is None:
            continue
        yield Source(
            kind="questionnaires.questionnaire",
            object_id=row.pk,
            title=row.title,
            summary=row.description if len(str(row.description)) <= 300 else Text(),
            address=("questionnaires:questionnaire", (row.slug,)),
            texts=[
                ("text", row.description),
                *(("text", words) for pair in asked.get(found.pk if found else 0, ()) for words in pair),
            ],
            facets=frozenset({f"area:{row.region_id}"} if row.region_id else ()),
            tokens=PUBLIC if public else frozenset({f"space:{row.space_id}:editor"}),
            facts={"year": row.year},
        )


def _of_version(pk: int) -> Iterable[int]:
    return QuestionnaireVersion.objects.filter(pk=pk).values_list("questionnaire", flat=True)


provide(
    "questionnaires.questionnaire",
    label=_("Checklists"),
    ids=lambda: Questionnaire.objects.order_by("pk").values_list("pk", flat=True),
    sources=sources,
    follows={
        "questionnaires.questionnaireversion": _of_version,
        "questionnaires.item": lambda pk: Item.objects.filter(pk=pk).values_list("version__questionnaire", flat=True),
    },
)
