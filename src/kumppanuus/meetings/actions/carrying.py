"""What comes onto an agenda by itself: items that were not reached, and open tasks of the body."""

from __future__ import annotations

from django.db.models import Max, Q

from kumppanuus.bodies.models import Body
from kumppanuus.core.texts import Text
from kumppanuus.measures.models import Measure
from kumppanuus.meetings.actions.matters import put_answers_on
from kumppanuus.meetings.models import AgendaItem, AgendaItemQuerySet, ItemKind, ItemState, Meeting, MeetingState

BODY = Body._meta.label_lower
TASK_MINUTES = 5  # kept for looking at a task, so that the times after it stay known
COPIED = ("title", "kind", "minutes", "presenter", "background", "proposed_by_id", "matter_id", "release_id")


def carry_over(meeting: Meeting) -> list[AgendaItem]:
    """Put onto the agenda what was not reached at the body's last held meeting, what was promised for one that was
    cancelled since, the open tasks of the body, and answers to what it sent on. Each item is carried once; a task and
    an answer stand once on an agenda.
    """
    Body.objects.select_for_update().get(pk=meeting.body_id)
    order = meeting.items.aggregate(last=Max("order"))["last"] or 0
    made = []
    for item in _left_over(meeting):
        order += 1
        told = {name: getattr(item, name) for name in COPIED}
        made.append(AgendaItem.objects.create(meeting=meeting, order=order, carried_from=item, **told))
    tasks = Measure.objects.open().filter(agreed_model=BODY, agreed_id=meeting.body_id)
    for measure in tasks.exclude(agenda_items__meeting=meeting):
        order += 1
        told = {"title": Text(measure.title), "kind": ItemKind.INFORMATION, "minutes": TASK_MINUTES}
        made.append(AgendaItem.objects.create(meeting=meeting, order=order, measure=measure, **told))
    return [*made, *put_answers_on(meeting)]


def _left_over(meeting: Meeting) -> AgendaItemQuerySet:
    earlier = Meeting.objects.filter(body=meeting.body_id, starts_at__lt=meeting.starts_at)
    held = earlier.filter(state=MeetingState.HELD).order_by("-starts_at", "-pk").first()
    cancelled = earlier.filter(state=MeetingState.CANCELLED)
    if held is not None:
        cancelled = cancelled.filter(starts_at__gt=held.starts_at)
    # Of a cancelled meeting only what somebody had asked for: its opening and closing are no promises.
    asked = Q(proposed_by__isnull=False) | Q(proposal__isnull=False) | Q(carried_from__isnull=False)
    promised = Q(meeting__in=cancelled.values("pk"), state=ItemState.OPEN) & asked
    not_reached = Q(meeting=held, state=ItemState.NOT_REACHED) if held is not None else Q(pk=None)
    # A task comes back by itself, as a task.
    found: AgendaItemQuerySet = AgendaItem.objects.filter(not_reached | promised, carried_to=None, measure=None)
    return found.order_by("meeting__starts_at", "order", "pk")
