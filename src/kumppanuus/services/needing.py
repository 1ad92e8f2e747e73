"""Which entries need confirming, for whom, and where. Nothing is written here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import groupby

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet
from django.utils import timezone

from kumppanuus.core.actors import Actor
from kumppanuus.organisations.models import Organisation, OrganisationArea, Role, acts_for
from kumppanuus.places.models import Area, AreaKind
from kumppanuus.services.models import Reminder, Service, ServiceQuerySet, spaces_edited_by
from kumppanuus.services.recipients import Recipient, recipients_of

SOON = 14  # days before its due day that an entry is shown as coming up
STAGES = ((3, 30), (2, 14), (1, 0))  # days after the due day at which it is asked for the last, second, first time
CLIMBS_AFTER = 30
MOST_IN_ONE_MAIL = 20
CHUNK = 500


def looked_after_by(actor: Actor) -> Q | None:
    """Return the condition for entries whose upkeep the actor sees to; None if there are none.

    Those of the organisation for which she edits, of organisations in the municipality that it governs, and of those
    in the areas of spaces that she edits.
    """
    found: list[Q] = []
    if acts_for(actor, actor.organisation_id, Role.EDITOR):
        found.append(Q(organisation=actor.organisation_id))
        found.append(Q(organisation__in=_governed_by(actor.organisation_id)))
    found += [
        Q(organisation__in=Organisation.objects.active_in(space.area).values("pk")) for space in spaces_edited_by(actor)
    ]
    return Q(*found, _connector=Q.OR) if found else None


def _governed_by(organisation_id: int | None) -> QuerySet[Organisation, int]:
    """Return organisations active in what an organisation governs, as `active_in`. Asks nothing first."""
    by = Q(government=organisation_id) | Q(county__government=organisation_id) | Q(region__government=organisation_id)
    inside = Area.objects.filter(by, kind=AreaKind.MUNICIPALITY).values("pk")
    rows = OrganisationArea.objects.filter(area__in=inside).values("organisation")
    return Organisation.objects.filter(Q(home__in=inside) | Q(pk__in=rows)).values_list("pk", flat=True)


def needing(scope: Q, area: Area | None = None) -> ServiceQuerySet:
    """Return entries that are overdue, due soon or were never confirmed, overdue ones first."""
    soon = timezone.localdate() + dt.timedelta(days=SOON)
    rows = Service.objects.listed().filter(scope).filter(Q(due_on__lte=soon) | Q(due_on=None, verified_at=None))
    if area is not None:
        rows = rows.filter(organisation__home=area)
    return rows.order_by(F("due_on").asc(nulls_last=True), "sort_name", "pk")


def by_municipality(rows: ServiceQuerySet) -> list[tuple[Area, int, int]]:
    """Return (municipality, how many need confirming, how many are overdue), most overdue first. Two queries."""
    late = Count("pk", filter=Q(due_on__lt=timezone.localdate()))
    counted = (
        rows.exclude(organisation__home=None)
        .order_by()
        .values("organisation__home")
        .annotate(number=Count("pk"), late=late)
    )
    found = list(counted.order_by("-late", "-number")[:60])
    areas = Area.objects.in_bulk([row["organisation__home"] for row in found])
    return [(areas[row["organisation__home"]], row["number"], row["late"]) for row in found]


def stage_of(service: Service, today: dt.date) -> int:
    """Return at which of the three times of asking an entry is; 0 while it is not due."""
    late = (today - service.due_on).days if service.due_on else -1
    return next((stage for stage, days in STAGES if late >= days), 0)


def to_remind(today: dt.date) -> Iterator[tuple[Recipient, dict[int, int], list[Service]]]:
    """Give for each recipient the entries to ask about today, at most MOST_IN_ONE_MAIL, and the stage of each.

    Each entry is asked about once at each stage; entries whose organisation cannot be reached are left out.
    """
    due = Service.objects.listed().filter(due_on__lte=today)
    asked = Reminder.objects.filter(service=OuterRef("pk"), due_on=OuterRef("due_on"))
    due = due.filter(~Exists(asked.filter(stage=3)))
    due = due.annotate(asked=Max("reminders__stage", filter=Q(reminders__due_on=F("due_on"))))
    waiting = [
        one for one in due.select_related("organisation") if stage_of(one, today) > (getattr(one, "asked", None) or 0)
    ]
    told = recipients_of(waiting)
    pairs = [(to, one) for one in waiting for to in told[one.pk][:3]]
    pairs.sort(key=lambda pair: (pair[0].address, pair[0].language, pair[1].due_on, pair[1].pk))
    for _key, group in groupby(pairs, key=lambda pair: (pair[0].address, pair[0].language)):
        rows = list(group)[:MOST_IN_ONE_MAIL]
        yield rows[0][0], {one.pk: stage_of(one, today) for _to, one in rows}, [one for _to, one in rows]


def long_overdue(today: dt.date) -> Iterator[tuple[Area, list[Service]]]:
    """Give for each municipality the entries of its organisations that are overdue by more than 30 days."""
    limit = today - dt.timedelta(days=CLIMBS_AFTER)
    rows = Service.objects.overdue(limit).exclude(organisation__home=None).select_related("organisation__home")
    ordered = rows.order_by("organisation__home", "due_on", "pk")
    for area, group in groupby(ordered.iterator(CHUNK), key=lambda one: one.organisation.home):
        if area is not None:
            yield area, list(group)
