"""What measures bring into the annual clock: the day on which each is due."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from kumppanuus.calendars.dates import Dated, Kind, Provider, Wanted, provide
from kumppanuus.calendars.dates import State as DateState
from kumppanuus.measures.models import Measure, State
from kumppanuus.organisations.models import Holding, organisations_of

STATES = {State.PROPOSED: DateState.TENTATIVE, State.DROPPED: DateState.CANCELLED}
READ = ("title", "due", "state", "reason", "created_at", "changed_at", "owner__name", "owner__slug")


def due(wanted: Wanted) -> QuerySet[Any] | None:
    """Return the wanted measures; a body owns none."""
    if wanted.body:
        return None
    rows = Measure.objects.visible_to(wanted.actor).select_related("owner").only(*READ)
    if wanted.areas is not None:
        rows = rows.filter(area__in=wanted.areas)
    if wanted.organisation:
        rows = rows.filter(owner=wanted.organisation)
    if wanted.mine:
        held = Holding.objects.current().filter(person=wanted.actor.person_id).values("post")
        rows = rows.filter(Q(owner__in=organisations_of(wanted.actor)) | Q(post__in=held))
    return rows


def told(measure: Measure) -> Iterable[Dated]:
    """Tell when a measure is due; a dropped one is cancelled, with its reason."""
    yield Dated(
        kind=Kind.MEASURE,
        uid=f"measure-{measure.pk}-due",
        what=_("Measure is due"),
        title=measure.title,
        whose=measure.owner.name,
        first=measure.due,
        last=measure.due,
        state=STATES.get(State(measure.state), DateState.CONFIRMED),
        sequence=max(0, int((measure.changed_at - measure.created_at).total_seconds())),
        changed_at=measure.changed_at,
        address=measure.get_absolute_url(),
        told=(measure.get_state_display(), measure.reason),
    )


provide(Provider(frozenset({Kind.MEASURE}), due, ("due",), told))
