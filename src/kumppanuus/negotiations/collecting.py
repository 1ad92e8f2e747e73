"""What a negotiation is prepared from, collected anew each time it is read: nothing is copied.

Of the NGOs' answers only released figures are read (`assessments.models.Standing`), so nothing hidden can be told.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Abs
from django.utils import timezone
from django.utils.translation import gettext as _

from kumppanuus.assessments.models import Standing
from kumppanuus.bodies.models import Body
from kumppanuus.bodies.reading import vacancies
from kumppanuus.matters.models import Matter
from kumppanuus.measures.models import Measure, State
from kumppanuus.negotiations.models import Negotiation
from kumppanuus.organisations.models import Organisation, Part, Post
from kumppanuus.places.models import Area, AreaKind

SHOWN, SOON = 10, 365


@dataclass(frozen=True)
class Number:
    """A number at the time of the last negotiation and now."""

    label: str
    before: int
    now: int

    @property
    def change(self) -> int:
        return self.now - self.before


@dataclass
class Material:
    """All of it. Nine queries."""

    measures: list[Measure]
    done: int
    gaps: list[Any]
    matters: list[Matter]
    terms: list[Body]
    posts: list[Post]
    numbers: list[Number]
    since: dt.date


def material(negotiation: Negotiation) -> Material:
    """Collect last year's measures, the widest gaps, open matters, what expires or is vacant, and changed numbers.

    Of the county, its municipalities and their regions: many a joint body works in the region's name.
    """
    inside = Q(pk=negotiation.area_id) | Q(kind=AreaKind.MUNICIPALITY, county=negotiation.area_id)
    around = Q(pk__in=Area.objects.filter(county=negotiation.area_id).values("region"))
    areas = list(Area.objects.filter(inside | around).values_list("pk", flat=True))
    today = timezone.localdate()
    before = negotiation.previous
    since = before.meets_on if before else negotiation.meets_on - dt.timedelta(days=SOON)
    measures = (
        list(
            Measure.objects.filter(agreed_model="negotiations.negotiation", agreed_id=before.pk).select_related(
                "owner", "area"
            )
        )
        if before
        else []
    )
    terms = Body.objects.filter(area__in=areas).in_force().select_related("convener", "area").order_by("ends", "pk")
    bodies = list(terms)
    ending = [one for one in bodies if one.ends and one.ends <= today + dt.timedelta(days=SOON)]
    empty = {pk: found for pk, found in vacancies(bodies).items() if found[1]}
    for one in bodies:
        one.empty_seats = empty.get(one.pk, (0, 0))[1]  # type: ignore[attr-defined]
    return Material(
        measures=measures,
        done=sum(one.state == State.DONE for one in measures),
        gaps=gaps(areas),
        matters=list(
            Matter.objects.open()
            .filter(area__in=areas, given_at__isnull=False)
            .select_related("area")
            .order_by("due", "pk")[:SHOWN]
        ),
        terms=[one for one in bodies if one in ending or one.pk in empty],
        posts=list(_vacant(areas)[:SHOWN]),
        numbers=_numbers(areas, since),
        since=since,
    )


def gaps(areas: list[int]) -> list[Any]:
    """Return the widest released gaps between both sides, the widest first."""
    rows = Standing.objects.filter(area__in=areas, municipal_value__isnull=False, ngo_half_levels__isnull=False)
    rows = rows.annotate(difference=F("municipal_value") * 2 - F("ngo_half_levels")).exclude(difference=0)
    found = rows.annotate(width=Abs("difference")).select_related("area", "bank", "release__assessment__area")
    widest = list(found.order_by("-width", "area__sort_name", "bank")[:SHOWN])
    for one in widest:
        one.ngo_level = one.ngo_half_levels / 2  # type: ignore[attr-defined, operator]
    return widest


def _vacant(areas: list[int]) -> QuerySet[Post]:
    rows = Post.objects.in_force().contacts().filter(organisation__governs__in=areas)
    held = Q(holdings__part=Part.HOLDER, holdings__start__lte=timezone.localdate()) & (
        Q(holdings__end=None) | Q(holdings__end__gte=timezone.localdate())
    )
    return rows.annotate(held=Count("holdings", held)).filter(held=0).select_related("organisation").order_by("pk")


def _numbers(areas: list[int], since: dt.date) -> list[Number]:
    """Return numbers then and now, each of rows that say themselves when they began. Three queries."""
    start = timezone.make_aware(dt.datetime.combine(since, dt.time()))
    ngos = Organisation.objects.ngos().filter(Q(home__in=areas) | Q(areas__in=areas))
    n, m = Count("pk", distinct=True), Count("pk", Q(created_at__lt=start), distinct=True)
    counted = ngos.aggregate(now=n, before=m)
    bodies = Body.objects.filter(area__in=areas).aggregate(
        now=Count("pk", Q(starts__lte=timezone.localdate()) & (Q(ends=None) | Q(ends__gte=timezone.localdate()))),
        before=Count("pk", Q(starts__lte=since) & (Q(ends=None) | Q(ends__gte=since))),
    )
    given = Matter.objects.filter(area__in=areas, given_at__isnull=False)
    matters = given.aggregate(now=Count("pk"), before=Count("pk", Q(given_at__lt=start)))
    return [
        Number(_("NGOs in the directory"), counted["before"], counted["now"]),
        Number(_("Bodies of co-operation"), bodies["before"], bodies["now"]),
        Number(_("Matters brought in all"), matters["before"], matters["now"]),
    ]
