"""What runs at start: who may remove content of checklists, and where copies of an answer lie."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Model

from kumppanuus.activity.permissions import moderates, removable_by
from kumppanuus.activity.redaction import copies
from kumppanuus.core.actors import Actor
from kumppanuus.questionnaires.models import Answer, Evidence, QuestionnaireVersion, Response


@removable_by(QuestionnaireVersion)
def of_version(actor: Actor, obj: QuestionnaireVersion) -> bool:
    """The editors and moderators of the space that edits the checklist; of a shared one the operator's command."""
    return moderates(actor, obj.questionnaire.space_id)


def lineage(response: Response) -> list[int]:
    """Return the ids of a response, what it corrects, and what corrects it."""
    found, new = {response.pk}, {response.pk}
    while new:
        earlier = Response.objects.filter(pk__in=new).exclude(based_on=None).values_list("based_on", flat=True)
        later = Response.objects.filter(based_on__in=new).values_list("pk", flat=True)
        new = {pk for pk in [*earlier, *later] if pk} - found
        found |= new
    return sorted(found)


@copies
def in_corrections(obj: Model, field: str, words: list[str]) -> Iterator[tuple[Model, str]]:
    """A correction begins with copies of what it corrects: the same text in any version of the answer."""
    if isinstance(obj, Answer) and field in ("comment", "text") and words:
        rows = Answer.objects.filter(response__in=lineage(obj.response), item=obj.item_id, **{field: words[0]})
        yield from ((row, field) for row in rows.exclude(pk=obj.pk))
    elif isinstance(obj, Evidence) and words:
        name = field.split(".", maxsplit=1)[0]
        rows_of = Evidence.objects.filter(
            answer__response__in=lineage(obj.answer.response), answer__item=obj.answer.item_id
        ).exclude(pk=obj.pk)
        yield from ((row, field) for row in rows_of if getattr(row, name) == getattr(obj, name))
