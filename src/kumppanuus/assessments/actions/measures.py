"""From an item to a measure."""

from __future__ import annotations

from typing import Any

from kumppanuus.assessments.models import Assessment, ItemMeasure
from kumppanuus.core.actions import action, note
from kumppanuus.core.actors import Actor
from kumppanuus.measures import actions as measures
from kumppanuus.measures.models import Measure
from kumppanuus.questionnaires.models import Item


@action
def agree(actor: Actor, /, assessment: Assessment, *, item: Item, **fields: Any) -> Measure:
    """Agree on a measure from an item (see `measures.propose`): agreed at once when the actor acts for its owner,
    else proposed to the owner, who accepts or declines with a reason.
    """
    measure = measures.propose(
        actor,
        assessment.area,
        agreed_model=assessment._meta.label_lower,
        agreed_id=assessment.pk,
        **fields,
    )
    ItemMeasure.objects.create(assessment=assessment, item=item, bank_id=item.bank_id, measure=measure)
    note(measure, assessment, item=item.pk)
    return measure
