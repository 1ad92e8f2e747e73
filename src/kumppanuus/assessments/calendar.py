"""What rounds of assessments bring into the annual clock: when they open, close, and tell their results."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kumppanuus.assessments.models import Assessment, Participation, Round
from kumppanuus.assessments.models.rounds import keeps
from kumppanuus.calendars.dates import Dated, Kind, Provider, State, Wanted, provide, stamp, with_changes
from kumppanuus.organisations.models import organisations_of

READ = ("title", "opens", "closes", "opened_at", "released_at", "keeper__name")


def rounds(wanted: Wanted) -> QuerySet[Any] | None:
    """Return the wanted rounds. Who is invited is told to nobody but the invited: only her own clock goes by it."""
    if wanted.body:
        return None
    rows = Round.objects.visible_to(wanted.actor)
    if wanted.areas is not None:
        rows = rows.filter(area__in=wanted.areas)
    if wanted.organisation:
        assessed = Assessment.objects.filter(organisation=wanted.organisation).values("round")
        rows = rows.filter(Q(keeper=wanted.organisation) | Q(pk__in=assessed))
    if wanted.mine:
        own = organisations_of(wanted.actor)
        assessed = Assessment.objects.filter(organisation__in=own).values("round")
        invited = Participation.objects.filter(organisation__in=own).values("assessment__round")
        kept = Q(keeper__in=own) | Q(space__in=keeps(wanted.actor))
        rows = rows.filter(kept | Q(pk__in=assessed) | Q(pk__in=invited))
    return with_changes(rows.select_related("keeper").only(*READ))


def told(found: Round) -> Iterable[Dated]:
    """Tell the days of a round; one that is being prepared is planned only."""
    own: dict[str, Any] = {
        "kind": Kind.ROUND,
        "title": found.title,
        "whose": found.keeper.name,
        "address": found.get_absolute_url(),
        "state": State.CONFIRMED if found.opened_at else State.TENTATIVE,
        "public": found.opened_at is not None,
        **stamp(found),
    }
    uid, days = f"round-{found.pk}", [("opens", _("Answering begins"), found.opens)]
    days.append(("closes", _("Last day for answers"), found.closes))
    if found.released_at:
        days.append(("results", _("Results published"), timezone.localdate(found.released_at)))
    for part, what, day in days:
        yield Dated(uid=f"{uid}-{part}", what=what, first=day, last=day, **own)


provide(Provider(frozenset({Kind.ROUND}), rounds, ("opens", "closes", "released_at"), told))
