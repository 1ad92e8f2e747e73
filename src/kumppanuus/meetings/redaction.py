"""Who may remove what was written into minutes for good, and where copies of it lie."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Model

from kumppanuus.activity.permissions import moderates, removable_by
from kumppanuus.activity.redaction import copies, rows_with
from kumppanuus.bodies.models import Body
from kumppanuus.bodies.permissions import run
from kumppanuus.core.actors import Actor
from kumppanuus.matters.models import Matter, Step
from kumppanuus.measures.models import Measure
from kumppanuus.meetings.models import AgendaItem, Correction, Meeting, Minutes, MinutesPart, Outcome


def _of_body(actor: Actor, body: Body) -> bool:
    """Editors and moderators of the body's space, and who runs the body."""
    return moderates(actor, body.space_id) or run(actor, body)


@removable_by(Minutes)
def of_minutes(actor: Actor, obj: Minutes) -> bool:
    """As of the body."""
    return _of_body(actor, obj.meeting.body)


@removable_by(MinutesPart)
def of_part(actor: Actor, obj: MinutesPart) -> bool:
    """As of the minutes."""
    return of_minutes(actor, obj.minutes)


@removable_by(Correction)
def of_correction(actor: Actor, obj: Correction) -> bool:
    """As of the minutes, and who asked for it."""
    own = obj.mandate is not None and actor.person_id is not None and obj.mandate.person_id == actor.person_id
    return own or of_minutes(actor, obj.minutes)


@removable_by(Outcome)
def of_outcome(actor: Actor, obj: Outcome) -> bool:
    """As of the body."""
    return _of_body(actor, obj.item.meeting.body)


def _meeting_of(obj: Model) -> int | None:
    match obj:
        case Meeting():
            return obj.pk
        case Minutes() | AgendaItem():
            return obj.meeting_id
        case MinutesPart() | Correction():
            return obj.minutes.meeting_id
        case Outcome():
            return obj.item.meeting_id
        case _:
            return None


WHERE: tuple[tuple[Any, str, tuple[str, ...], tuple[str, ...]], ...] = (
    (MinutesPart, "minutes__meeting", ("title", "text", "outcomes"), ()),
    (Minutes, "meeting", ("attendance", "inspectors"), ("reason",)),
    (Outcome, "item__meeting", ("text",), ("to",)),
    (AgendaItem, "meeting", ("title", "background"), ()),
    (Correction, "minutes__meeting", (), ("text", "answer")),
)


@copies
def from_a_matter(obj: Model, field: str, words: list[str]) -> Iterator[tuple[Model, str]]:
    """What a matter says stands on the agendas on which it was put."""
    matter = obj.pk if isinstance(obj, Matter) else obj.matter_id if isinstance(obj, Step) else None
    if matter is not None and words:
        yield from rows_with(AgendaItem.objects.filter(matter=matter), ("title", "background"), (), words)


@copies
def through_the_minutes(obj: Model, field: str, words: list[str]) -> Iterator[tuple[Model, str]]:
    """The same words stand in a draft, in each version, in what was copied when approved and in tasks."""
    meeting = _meeting_of(obj)
    if meeting is None or not words:
        return
    for model, path, data, plain in WHERE:
        for row, part in rows_with(model._base_manager.filter(**{path: meeting}), data, plain, words):
            if not (isinstance(obj, model) and row.pk == obj.pk):
                yield row, part
            elif not f"{part}.".startswith(f"{field}."):
                yield obj, part  # the same row in hand: another one would write back what was just removed
    measures = Measure._base_manager.filter(pk__in=Outcome.objects.filter(item__meeting=meeting).values("measure"))
    yield from rows_with(measures, ("title",), (), words)
