"""What measures do by the clock."""

from collections.abc import Iterator

from django.db.models import Model

from kumppanuus.activity.permissions import moderates_place, removable_by
from kumppanuus.activity.redaction import copies
from kumppanuus.core.actors import Actor, system
from kumppanuus.core.clock import every
from kumppanuus.measures import actions
from kumppanuus.measures.models import Measure, MeasureState


@every("day")
def remind() -> int:
    """Remind the owners of measures that are due soon or late."""
    return actions.remind(system("clock"), None)


@removable_by(Measure)
def of_measure(actor: Actor, obj: Measure) -> bool:
    """The editors and moderators of a space in whose area the measure lies."""
    return moderates_place(actor, obj.area_id)


@removable_by(MeasureState)
def of_state(actor: Actor, obj: MeasureState) -> bool:
    """As of the measure."""
    return of_measure(actor, obj.measure)


@copies
def in_the_course(obj: Model, field: str, words: list[str]) -> Iterator[tuple[Model, str]]:
    """The reason of a measure's state stands on the measure and in its course."""
    if field != "reason" or not words:
        return
    if isinstance(obj, Measure):
        yield from ((row, "reason") for row in obj.states.filter(reason=words[0]))
    elif isinstance(obj, MeasureState):
        yield from ((row, "reason") for row in obj.measure.states.filter(reason=words[0]).exclude(pk=obj.pk))
        if obj.measure.reason == words[0]:
            yield obj.measure, "reason"
